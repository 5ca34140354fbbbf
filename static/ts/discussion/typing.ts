/** Who is writing in this thread: one quiet line. */
import { say } from "../words.ts";
import { seat } from "../frame/page.ts";
import type { Line } from "../live/socket.ts";
import { typed } from "./composer.ts";
import { Writers } from "./writers.ts";

/**
 * Not more often than this do we say that we are writing. Milliseconds. The server drops what comes within three seconds,
 * and one notice may travel faster than the one before.
 */
const EVERY = 3_500;

interface Message {
  readonly room: string;
  readonly seat: string;
  readonly name: string;
}

/** Tells the room when somebody writes here, and shows who writes elsewhere. Gives a function that forgets a seat: its post has come. */
export function startTyping(line: Line, room: string): (seat: string) => void {
  const place = document.querySelector<HTMLElement>("[data-typing]");
  const writers = new Writers((names) => {
    if (place) place.textContent = sentence(names);
  });
  let last = 0;

  typed.hear(() => {
    if (Date.now() - last < EVERY) return;
    last = Date.now();
    line.tell("typing", { room });
  });
  line.hear<Message>("typing", (message) => {
    if (message.room === room && message.seat !== seat()) writers.writes(message.seat, message.name);
  });
  return (who) => writers.posted(who);
}

/** One name, two, or several people. */
export function sentence(names: readonly string[]): string {
  const [one, two] = names;
  if (one === undefined) return "";
  if (two === undefined) return say("{name} is typing…", { name: one });
  return names.length === 2 ? say("{one} and {two} are typing…", { one, two }) : say("Several people are typing…");
}
