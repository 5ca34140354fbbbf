/** The bar that says when there is no connection, that one can go on, and whether something waits to be sent. */
import { say } from "../words.ts";
import { announce } from "./announce.ts";
import type { Line } from "../live/socket.ts";
import { signedOut } from "../live/rooms.ts";

/** A line that is back within this time was never away. */
const GRACE = 2_000;

/** What the bar tells. */
export interface Bar {
  /** Told again when something begins or ceases to wait. */
  refresh(): void;
}

/** Follows the connection; `waits` tells whether something is to be sent, `retry` tries everything at once. */
export function startBar(line: Line | undefined, waits: () => boolean, retry: () => void): Bar {
  const bar = document.querySelector<HTMLElement>("[data-offline]");
  const [sentence, waiting] = bar ? [bar.querySelector<HTMLElement>("span:not([data-waiting])"), bar.querySelector<HTMLElement>("[data-waiting]")] : [];
  let since: number | undefined;
  let timer: number | undefined;
  let ended = false;
  const button = document.createElement("button");
  button.type = "button";
  button.className = "push btn";
  const link = document.createElement("a");
  link.className = "push btn";
  link.href = `/sign-in?next=${encodeURIComponent(location.pathname + location.search)}`;
  button.addEventListener("click", retry);

  const away = (): boolean => !navigator.onLine || (line !== undefined && !line.up);
  const show = (): void => {
    const visible = ended || !navigator.onLine || (since !== undefined && Date.now() - since >= GRACE);
    if (!bar) return;
    const was = !bar.hidden;
    if (visible) {
      if (sentence) tell(sentence, ended ? say("You are signed out. What you wrote is kept.") : say("There is no connection. You can go on reading and writing."));
      if (waiting) tell(waiting, waits() ? say("Something is waiting to be sent.") : "");
      button.textContent = say("Try again");
      link.textContent = say("Sign in");
      (ended ? button : link).remove();
      bar.append(ended ? link : button);
    }
    bar.hidden = !visible;
    if (was && !visible) announce(say("The connection is back."));
  };
  const look = (): void => {
    clearTimeout(timer);
    since = away() ? (since ?? Date.now()) : undefined;
    if (since === undefined || !navigator.onLine) show();
    else timer = setTimeout(show, GRACE + 10);
  };
  addEventListener("online", look);
  addEventListener("offline", look);
  line?.changed.hear((up) => {
    // Signed in again, in another tab perhaps.
    if (up) ended = false;
    look();
  });
  signedOut.hear(() => {
    ended = true;
    show();
  });
  look();
  return { refresh: show };
}

function tell(place: HTMLElement, sentence: string): void {
  if (place.textContent !== sentence) place.textContent = sentence;
}
