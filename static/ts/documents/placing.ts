/** Where something belongs in a text that has become another one: by the block that it stood in, and by the words around it. */
import { Fragment, type Node } from "@tiptap/pm/model";
import { THING, wordsOf, type Lost, type Piece } from "./rescue.ts";

/** So much of what stands around it is looked for, and less than this tells nothing. Letters. */
const AROUND = 24;
const TELLS = 4;

/** A place between two words. */
export interface Spot {
  /** The id of the block. */
  readonly block: string;
  readonly before: string;
  readonly after: string;
}

/** The offset in what a line says now. What is the same at its beginning and its end stays; between these the words around it tell. */
export function offsetIn(now: string, { before, after }: Spot): number {
  const was = before + after;
  const shortest = Math.min(was.length, now.length);
  let head = 0;
  while (head < shortest && was[head] === now[head]) head++;
  let tail = 0;
  while (tail < shortest - head && was.at(-1 - tail) === now.at(-1 - tail)) tail++;
  if (before && before.length <= head) return before.length;
  if (!after || after.length <= tail) return now.length - after.length;
  if (!before) return 0;
  const end = now.length - tail;
  if (head === end) return head;
  return beside(now.slice(0, end), before.slice(-AROUND), after.slice(0, AROUND)) ?? end;
}

/** Behind the longest end of what stood before it, or before the longest beginning of what stood behind it. */
function beside(now: string, before: string, after: string): number | undefined {
  for (let length = before.length; length >= TELLS; length--) {
    const at = now.lastIndexOf(before.slice(-length));
    if (at >= 0) return at + length;
  }
  for (let length = after.length; length >= TELLS; length--) {
    const at = now.indexOf(after.slice(0, length));
    if (at >= 0) return at;
  }
  return undefined;
}

/** The offset in another block's line: it must say what stood around the place, as far as that tells anything. */
function offsetElsewhere(now: string, { before, after }: Spot): number | undefined {
  const [tail, head] = [before.slice(-AROUND), after.slice(0, AROUND)];
  const both = now.indexOf(tail + head);
  if (both >= 0 && (tail + head).trim().length >= TELLS) return both + tail.length;
  if (tail.trim().length >= TELLS && now.includes(tail)) return now.indexOf(tail) + tail.length;
  return head.trim().length >= TELLS && now.includes(head) ? now.indexOf(head) : undefined;
}

/** What a block says, with one letter for each thing in its line. */
export function lineOf(block: Node): string {
  return block.children.map((child) => (child.isText ? (child.text ?? "") : THING)).join("");
}

/** The position in the text of an offset in the line of a block. */
function positionIn(block: Node, start: number, offset: number): number {
  let [left, position] = [offset, start];
  for (const child of block.children) {
    const letters = child.isText ? child.nodeSize : 1;
    if (left < letters) return position + (child.isText ? left : 0);
    left -= letters;
    position += child.nodeSize;
  }
  return position;
}

/** A block, and the position in the text where its line begins. */
interface Found {
  readonly block: Node;
  readonly start: number;
}

function lines(doc: Node): Found[] {
  const found: Found[] = [];
  doc.descendants((block, position) => void (block.inlineContent && found.push({ block, start: position + 1 })));
  return found;
}

/** The block that has the place now, and the place as an offset in its line. */
function spotted(doc: Node, spot: Spot): (Found & { readonly offset: number }) | undefined {
  const all = lines(doc);
  const same = all.find(({ block }) => block.attrs["id"] === spot.block);
  if (same) return { ...same, offset: offsetIn(lineOf(same.block), spot) };
  for (const one of all) {
    const offset = offsetElsewhere(lineOf(one.block), spot);
    if (offset !== undefined) return { ...one, offset };
  }
  return undefined;
}

/** The position of a place in the text as it is now. */
export function positionOf(doc: Node, spot: Spot): number | undefined {
  const found = spotted(doc, spot);
  return found && positionIn(found.block, found.start, found.offset);
}

/** What is to be put where, that lost words stand in the text again; "nowhere" when their paragraph is gone. */
export function broughtBack(doc: Node, lost: Lost): { readonly at: number; readonly what: Fragment } | "nowhere" | "there" {
  const found = spotted(doc, lost);
  if (!found) return "nowhere";
  const now = lineOf(found.block);
  if (!lost.before && !lost.after) return whole(doc, found, lost.pieces);
  if (says(now, found.offset, lost)) return "there";
  return { at: positionIn(found.block, found.start, found.offset), what: made(doc, found.block, lost.pieces) };
}

/** Whether a line says the words already: who made it anew had seen them. */
function says(now: string, offset: number, { before, after, pieces }: Lost): boolean {
  const words = wordsOf(pieces);
  if (now.startsWith(words, offset) && !after.startsWith(words)) return true;
  return words.trim().length >= TELLS && now.includes(words) && !(before + after).includes(words);
}

/** All of the block's words are its author's: what others have kept of them is not said twice. */
function whole(doc: Node, { block, start }: Found, pieces: readonly Piece[]): { at: number; what: Fragment } | "there" {
  const [now, words] = [lineOf(block), wordsOf(pieces)];
  if (now && words.includes(now)) {
    const at = words.indexOf(now);
    const [head, tail] = [words.slice(0, at), words.slice(at + now.length)];
    if (!head) return tail ? { at: start + block.content.size, what: made(doc, block, [tail]) } : "there";
    if (!tail) return { at: start, what: made(doc, block, [head]) };
  }
  return now.includes(words) && words ? "there" : { at: start + block.content.size, what: made(doc, block, pieces) };
}

function made(doc: Node, block: Node, pieces: readonly Piece[]): Fragment {
  const { schema } = doc.type;
  const nodes = pieces.map((piece) => {
    if (typeof piece === "string") return schema.text(piece);
    const type = schema.nodes[piece.name];
    if (!type || !block.type.contentMatch.matchType(type)) return schema.text(piece.words || " ");
    return type.create(piece.attrs, type.isLeaf || !piece.words ? null : schema.text(piece.words));
  });
  return Fragment.from(nodes);
}
