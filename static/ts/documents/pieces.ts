/** What was written and is not acknowledged, as the pieces in which it was made: one that is refused does not take the others along. */
import * as Y from "yjs";

/** How far a text is known: the number of what is known of each client. */
export type Known = Map<number, number>;

/** What the server has of a text: how far it goes, and what came from it at a join (with all that is taken away there). */
export interface Has {
  readonly known: Known;
  readonly update: Uint8Array;
  /** What died here with what it stood in, which nobody has taken away: the server is not told of it as if somebody had. */
  readonly died?: ReturnType<typeof Y.createDeleteSet>;
}

/** Notes that these are known, too. */
export function learn(known: Known, to: ReadonlyMap<number, number>): void {
  for (const [client, clock] of to) known.set(client, Math.max(clock, known.get(client) ?? 0));
}

/** Whether a server that has so much lacks something that it had. */
export function isBehind(known: Known, vector: Uint8Array): boolean {
  const there = Y.decodeStateVector(vector);
  return [...known].some(([client, clock]) => clock > (there.get(client) ?? 0));
}

/** What is known once an update has been taken in. */
export const upTo = (update: Uint8Array): Map<number, number> => Y.parseUpdateMeta(update).to;

/** Whether all that a piece builds on is known. */
export function fits(piece: Uint8Array, known: ReadonlyMap<number, number>): boolean {
  const { from, to } = Y.parseUpdateMeta(piece);
  for (const [client, clock] of from) if (clock > (known.get(client) ?? 0)) return false;
  const after = (client: number): number => Math.max(known.get(client) ?? 0, to.get(client) ?? 0);
  const has = (id: unknown): boolean => !(id instanceof Y.ID) || id.clock < after(id.client);
  const { structs, ds } = Y.decodeUpdate(piece);
  for (const struct of structs) {
    if (struct instanceof Y.Skip) return false;
    if (struct instanceof Y.Item && !(has(struct.origin) && has(struct.rightOrigin) && has(struct.parent))) return false;
  }
  return [...ds.clients].every(([client, gone]) => gone.every(({ clock, len }) => clock + len <= after(client)));
}

/** What is not known of a piece. */
function unknown(piece: Uint8Array, known: Known): Uint8Array {
  const of = [...upTo(piece).keys()].map((client) => [client, known.get(client) ?? 0] as const);
  return Y.diffUpdate(piece, Y.encodeStateVector(new Map(of)));
}

type Gone = ReturnType<typeof Y.decodeUpdate>["ds"];

/** Whether all that one says to be taken away is so by the other. */
function covers(all: Gone, some: Gone): boolean {
  const is = (client: number, from: number, length: number): boolean => Array.from({ length }, (_, n) => Y.createID(client, from + n)).every((id) => Y.isDeleted(all, id));
  return [...some.clients].every(([client, gone]) => gone.every(({ clock, len }) => is(client, clock, len)));
}

/** What the server lacks, in the order in which it was made: what it does not know of the pieces, and what is in none of them as one more. */
export function lacking(doc: Y.Doc, pieces: readonly Uint8Array[], has: Has, deletes: boolean): Uint8Array[] {
  const known = new Map(has.known);
  const found: Uint8Array[] = [];
  const there = Y.mergeDeleteSets([Y.decodeUpdate(has.update).ds]);
  const taken = [there];
  for (const piece of pieces) {
    const part = unknown(piece, known);
    const { structs, ds } = Y.decodeUpdate(part);
    const says = structs.length > 0 || (deletes && !covers(there, ds));
    if (!says || !fits(part, known)) continue;
    found.push(part);
    learn(known, upTo(part));
    taken.push(ds);
  }
  const rest = Y.encodeStateAsUpdate(doc, Y.encodeStateVector(known));
  const dead = Y.mergeDeleteSets(has.died ? [...taken, has.died] : taken);
  const more = Y.decodeUpdate(rest).structs.length > 0 || (deletes && !covers(dead, Y.createDeleteSetFromStructStore(doc.store)));
  return more ? [...found, rest] : found;
}

/** Divides what is kept into what may stay, and what holds something that was refused or builds on it. */
export function parted(kept: readonly Uint8Array[], refused: readonly Uint8Array[]): { readonly good: Uint8Array[]; readonly bad: Uint8Array[] } {
  const within = ranges(refused);
  const gone = Y.mergeDeleteSets(refused.map((one) => Y.decodeUpdate(one).ds));
  const known: Known = new Map();
  const [good, bad] = [[] as Uint8Array[], [] as Uint8Array[]];
  for (const piece of kept) {
    const { structs, ds } = Y.decodeUpdate(piece);
    const only = structs.length === 0 && ds.clients.size > 0 && covers(gone, ds);
    if (only || structs.some(({ id, length }) => within(id, length)) || !fits(piece, known)) bad.push(piece);
    else {
      good.push(piece);
      learn(known, upTo(piece));
    }
  }
  return { good, bad };
}

/** Whether something stands, as a whole or in part, in some updates. */
export type Within = (id: { client: number; clock: number }, length: number) => boolean;

/** What stands in these updates. */
export function ranges(updates: readonly Uint8Array[]): Within {
  const all = new Map<number, [number, number][]>();
  for (const update of updates)
    for (const { id, length } of Y.decodeUpdate(update).structs) all.set(id.client, [...(all.get(id.client) ?? []), [id.clock, id.clock + length]]);
  return ({ client, clock }, length) => (all.get(client) ?? []).some(([from, to]) => from < clock + length && clock < to);
}
