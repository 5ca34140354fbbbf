import assert from "node:assert/strict";
import { test } from "node:test";
import * as Y from "yjs";

const { fits, lacking, parted } = await import("../../static/ts/documents/pieces.ts");

/** What a page has written, piece by piece. */
class Page {
  readonly doc = new Y.Doc();
  readonly pieces: Uint8Array[] = [];

  constructor(...from: Uint8Array[]) {
    for (const update of from) Y.applyUpdate(this.doc, update);
    this.doc.on("update", (update: Uint8Array) => this.pieces.push(update));
  }

  get text(): Y.Text {
    return this.doc.getText("t");
  }

  get all(): Uint8Array {
    return Y.encodeStateAsUpdate(this.doc);
  }
}

const has = (doc: Y.Doc): { known: Map<number, number>; update: Uint8Array } => ({ known: Y.decodeStateVector(Y.encodeStateVector(doc)), update: Y.encodeStateAsUpdate(doc) });

/** A text of some pieces. */
const read = (...pieces: Uint8Array[]): string => new Page(...pieces).text.toJSON();

test("only what the server does not know of each piece is told, in the order in which it was written", () => {
  const page = new Page();
  for (const word of ["uno ", "dos ", "tres"]) page.text.insert(page.text.length, word);
  const server = new Page(page.pieces[0] as Uint8Array).doc;

  const told = lacking(page.doc, page.pieces, has(server), true);

  assert.equal(told.length, 2);
  assert.equal(read(Y.encodeStateAsUpdate(server), ...told), "uno dos tres");
  assert.deepEqual(lacking(page.doc, page.pieces, has(page.doc), true), []);
});

test("what is in none of the pieces is told as one more, also what was only taken away", () => {
  const page = new Page();
  page.text.insert(0, "uno dos");
  const server = new Page(page.all).doc;
  page.text.delete(0, 4);
  page.text.insert(3, " tres");

  const told = lacking(page.doc, [], has(server), true);

  assert.equal(told.length, 1);
  assert.equal(read(Y.encodeStateAsUpdate(server), ...told), "dos tres");
  const only = new Page(page.all);
  only.text.delete(0, 1);
  assert.equal(lacking(only.doc, only.pieces, has(page.doc), true).length, 1);
  assert.deepEqual(lacking(only.doc, only.pieces, has(page.doc), false), []);
});

test("a piece fits where all that it builds on is known", () => {
  const one = new Page();
  one.text.insert(0, "uno");
  const other = new Page(one.all);
  other.text.insert(3, " dos");
  const [later] = other.pieces as [Uint8Array];

  assert.equal(fits(later, new Map()), false);
  assert.equal(fits(later, Y.decodeStateVector(Y.encodeStateVector(one.doc))), true);
});

test("what was refused leaves a store with what builds on it, and what other tabs wrote stays", () => {
  const base = new Page();
  base.text.insert(0, "todo.");
  const [one, other] = [new Page(base.all), new Page(base.all)];
  one.text.insert(0, "malas ");
  one.text.insert(0, "sobre ");
  other.text.insert(5, " de otra");
  const [bad, more] = one.pieces as [Uint8Array, Uint8Array];
  const kept = [base.all, bad, ...other.pieces, more];

  const { good, bad: gone } = parted(kept, [bad]);

  assert.equal(read(...good), "todo. de otra");
  assert.deepEqual(gone, [bad, more]);
});

test("a store in one lump goes as a whole when something in it was refused, and so does what was only taken away", () => {
  const page = new Page();
  page.text.insert(0, "todo");
  page.text.insert(4, " malo");
  const lump = page.all;
  assert.deepEqual(parted([lump], [page.pieces[1] as Uint8Array]), { good: [], bad: [lump] });

  page.text.delete(0, 4);
  const away = page.pieces[2] as Uint8Array;
  assert.deepEqual(parted([lump, away], [away]), { good: [lump], bad: [away] });
});
