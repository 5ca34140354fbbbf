/**
 * Pages that gather from many rooms (home, a working group): when something has happened they say so, and are taken anew
 * when asked. What the server shows anew of an element of the page is put in its place at once.
 */
import { say } from "../words.ts";
import { announce } from "../frame/announce.ts";
import { page as fetchPage } from "../frame/send.ts";
import { applied, focusOn, morph, replace } from "../live/apply.ts";
import { gather } from "../live/gather.ts";
import { tellPill } from "../live/pill.ts";
import type { Push } from "../live/pushes.ts";
import type { Room } from "../live/room.ts";
import { follow } from "../live/rooms.ts";

/** Follows the rooms that the page tells of. */
export function startNews(main: HTMLElement): void {
  const pill = document.querySelector<HTMLElement>("[data-pill]") ?? makePill(main);
  const tell = (): void => tellPill(pill, say("There is something new"));
  const renew = (change: () => void): void => {
    tellPill(pill, "");
    change();
    main.querySelector(".col, :scope > *")?.prepend(pill);
  };
  const show = (fresh: Element): void => {
    renew(() => morph(main, fresh, true));
    applied.send(main);
  };
  const refresh = async (): Promise<void> => {
    const fresh = (await fetchPage(location.href))?.querySelector("main");
    if (!fresh) throw new Error("the page cannot be had");
    show(fresh);
  };
  pill.addEventListener("click", () => {
    refresh().then(
      () => focusOn(main),
      (reason: unknown) => {
        console.warn("news: the page could not be fetched", reason);
        announce(say("This could not be loaded. Try again."));
      },
    );
  });
  const begin = (place: HTMLElement): Room =>
    follow(place.dataset["room"] ?? "", Number(place.dataset["seq"]), {
      apply: (push) => take(push, place.hasAttribute("data-aside")) && tell(),
      reached: (seq) => void (place.dataset["seq"] = String(seq)),
      // Too much has happened to be told one by one: the same sentence. What was taken back does not stay until somebody asks.
      swap: async (lost) => {
        const fresh = (await fetchPage(location.href))?.querySelector("main");
        const seq = fresh?.querySelector<HTMLElement>(`[data-room="${CSS.escape(place.dataset["room"] ?? "")}"]`)?.dataset["seq"];
        if (lost && fresh && !isTyped(main)) show(fresh);
        else tell();
        return Number(seq ?? place.dataset["seq"]);
      },
    });
  gather(main, begin, renew);
  addEventListener("pageshow", (event) => event.persisted && tell());
}

/** Whether somebody has begun to fill in a form of the page. */
const isTyped = (main: Element): boolean =>
  [...main.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>("input, textarea")].some((field) => field.value !== field.defaultValue);

/** Puts what is shown anew in its place; gives whether something else has happened. What a page follows aside tells only of what it shows. */
function take(push: Push, aside: boolean): boolean {
  if (push.op === "replace") {
    for (const part of push.parts ?? []) replace(part.id, part.html);
    return false;
  }
  if (push.op === "none" || push.op === "update") return false;
  return !aside || document.getElementById(push.id) !== null;
}

function makePill(main: Element): HTMLElement {
  const pill = document.createElement("button");
  pill.type = "button";
  pill.className = "btn pill pill--top";
  pill.hidden = true;
  pill.dataset["kept"] = pill.dataset["pill"] = "";
  pill.append(document.createElement("span"));
  main.querySelector(".col, :scope > *")?.prepend(pill);
  return pill;
}
