import assert from "node:assert/strict";
import { test } from "node:test";
import { getSchema } from "@tiptap/core";
import { Slice } from "@tiptap/pm/model";
import type { Node } from "@tiptap/pm/model";
import { EditorState, type Transaction } from "@tiptap/pm/state";
import { prosemirrorToYXmlFragment } from "@tiptap/y-tiptap";
import * as Y from "yjs";

Object.assign(globalThis, { addEventListener: () => undefined, document: { body: { dataset: { panel: "colombia" } }, documentElement: { lang: "en", style: {} }, getElementById: () => null } });
const { tallied, tooMuch } = await import("../../static/ts/documents/limits.ts");
const { newId, schema } = await import("../../static/ts/documents/schema.ts");

const made = getSchema(schema(() => true));
const named = (): { id: string } => ({ id: newId() });

function paragraph(words = ""): Node {
  return made.node("paragraph", named(), words ? [made.text(words)] : []);
}

function state(...content: Node[]): EditorState {
  return EditorState.create({ doc: made.node("doc", null, content) });
}

function put(at: EditorState, ...content: Node[]): Transaction {
  return at.tr.insert(at.doc.content.size, content);
}

test("a paragraph takes in what it can hold, its notes counted, and no more", () => {
  const note = made.node("footnote", named(), [made.text("n".repeat(9))]);
  const full = state(made.node("paragraph", named(), [made.text("x".repeat(19_989)), note]));
  assert.equal(tooMuch(full.tr.insertText("y", 1)), undefined);
  assert.match(tooMuch(full.tr.insertText("yz", 1)) ?? "", /20,000 characters/);
  assert.equal(tooMuch(state(paragraph("🙂".repeat(19_999))).tr.insertText("🙂", 1)), undefined);
  assert.match(tooMuch(state(paragraph("x"), paragraph("x".repeat(20_000))).tr.insertText("y", 5)) ?? "", /20,000/);
});

test("who takes away from what is too large already may go on", () => {
  const large = state(paragraph("x".repeat(30_000)));
  assert.equal(tooMuch(large.tr.delete(1, 2)), undefined);
  assert.match(tooMuch(large.tr.insertText("y", 1)) ?? "", /20,000/);
});

test("a text holds so many paragraphs, nodes, lists in lists, rows and columns", () => {
  const many = state(...Array.from({ length: 4_999 }, () => paragraph()));
  assert.equal(tooMuch(put(many, paragraph())), undefined);
  assert.match(tooMuch(put(many, paragraph(), paragraph())) ?? "", /5,000 paragraphs/);
  assert.match(tooMuch(put(many, paragraph()).split(3).split(1)) ?? "", /5,000 paragraphs/);
  const cell = (): Node => made.node("tableCell", null, [paragraph()]);
  const row = (columns: number): Node => made.node("tableRow", null, Array.from({ length: columns }, cell));
  const table = (rows: number, columns: number): Node => made.node("table", named(), Array.from({ length: rows }, () => row(columns)));
  assert.equal(tooMuch(put(state(paragraph()), table(2, 40))), undefined);
  assert.match(tooMuch(put(state(paragraph()), table(2, 41))) ?? "", /400 rows and 40 columns/);
  assert.match(tooMuch(put(state(paragraph()), table(401, 1))) ?? "", /400 rows and 40 columns/);
  const list = (deep: number): Node => made.node("bulletList", named(), [made.node("listItem", named(), [paragraph("x"), ...(deep > 1 ? [list(deep - 1)] : [])])]);
  assert.equal(tooMuch(put(state(paragraph()), list(6))), undefined);
  assert.match(tooMuch(put(state(paragraph()), list(7))) ?? "", /six deep/);
});

test("how much a change weighs is told well enough before it is sent", () => {
  const samples = [paragraph("x".repeat(200)), paragraph("ñandú ".repeat(20)), made.node("bulletList", named(), [made.node("listItem", named(), [paragraph("one")])])];
  for (const sample of samples) {
    const content = Array.from({ length: 500 }, () => made.nodeFromJSON({ ...sample.toJSON() }) as Node);
    const doc = new Y.Doc();
    prosemirrorToYXmlFragment(made.node("doc", null, content), doc.getXmlFragment("prosemirror"));
    const [sent, told] = [Y.encodeStateAsUpdate(doc).length, tallied(Slice.maxOpen(made.node("doc", null, content).content).content).bytes];
    assert.ok(told >= sent && told < sent * 1.6, `${told} for ${sent}`);
  }
});
