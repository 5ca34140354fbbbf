/**
 * What waits until the server has stored it, as the pieces in which it was written. As much goes out together as is little;
 * of several pieces that are refused together it is found out which one it is, and all that does not build on it still goes.
 */
import * as Y from "yjs";
import { fits, learn, upTo, type Known } from "./pieces.ts";

/** So much goes out together: bytes, and pieces (each of them costs more to be merged the more there are). */
const TOGETHER = 200_000;
const PIECES = 500;

/** The pieces of one text that wait, and those that were refused. */
export class Waiting {
  /** How much of the text the server has. */
  readonly known: Known = new Map();
  private pending: Uint8Array[] = [];
  private under: Uint8Array[] = [];
  private rejected: Uint8Array[] = [];
  /** No more than so many pieces go out together: fewer while one is looked for that is refused. */
  private most = PIECES;

  /** Everything that the server has not stored, in the order in which it was written. */
  get all(): Uint8Array[] {
    return [...this.rejected, ...this.under, ...this.pending];
  }

  /** Whether something can go out now. */
  get ready(): boolean {
    return this.under.length === 0 && this.more;
  }

  /** Whether something has not gone out yet. */
  get more(): boolean {
    return this.pending.length > 0;
  }

  /** Whether something was refused. */
  get refused(): boolean {
    return this.rejected.length > 0;
  }

  /** Something was written. */
  add(piece: Uint8Array): void {
    this.pending.push(piece);
  }

  /** Both sides have said what they have: this is what waits. */
  renew(pieces: readonly Uint8Array[]): void {
    this.pending = [...pieces];
  }

  /** What goes out next, as one: as much as may go together, and at least one piece. */
  next(): Uint8Array {
    let count = 1;
    let size = this.pending[0]?.length ?? 0;
    const most = Math.min(this.most, this.pending.length);
    while (count < most && size + (this.pending[count]?.length ?? 0) <= TOGETHER) size += this.pending[count++]?.length ?? 0;
    this.under = this.pending.splice(0, count);
    return Y.mergeUpdates(this.under);
  }

  /** What went out is stored. */
  stored(): void {
    for (const piece of this.under.splice(0)) learn(this.known, upTo(piece));
    if (!this.more) this.most = PIECES;
  }

  /** Nobody knows whether what went out has arrived: it waits again. */
  back(): void {
    this.pending.unshift(...this.under.splice(0));
  }

  /** What went out is refused; `tries`: other pieces may be taken all the same. */
  refuse(tries: boolean): void {
    if (tries && this.under.length > 1) {
      this.most = Math.ceil(this.under.length / 2);
      return this.back();
    }
    const second = this.refused;
    this.most = PIECES;
    this.rejected.push(...this.under.splice(0));
    if (second || !tries) return this.giveUp();
    const known = new Map(this.known);
    for (const piece of this.pending.splice(0)) {
      const goes = fits(piece, known);
      (goes ? this.pending : this.rejected).push(piece);
      if (goes) learn(known, upTo(piece));
    }
  }

  /** Nothing more goes out. */
  giveUp(): void {
    this.rejected.push(...this.under.splice(0), ...this.pending.splice(0));
  }
}
