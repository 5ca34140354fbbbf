/** Pages that gather from many threads (home): when something has happened they say so, and are taken anew when asked. */
import { say } from "../words.ts";
import { announce } from "../frame/announce.ts";
import { page as fetchPage } from "../frame/send.ts";
import { applied, focusOn, morph } from "../live/apply.ts";
import { gather } from "../live/gather.ts";
import { tellPill } from "../live/pill.ts";
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
  const refresh = async (): Promise<void> => {
    const fresh = (await fetchPage(location.href))?.querySelector("main");
    if (!fresh) throw new Error("the page cannot be had");
    renew(() => morph(main, fresh, true));
    applied.send(main);
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
      apply: (push) => push.op !== "none" && tell(),
      reached: (seq) => void (place.dataset["seq"] = String(seq)),
      // Too much has happened to be told one by one: the same sentence.
      swap: async () => {
        const fresh = await fetchPage(location.href);
        tell();
        return Number(fresh?.querySelector<HTMLElement>(`[data-room="${CSS.escape(place.dataset["room"] ?? "")}"]`)?.dataset["seq"] ?? place.dataset["seq"]);
      },
    });
  gather(main, begin, renew);
  addEventListener("pageshow", (event) => event.persisted && tell());
}

function makePill(main: Element): HTMLElement {
  const pill = document.createElement("button");
  pill.type = "button";
  pill.className = "btn pill pill--top";
  pill.hidden = true;
  pill.dataset["kept"] = "";
  pill.append(document.createElement("span"));
  main.querySelector(".col, :scope > *")?.prepend(pill);
  return pill;
}
