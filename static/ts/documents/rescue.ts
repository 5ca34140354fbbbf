/**
 * Words of one's own that die of somebody else's work. Whoever makes a paragraph a heading, a list or a quotation, joins
 * it with another or takes it away, takes its element away and perhaps makes another with the words that stood there: what
 * was written in it meanwhile was never seen there, and goes with it for all. Its author's page, and no other, notices.
 */
import * as Y from "yjs";
import { signal } from "../frame/signal.ts";

/** What stands for anything in a line that is no letter: a citation, a note, a break. */
export const THING = "\ufffc";

/** Letters, or one thing in the line. */
export type Piece = string | { readonly name: string; readonly attrs: Record<string, unknown>; readonly words: string };

/** A run of one's own that is in the text no more, and where it stood. */
export interface Lost {
  /** Which letter it begins with, for good. */
  readonly key: string;
  /** Whether this page has written it; else an earlier one on this device. */
  readonly here: boolean;
  /** The id of the block that it stood in. */
  readonly block: string;
  /** What stood before and behind it in the block, without any run that is lost. */
  readonly before: string;
  readonly after: string;
  readonly pieces: readonly Piece[];
}

type Inside = { readonly item: Y.Item; readonly at: number; readonly piece: Piece };
type Deleted = ReturnType<typeof Y.createDeleteSet>;
type IsLost = (client: number, clock: number) => boolean;

/** Watches over the words that this page has written, or has brought from the device. */
export class Rescue {
  readonly lost = signal<readonly Lost[]>();
  /** What died with what it stood in when a change of somebody else's came in: nobody has meant to take it away. */
  died = Y.createDeleteSet();
  private readonly own = new Set<number>();
  /** How much of one's own has come back in the order in which the server has it: what came before that has been seen here. */
  private readonly echoed = new Map<number, number>();

  constructor(private readonly doc: Y.Doc) {}

  /** Lets an update of the server's in and tells what it took away unseen; with a join comes how much the server has of each client. */
  during(update: Uint8Array, vector: Uint8Array | undefined, change: () => void): void {
    const { ds, structs } = Y.decodeUpdate(update);
    const there = vector ? Y.decodeStateVector(vector) : undefined;
    if (there) this.claim(there);
    this.own.add(this.doc.clientID);
    const found: Lost[] = [];
    const look = (done: Y.Transaction): void => {
      if (done.local) return;
      found.push(...this.find(done, ds));
      this.died = Y.mergeDeleteSets([this.died, without(done.deleteSet, ds)]);
    };
    this.doc.on("afterTransaction", look);
    try {
      change();
    } finally {
      this.doc.off("afterTransaction", look);
    }
    for (const { id, length } of structs) this.hear(id.client, id.clock + length);
    for (const client of there ? this.own : []) this.hear(client, there?.get(client) ?? 0);
    if (found.length > 0) this.lost.send(found);
  }

  /** What is here and not with the server was brought by this page. */
  private claim(there: Map<number, number>): void {
    for (const [client, clock] of Y.decodeStateVector(Y.encodeStateVector(this.doc))) {
      const known = there.get(client) ?? 0;
      if (clock <= known || this.own.has(client)) continue;
      this.own.add(client);
      this.hear(client, known);
    }
  }

  private hear(client: number, clock: number): void {
    if (this.own.has(client)) this.echoed.set(client, Math.max(clock, this.echoed.get(client) ?? 0));
  }

  /**
   * What was deleted by this change and is not named in it died with its element only. What has not come back from the
   * server yet cannot have been deleted by anybody who had seen it, even if the server names it.
   */
  private find(done: Y.Transaction, named: Deleted): Lost[] {
    const seen = (client: number, clock: number): boolean => clock < (this.echoed.get(client) ?? 0) && Y.isDeleted(named, Y.createID(client, clock));
    const lost: IsLost = (client, clock) => this.own.has(client) && !seen(client, clock);
    const blocks = new Set<Y.XmlElement>();
    Y.iterateDeletedStructs(done, done.deleteSet, (one) => {
      if (!(one instanceof Y.Item) || !this.own.has(one.id.client) || !one.countable || one.parentSub !== null) return;
      const block = blockOf(one);
      if (block) blocks.add(block);
    });
    return [...blocks].flatMap((block) => this.runs(block, done, lost));
  }

  private runs(block: Y.XmlElement, done: Y.Transaction, lost: IsLost): Lost[] {
    const there = inside(block, done);
    const gone = there.map(({ item, at }) => diedInside(item, done) && lost(item.id.client, item.id.clock + at));
    if (isInline(block) && block._item && lost(block._item.id.client, block._item.id.clock)) return [];
    const kept = there.map(({ piece }, n) => (gone[n] ? "" : typeof piece === "string" ? piece : THING));
    const runs: Lost[] = [];
    for (let from = 0; from < there.length; from++) {
      const first = there[from];
      if (!gone[from] || !first) continue;
      let to = from;
      while (gone[to]) to++;
      const { client, clock } = first.item.id;
      const around = { before: kept.slice(0, from).join(""), after: kept.slice(to).join("") };
      runs.push({ key: `${client}:${clock + first.at}`, here: client === this.doc.clientID, block: idOf(block), ...around, pieces: gathered(there.slice(from, to)) });
      from = to;
    }
    return runs;
  }
}

/** What is in the one and not in the other. */
function without(all: Deleted, named: Deleted): Deleted {
  const rest = Y.createDeleteSet();
  for (const [client, gone] of all.clients) {
    const found = gone.flatMap(({ clock, len }) => Array.from({ length: len }, (_, at) => ({ clock: clock + at, len: 1 })).filter((one) => !Y.isDeleted(named, Y.createID(client, one.clock))));
    if (found.length > 0) rest.clients.set(client, found);
  }
  return rest;
}

/** The letters of some pieces, and what is said by the things among them. */
export const wordsOf = (pieces: readonly Piece[]): string => pieces.map((piece) => (typeof piece === "string" ? piece : piece.name === "hardBreak" ? "\n" : piece.words)).join("");

/** The element that has this in its line. */
function blockOf({ parent, content }: Y.Item): Y.XmlElement | undefined {
  if (parent instanceof Y.XmlText) return parent.parent instanceof Y.XmlElement ? parent.parent : undefined;
  const line = parent instanceof Y.XmlElement && content instanceof Y.ContentType && content.type instanceof Y.XmlElement && isInline(content.type);
  return line ? parent : undefined;
}

const isInline = (one: Y.XmlElement): boolean => ["footnote", "citation", "hardBreak"].includes(one.nodeName);

/** Letter by letter what stood in a block before a change. */
function inside(block: Y.XmlElement, done: Y.Transaction): Inside[] {
  const found: Inside[] = [];
  for (const child of before(block, done)) {
    const type = child.content instanceof Y.ContentType ? child.content.type : undefined;
    if (type instanceof Y.XmlText) for (const item of before(type, done)) [...letters(item)].forEach((piece, at) => found.push({ item, at, piece }));
    else if (type instanceof Y.XmlElement) found.push({ item: child, at: 0, piece: { name: type.nodeName, attrs: attributes(type), words: said(type, done) } });
  }
  return found;
}

/** One string for each unit that the library counts. */
const letters = ({ content }: Y.Item): string[] => (content instanceof Y.ContentString ? content.str.split("") : []);

/** What was there before a change, whether it has just been deleted or not. */
function* before(type: Y.XmlElement | Y.XmlText, done: Y.Transaction): Generator<Y.Item> {
  for (let item = type._start; item; item = item.right) {
    const old = item.id.clock < (done.beforeState.get(item.id.client) ?? 0);
    if (old && (!item.deleted || Y.isDeleted(done.deleteSet, item.id))) yield item;
  }
}

/** Whether it was deleted by a change together with what it stands in. */
function diedInside(item: Y.Item, done: Y.Transaction): boolean {
  const around = (item.parent as Y.AbstractType<unknown>)._item;
  return Y.isDeleted(done.deleteSet, item.id) && around !== null && Y.isDeleted(done.deleteSet, around.id);
}

function said(element: Y.XmlElement, done: Y.Transaction): string {
  if (element.nodeName === "citation") return `[${String(attributes(element)["words"] ?? "")}]`;
  return inside(element, done)
    .map(({ piece }) => (typeof piece === "string" ? piece : piece.words))
    .join("");
}

/** Attributes are still there when their element has just been deleted. */
function attributes(element: Y.XmlElement): Record<string, unknown> {
  return Object.fromEntries([...element._map].map(([name, item]) => [name, item.content.getContent()[item.length - 1] as unknown]));
}

const idOf = (element: Y.XmlElement): string => String(attributes(element)["id"] ?? "");

function gathered(run: readonly Inside[]): Piece[] {
  const pieces: Piece[] = [];
  for (const { piece } of run) {
    const last = pieces.at(-1);
    if (typeof piece === "string" && typeof last === "string") pieces[pieces.length - 1] = last + piece;
    else pieces.push(piece);
  }
  return pieces;
}
