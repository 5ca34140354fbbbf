/** Who writes in a room just now: each fades by itself, and goes at once when their post has come. */

/** So long a notice is believed. Milliseconds. */
const FADES = 6_000;
/** A notice may come from another process after the post that it was about: so long after a post none is believed. */
const LATE = 1_000;

/** Keeps them in the order in which they began, and tells their names whenever these change. */
export class Writers {
  readonly #writing = new Map<string, { readonly name: string; readonly timer: ReturnType<typeof setTimeout> }>();
  readonly #posted = new Map<string, number>();
  readonly #tell: (names: readonly string[]) => void;

  constructor(tell: (names: readonly string[]) => void) {
    this.#tell = tell;
  }

  /** There was a notice that somebody writes. */
  writes(who: string, name: string): void {
    if (Date.now() - (this.#posted.get(who) ?? 0) < LATE) return;
    clearTimeout(this.#writing.get(who)?.timer);
    this.#writing.set(who, { name, timer: setTimeout(() => this.#forget(who), FADES) });
    this.#show();
  }

  /** What somebody wrote has come. */
  posted(who: string): void {
    this.#posted.set(who, Date.now());
    this.#forget(who);
  }

  #forget(who: string): void {
    clearTimeout(this.#writing.get(who)?.timer);
    if (this.#writing.delete(who)) this.#show();
  }

  #show(): void {
    this.#tell([...this.#writing.values()].map((one) => one.name));
  }
}
