/**
 * The words that are kept on this device until they are sent: whose they are, and how long they stay. They go when their
 * author signs out here, and what was only begun goes when nobody has touched it for a long time.
 */
import { person, seat } from "./page.ts";
import { forget, hold, keep, names, recall } from "./store.ts";

/** Words of a co-edited text that the server would not have (documents/lost.ts). */
export const LOST = "lost:";

/** What names of words begin with; then comes the seat that they are of. */
const BEGUN = ["draft:", "form:", LOST];

/** A co-edited text that is kept in a store of its own (documents/keeping.ts), and that words of a tab in it wait to be sent. */
export const TEXT = "text:";
export const UNSENT = "unsent:";
const WORDS = [...BEGUN, "outbox:", UNSENT];

/** What is no words, and nobody is asked about: the files that one waits for, and what was brought back into a text. */
const ERRANDS = ["export:", "brought:"];

/** How long words stay that were begun and not touched again. Milliseconds. */
const STAY = 90 * 24 * 60 * 60 * 1000;

/** Where a text is kept; `left`: its owner has signed out, and it is to go. */
export interface Shelf {
  readonly database: string;
  readonly at: number;
  readonly left?: true;
}

/** Whose a seat is, and when that person last signed out of this browser. */
interface Owner {
  readonly person: string;
  readonly left?: number;
}

const opened = Date.now();
const ownerOf = (of: string): Owner | undefined => recall<Owner>(`seat:${of}`);

/** Notes whose the words of this page's seat are, and gives up what is too old, whoever wrote it. */
export function startBelongings(now = Date.now()): void {
  if (seat()) keep(`seat:${seat()}`, { person: person() } satisfies Owner);
  for (const name of BEGUN.flatMap(names)) {
    const words = recall<{ readonly at?: number }>(name);
    if (!words) continue;
    if (words.at === undefined) keep(name, { ...words, at: now });
    else if (now - words.at > STAY) forget(name);
  }
  for (const name of names(TEXT)) {
    const shelf = recall<Shelf>(name);
    if (!shelf || shelf.left || now - shelf.at > STAY) clear(name, shelf);
  }
}

/** Takes a text from this device. A page that has it open lets go first; what a page that closes leaves behind, the next one takes. */
function clear(name: string, shelf: Shelf | undefined): void {
  for (const flag of names(`${name.replace(TEXT, UNSENT)}:`)) forget(flag);
  if (!shelf || !("indexedDB" in globalThis)) return forget(name);
  keep(name, { ...shelf, left: true } satisfies Shelf);
  indexedDB.deleteDatabase(shelf.database).onsuccess = () => recall<Shelf>(name)?.left && forget(name);
}

/** Keeps words on this device; once their author has signed out of it, only as long as this page is open. */
export const keepWords = (name: string, value: unknown): boolean => (hasLeft() ? hold(name, value) : keep(name, value));

const hasLeft = (): boolean => (ownerOf(seat())?.left ?? 0) >= opened;

/** The names of all that the person who is signed in has written on this device and not sent. */
export const belongings = (): string[] => own(WORDS);

const own = (beginnings: readonly string[]): string[] =>
  person() ? beginnings.flatMap(names).filter((name) => ownerOf(name.split(":")[1] ?? "")?.person === person()) : [];

/** Takes them from this device; pages that are still open do not keep them here any more. */
export function leave(): void {
  for (const name of own([...WORDS, ...ERRANDS])) forget(name);
  for (const name of own([TEXT])) clear(name, recall<Shelf>(name));
  for (const name of names("seat:")) {
    const owner = recall<Owner>(name);
    if (owner?.person === person()) keep(name, { ...owner, left: Date.now() } satisfies Owner);
  }
}
