import assert from "node:assert/strict";
import { test } from "node:test";
import * as Y from "yjs";

Object.assign(globalThis, { addEventListener: () => undefined, document: { body: { dataset: { panel: "colombia", seat: "ana" } }, documentElement: { lang: "es", style: {} }, getElementById: () => null } });
const { paragraphsOf } = await import("../../static/ts/documents/unsaved.ts");
const { askedFor, postAt } = await import("../../static/ts/documents/citing.ts");
const { firstName, HANDS, handOf } = await import("../../static/ts/documents/carets.ts");
const { Provider } = await import("../../static/ts/documents/provider.ts");
const { signal } = await import("../../static/ts/frame/signal.ts");

type Line = import("../../static/ts/live/socket.ts").Line;

/** A text with these paragraphs. */
function written(...paragraphs: string[]): Y.Doc {
  const doc = new Y.Doc();
  doc.getXmlFragment("prosemirror").push(paragraphs.map((words) => paragraph(words)));
  return doc;
}

function paragraph(words: string): Y.XmlElement {
  const made = new Y.XmlElement("paragraph");
  made.insert(0, [new Y.XmlText(words)]);
  return made;
}

const textOf = (doc: Y.Doc, at: number): Y.XmlText => (doc.getXmlFragment("prosemirror").get(at) as Y.XmlElement).get(0) as Y.XmlText;

/** What is written from now on. */
function since(doc: Y.Doc, change: () => void): Uint8Array {
  const before = Y.encodeStateVector(doc);
  change();
  return Y.encodeStateAsUpdate(doc, before);
}

test("the paragraphs with words that were not stored are given back whole, in the order of reading", () => {
  const doc = written("Uno.", "Dos.", "Tres.");
  const later = since(doc, () => textOf(doc, 2).insert(5, " Más."));
  const sooner = since(doc, () => textOf(doc, 0).insert(0, "Primero: "));

  assert.deepEqual(paragraphsOf(doc, [later, sooner]), ["Primero: Uno.", "Tres. Más."]);
  assert.deepEqual(paragraphsOf(doc, []), []);
});

test("words in lists, notes and citations are found, and what was deleted again is not", () => {
  const doc = written("Uno.");
  const update = since(doc, () => {
    const list = new Y.XmlElement("bulletList");
    const item = new Y.XmlElement("listItem");
    const note = new Y.XmlElement("footnote");
    const cited = new Y.XmlElement("citation");
    cited.setAttribute("words", "Ana, aporte 2");
    note.insert(0, [new Y.XmlText("Al pie.")]);
    const inside = paragraph("Punto");
    inside.insert(1, [note, cited]);
    item.insert(0, [inside]);
    list.insert(0, [item]);
    doc.getXmlFragment("prosemirror").push([list]);
    textOf(doc, 0).insert(4, " No.");
    textOf(doc, 0).delete(4, 4);
  });

  assert.deepEqual(paragraphsOf(doc, [update]), ["- Punto (Al pie.)[Ana, aporte 2]"]);
});

test("lists keep their marks, however deep, and a second paragraph of an item has none", () => {
  const list = (kind: string, ...items: Y.XmlElement[][]): Y.XmlElement => {
    const made = new Y.XmlElement(kind);
    made.insert(0, items.map((parts) => {
      const item = new Y.XmlElement("listItem");
      item.insert(0, parts);
      return item;
    }));
    return made;
  };
  const doc = new Y.Doc();
  const update = since(doc, () => doc.getXmlFragment("prosemirror").push([paragraph("Antes."), list("orderedList", [paragraph("Uno"), list("bulletList", [paragraph("Hondo")])], [paragraph("Dos"), paragraph("Más")]), paragraph("Después.")]));

  assert.deepEqual(paragraphsOf(doc, [update]), ["Antes.", "1. Uno", "  - Hondo", "2. Dos", "  Más", "Después."]);
});

test("an address of a post of this panel is told from all others", () => {
  const here = { origin: "https://mesa.example" };
  assert.deepEqual(postAt("https://mesa.example/p/colombia/threads/k7m2p4q6r3s5/posts/12#post-k7m2p4q6r3s5-12", here), { thread: "k7m2p4q6r3s5", number: 12 });
  for (const other of ["https://mesa.example/p/mexico/threads/k7m2/posts/12", "https://elsewhere.example/p/colombia/threads/k7m2/posts/12", "https://mesa.example/p/colombia/threads/k7m2", "read https://mesa.example/p/colombia/threads/k7m2/posts/12", "https://", ""])
    assert.equal(postAt(other, here), undefined, other);
});

test("a page is asked to cite by its address", () => {
  assert.deepEqual(askedFor("?cite=k7m2p4q6r3s5:12"), { thread: "k7m2p4q6r3s5", number: 12 });
  for (const none of ["", "?cite=", "?cite=../x:1", "?cite=k7m2:x"]) assert.equal(askedFor(none), undefined);
});

test("a hand has a first name, and a colour that stays", () => {
  assert.equal(firstName("  Ana María Restrepo "), "Ana");
  const hands = new Set(Array.from({ length: 60 }, (_, n) => handOf(`seat${n}`)));
  assert.deepEqual([...hands].sort(), Array.from({ length: HANDS }, (_, n) => n + 1));
  assert.equal(handOf("ana"), handOf("ana"));
});

const bytes = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, "base64"));

/** The server's side of a text, on a line that can go. */
class Desk {
  readonly doc = new Y.Doc();
  readonly sent: Uint8Array[] = [];
  refuses = "";
  /** What is refused of all that comes. */
  bad = (_data: Uint8Array): boolean => false;
  drafts = true;
  line = this.aLine();
  private clients = 100;

  private aLine(): Line & { up: boolean } {
    const heard = new Map<string, (message: never) => void>();
    return {
      up: true,
      changed: signal<boolean>(),
      refused: signal<void>(),
      hear: (event, listener) => void heard.set(event, listener),
      ask: async <T>(event: string, message: object) => this.answer(event, message as never) as T,
      tell: () => undefined,
      retry: () => undefined,
    };
  }

  private answer(event: string, message: { vector: string; data: string; client: number | null }): unknown {
    if (event === "document.join") {
      const told = { update: Buffer.from(Y.encodeStateAsUpdate(this.doc, bytes(message.vector))).toString("base64"), vector: Buffer.from(Y.encodeStateVector(this.doc)).toString("base64") };
      return { client: this.drafts ? (message.client ?? ++this.clients) : null, seq: 1, number: this.sent.length, drafting: this.drafts, ...told };
    }
    if (this.refuses || !this.drafts) return { refused: this.refuses || "not now" };
    const data = bytes(message.data);
    if (this.bad(data)) return { refused: "too long" };
    this.sent.push(data);
    Y.applyUpdate(this.doc, data);
    return { number: this.sent.length };
  }
}

/** A page that has the text open. */
async function opened(desk: Desk, doc = new Y.Doc()): Promise<InstanceType<typeof Provider>> {
  const provider = new Provider(desk.line, "text", doc);
  await provider.join();
  return provider;
}

const settled = async (provider: InstanceType<typeof Provider>): Promise<void> => {
  while (!provider.saved) await new Promise((go) => setTimeout(go, 5));
};

test("what an earlier page wrote without a line is sent at the next join, also what it only took away", async () => {
  const desk = new Desk();
  const first = await opened(desk);
  first.doc.getXmlFragment("prosemirror").push([paragraph("Uno."), paragraph("Dos.")]);
  await settled(first);
  const left = new Y.Doc();
  Y.applyUpdate(left, Y.encodeStateAsUpdate(first.doc));
  left.getXmlFragment("prosemirror").delete(1, 1);

  const second = await opened(desk, left);
  await settled(second);

  assert.equal(desk.doc.getXmlFragment("prosemirror").length, 1);
  first.end();
  second.end();
});

test("who may not write sends nothing, whatever their screen makes of the text", async () => {
  const desk = new Desk();
  desk.drafts = false;
  const reader = await opened(desk);

  reader.doc.getXmlFragment("prosemirror").push([paragraph("Nada.")]);
  await reader.join();

  assert.equal(reader.saved, true);
  assert.deepEqual(desk.sent, []);
  reader.end();
});

test("what is too large to be sent is refused here, and never on its way", async () => {
  const desk = new Desk();
  const writer = await opened(desk);
  const reasons: string[] = [];
  writer.refused.hear((reason) => reasons.push(reason));

  writer.doc.getXmlFragment("prosemirror").push([paragraph("x".repeat(520_000))]);
  while (reasons.length === 0) await new Promise((go) => setTimeout(go, 5));

  assert.match(reasons.join(), /too much at once/);
  assert.deepEqual(desk.sent, []);
  assert.equal(paragraphsOf(writer.doc, writer.unsent)[0]?.length, 520_000);
  writer.end();
});

test("what is refused is kept, with the reason, and nothing more goes out", async () => {
  const desk = new Desk();
  const writer = await opened(desk);
  const reasons: string[] = [];
  writer.refused.hear((reason) => reasons.push(reason));
  desk.refuses = "closed";

  writer.doc.getXmlFragment("prosemirror").push([paragraph("Mías.")]);
  while (reasons.length === 0) await new Promise((go) => setTimeout(go, 5));

  assert.deepEqual(reasons, ["closed"]);
  assert.equal(writer.state, "refused");
  assert.deepEqual(paragraphsOf(writer.doc, writer.unsent), ["Mías."]);
  writer.end();
});

test("a piece that is refused takes along what builds on it, and nothing of what was there before", async () => {
  const desk = new Desk();
  const writer = await opened(desk);
  const reasons: string[] = [];
  writer.refused.hear((reason) => reasons.push(reason));
  desk.bad = (data) => Buffer.from(data).includes("malas");
  const fragment = writer.doc.getXmlFragment("prosemirror");

  for (const words of ["Una.", "Dos.", "Palabras malas.", "Lo que sigue."]) fragment.push([paragraph(words)]);
  while (reasons.length === 0) await new Promise((go) => setTimeout(go, 5));

  assert.deepEqual(reasons, ["too long"]);
  assert.deepEqual(desk.doc.getXmlFragment("prosemirror").toArray().map((one) => String((one as Y.XmlElement).get(0))), ["Una.", "Dos."]);
  assert.deepEqual(paragraphsOf(writer.doc, writer.unsent), ["Palabras malas.", "Lo que sigue."]);
  writer.end();
});

test("much that was written without a line goes out in messages of which none is too large", async () => {
  const desk = new Desk();
  const writer = await opened(desk);
  const fragment = writer.doc.getXmlFragment("prosemirror");
  desk.line.up = false;
  desk.line.changed.send(false);
  for (let part = 0; part < 8; part++) fragment.push([paragraph(`${part} `.repeat(60_000))]);
  desk.line.up = true;

  await writer.join();
  await settled(writer);

  assert.equal(desk.doc.getXmlFragment("prosemirror").length, 8);
  assert.ok(desk.sent.length > 4 && desk.sent.every((data) => data.length <= 200_000), String(desk.sent.map((data) => data.length)));
  writer.end();
});

test("what an earlier page has kept goes out as the pieces in which it was written there", async () => {
  const desk = new Desk();
  const left = new Y.Doc();
  const rows: Uint8Array[] = [];
  left.on("update", (update: Uint8Array) => rows.push(update));
  for (const words of ["Una.", "Malas.", "Tres."]) left.getXmlFragment("prosemirror").push([paragraph(words)]);
  desk.bad = (data) => Buffer.from(data).includes("Malas");

  const page = new Provider(desk.line, "text", left);
  const refused = new Promise((go) => page.refused.hear(go));
  page.takeUp(rows);
  await page.join();
  await refused;

  assert.equal(desk.doc.getXmlFragment("prosemirror").length, 1);
  assert.deepEqual(paragraphsOf(left, page.unsent), ["Malas.", "Tres."]);
  page.end();
});

test("which one of many pieces is refused is found out in few messages", async () => {
  const desk = new Desk();
  const writer = await opened(desk);
  const refused = new Promise((go) => writer.refused.hear(go));
  let asked = 0;
  desk.bad = (data) => ++asked > 0 && Buffer.from(data).includes("malas");

  for (let n = 0; n < 300; n++) writer.doc.getXmlFragment("prosemirror").push([paragraph(n === 200 ? "malas" : `buenas ${n}`)]);
  await refused;

  assert.equal(desk.doc.getXmlFragment("prosemirror").length, 200);
  assert.ok(asked < 20, String(asked));
  assert.equal(paragraphsOf(writer.doc, writer.unsent).length, 100);
  writer.end();
});
