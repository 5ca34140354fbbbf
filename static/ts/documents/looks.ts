/** How far a text has been seen: told to the server once its newest state was really before somebody's eyes. */
import { send } from "../frame/send.ts";

/** Who has had it on the screen for so long has seen it; told at most so often. Milliseconds. */
const SEEN = 2_000;
const BETWEEN = 15_000;

/** Tells `address` the number that `newest` gives, while `place` can be seen. */
export function startLooks(place: HTMLElement, address: string, newest: () => number): void {
  let told = 0;
  let since: number | undefined;
  let last = 0;
  const tell = (keepalive = false): void => {
    const number = newest();
    if (number <= told) return;
    told = number;
    last = Date.now();
    void send("POST", address, { number: String(number) }, { keepalive }).then(({ kind }) => {
      if (kind === "later" && told === number) told = 0;
    });
  };
  const look = (): void => {
    const seen = document.visibilityState === "visible" && inSight(place);
    since = seen ? (since ?? Date.now()) : undefined;
    if (since !== undefined && Date.now() - since >= SEEN && Date.now() - last >= BETWEEN) tell();
  };
  setInterval(look, SEEN / 2);
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden" && since !== undefined && Date.now() - since >= SEEN) tell(true);
    look();
  });
}

function inSight(place: HTMLElement): boolean {
  const { top, bottom, height } = place.getBoundingClientRect();
  return height > 0 && top < innerHeight && bottom > 0;
}
