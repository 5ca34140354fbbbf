/**
 * What the reader may do here, as the server said last: the composer goes or comes with it (the style sheet shows it by
 * what stands on body), unsent words never go with it, and a page that may no longer be read is emptied.
 */
import { say } from "../words.ts";
import { announce } from "./announce.ts";
import { may, setVerbs, shown, verbs } from "./page.ts";
import { answered, type Answer } from "../live/rooms.ts";
import { applied } from "../live/apply.ts";
import { signal, type Signal } from "./signal.ts";

/** What the reader may do here has changed. */
export const standingChanged = signal<void>();

/** The reader may no longer read what this page is about. */
export const expelled = signal<void>();

/** What a composer has to say about words that were not sent. */
export interface Writing {
  readonly form: HTMLElement;
  /** The words that are not sent, wherever they are kept. */
  words(): readonly string[];
  /** What tells that the words are other than before. */
  readonly changes: readonly Signal<void>[];
  /** Shows words in the composer's place. */
  show(reason: string, words: readonly string[]): void;
}

const answers = new Map<string, readonly string[]>();

/** Follows the answers of all rooms of the page. */
export function startStanding(rooms: readonly string[]): void {
  let lost = false;
  answered.hear((answer) => {
    take(answer, rooms);
    const gone = rooms.length > 0 && rooms.every((room) => answers.get(room)?.length === 0);
    if (gone && !lost) {
      announce(say("You can no longer read this."));
      expelled.send();
    }
    // What was taken away and given back is shown by a page of its own making.
    if (!gone && lost) location.reload();
    lost = gone;
  });
}

function take(answer: Answer, rooms: readonly string[]): void {
  answers.set(answer.room, answer.refused ? [] : ["read", ...answer.may]);
  if (!rooms.every((room) => answers.has(room))) return;
  const now = [...new Set(rooms.flatMap((room) => answers.get(room) ?? []))].sort();
  if (now.join(" ") === [...verbs()].sort().join(" ")) return;
  setVerbs(now);
  standingChanged.send();
}

/** Keeps unsent words in sight whenever the composer is not. */
export function guard(writing: Writing): void {
  const look = (): void => {
    if (shown(writing.form)) return writing.show("", []);
    const words = writing.words();
    writing.show(words.length > 0 ? reason() : "", words);
  };
  let before = may("reply");
  const change = (): void => {
    look();
    if (before && !may("reply")) announce(reason());
    before = may("reply");
  };
  standingChanged.hear(change);
  expelled.hear(look);
  applied.hear(look);
  for (const changed of writing.changes) changed.hear(look);
  look();
}

function reason(): string {
  if (!may("read")) return say("These words were not sent; copy them if you need them.");
  if (!may("reply")) return say("Your role here has changed, and you can no longer answer. These words were not sent; copy them if you need them.");
  return say("This thread is closed. These words were not sent; copy them if you need them.");
}
