/**
 * Pages that gather from several rooms (the list, home) belong to more or fewer of them when their reader's rights change:
 * a group joined, a group left. Then the page is taken anew, without leaving it.
 */
import { page as fetchPage } from "../frame/send.ts";
import { applied, morph } from "./apply.ts";
import type { Room } from "./room.ts";
import { answered, standing, unfollow } from "./rooms.ts";

type Follow = (place: HTMLElement) => Room;

/** Follows the rooms that the page names, now and later; `around` is called with each change of the page. */
export function gather(main: HTMLElement, follow: Follow, around: (change: () => void) => void): ReadonlyMap<string, Room> {
  const rooms = new Map<string, Room>();
  let asking = false;

  const look = (): void => {
    const places = placesOf(main);
    for (const name of [...rooms.keys()].filter((name) => !places.has(name))) {
      unfollow(name);
      rooms.delete(name);
    }
    for (const [name, place] of places) if (!rooms.has(name)) rooms.set(name, follow(place));
  };
  const renew = async (): Promise<void> => {
    if (asking) return;
    asking = true;
    try {
      const fresh = (await fetchPage(location.href))?.querySelector("main");
      if (!fresh || same([...placesOf(fresh).keys()], [...rooms.keys()])) return;
      around(() => morph(main, fresh, true));
      applied.send(main);
      look();
    } catch (reason) {
      // Its rooms are entered again when the line is back, and refused again if need be.
      console.warn("gather: the page could not be fetched", reason);
    } finally {
      asking = false;
    }
  };

  look();
  standing.hear(() => void renew());
  answered.hear(({ refused }) => refused && void renew());
  return rooms;
}

const placesOf = (main: Element): Map<string, HTMLElement> =>
  new Map([...main.querySelectorAll<HTMLElement>("[data-room]")].map((place) => [place.dataset["room"] ?? "", place]));

const same = (one: readonly string[], other: readonly string[]): boolean => [...one].sort().join(" ") === [...other].sort().join(" ");
