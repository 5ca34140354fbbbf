/**
 * What is new and would move what is being read waits here, behind a pill that tells how much there is. What belongs
 * outside the stretch that the page has loaded is counted too, and reached by its own address.
 */
import type { Insert } from "./pushes.ts";

/** What waits, inside the loaded stretch and outside it. */
export class Hold {
  private readonly inside = new Map<string, Insert>();
  private readonly outside = new Map<string, Insert>();

  /** @param tell shows the count on the pill; called with every change. */
  constructor(private readonly tell: (inside: number, outside: number) => void) {}

  has(id: string): boolean {
    return this.inside.has(id) || this.outside.has(id);
  }

  /** Waits to be shown in the loaded stretch. */
  wait(push: Insert): void {
    this.outside.delete(push.id);
    this.inside.set(push.id, push);
    this.changed();
  }

  /** Belongs before or after the loaded stretch. */
  count(push: Insert): void {
    this.outside.set(push.id, push);
    this.changed();
  }

  /** Its content has changed while it waited. */
  renew(id: string, html: string): boolean {
    const held = this.inside.get(id);
    if (held) this.inside.set(id, { ...held, html });
    return held !== undefined;
  }

  /** It is gone, or shown by other means. */
  drop(id: string): void {
    if (this.inside.delete(id) || this.outside.delete(id)) this.changed();
  }

  /** Gives what waits to be shown, once. */
  take(): Insert[] {
    const held = [...this.inside.values()];
    this.inside.clear();
    this.changed();
    return held;
  }

  /** The first that lies outside, by number. */
  firstOutside(): Insert | undefined {
    return [...this.outside.values()].sort((a, b) => a.number - b.number)[0];
  }

  /** The numbers of all that nobody can have seen yet. */
  numbers(): number[] {
    return [...this.inside.values(), ...this.outside.values()].map((push) => push.number);
  }

  clear(): void {
    this.inside.clear();
    this.outside.clear();
    this.changed();
  }

  private changed(): void {
    this.tell(this.inside.size, this.outside.size);
  }
}
