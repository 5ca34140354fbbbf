import assert from "node:assert/strict";
import { test } from "node:test";
import { getSchema } from "@tiptap/core";
import { Slice, type Node } from "@tiptap/pm/model";
import { yXmlFragmentToProseMirrorRootNode } from "@tiptap/y-tiptap";
import * as Y from "yjs";

Object.assign(globalThis, { addEventListener: () => undefined, document: { body: { dataset: { panel: "colombia", seat: "ana" } }, documentElement: { lang: "es", style: {} }, getElementById: () => null } });
const { Rescue, wordsOf } = await import("../../static/ts/documents/rescue.ts");
const { broughtBack, offsetIn, positionOf } = await import("../../static/ts/documents/placing.ts");
const { schema, ROOT } = await import("../../static/ts/documents/schema.ts");
type Lost = import("../../static/ts/documents/rescue.ts").Lost;

const SCHEMA = getSchema(schema(() => true));

/** The document of somebody. */
class Desk {
  readonly doc = new Y.Doc();
  readonly rescue = new Rescue(this.doc);
  readonly lost: Lost[] = [];

  constructor(start?: Uint8Array) {
    this.rescue.lost.hear((lost) => this.lost.push(...lost));
    if (start) this.joins(start);
  }

  get root(): Y.XmlFragment {
    return this.doc.getXmlFragment(ROOT);
  }

  /** What is changed, as it goes to the server. */
  does(change: (root: Y.XmlFragment) => void): Uint8Array {
    const made: Uint8Array[] = [];
    const see = (update: Uint8Array): void => void made.push(update);
    this.doc.on("update", see);
    this.doc.transact(() => change(this.root));
    this.doc.off("update", see);
    return Y.mergeUpdates(made);
  }

  types(at: number, words: string, offset = this.text(at).length): Uint8Array {
    return this.does(() => this.text(at).insert(offset, words));
  }

  hears(update: Uint8Array): void {
    this.rescue.during(update, undefined, () => Y.applyUpdate(this.doc, update, this));
  }

  /** Joins a server that has this. */
  joins(there: Uint8Array): void {
    this.rescue.during(there, Y.encodeStateVectorFromUpdate(there), () => Y.applyUpdate(this.doc, there, this));
  }

  text(at: number): Y.XmlText {
    let one: unknown = this.root.get(at);
    while (one instanceof Y.XmlElement) one = one.get(0);
    return one as Y.XmlText;
  }

  get all(): Uint8Array {
    return Y.encodeStateAsUpdate(this.doc);
  }

  /** The blocks of the text with what was lost brought back, and what has no place. */
  brought(): { blocks: string[]; homeless: string[] } {
    let doc: Node = yXmlFragmentToProseMirrorRootNode(this.root, SCHEMA);
    const homeless: string[] = [];
    for (const one of this.lost.toReversed()) {
      const found = broughtBack(doc, one);
      if (found === "nowhere") homeless.push(wordsOf(one.pieces));
      else if (found !== "there") doc = doc.replace(found.at, found.at, new Slice(found.what, 0, 0));
    }
    doc.check();
    return { blocks: doc.children.map((block) => block.textContent), homeless };
  }
}

function element(name: string, id: string, inside: string | (Y.XmlElement | Y.XmlText)[]): Y.XmlElement {
  const made = new Y.XmlElement(name);
  made.setAttribute("id", id);
  made.insert(0, typeof inside === "string" ? [new Y.XmlText(inside)] : inside);
  return made;
}

const said = (root: Y.XmlFragment, at: number): string => (root.get(at) as Y.XmlElement).toArray().map((one) => (one instanceof Y.XmlText ? one.toString() : "")).join("");

/** What a paragraph becomes, as the editor does it: another element with the same id and words. */
const reshaped: Record<string, (root: Y.XmlFragment, at: number) => void> = {
  heading: (root, at) => again(root, at, (id, words) => element("heading", id, words)),
  list: (root, at) => again(root, at, (id, words) => element("bulletList", "ll", [element("listItem", "ii", [element("paragraph", id, words)])])),
  quotation: (root, at) => again(root, at, (id, words) => element("blockquote", "qq", [element("paragraph", id, words)])),
};

function again(root: Y.XmlFragment, at: number, make: (id: string, words: string) => Y.XmlElement): void {
  const [id, words] = [(root.get(at) as Y.XmlElement).getAttribute("id") ?? "", said(root, at)];
  root.delete(at, 1);
  root.insert(at, [make(id, words)]);
}

function joined(root: Y.XmlFragment, at: number): void {
  const words = said(root, at);
  root.delete(at, 1);
  const before = (root.get(at - 1) as Y.XmlElement).get(0) as Y.XmlText;
  before.insert(before.length, words);
}

/** Two who have the same text and hear each other over a server that has all. */
function two(...paragraphs: string[]): { author: Desk; other: Desk } {
  const first = new Desk();
  first.does((root) => root.push(paragraphs.map((words, n) => element("paragraph", `p${n}`, words))));
  return { author: new Desk(first.all), other: new Desk(first.all) };
}

for (const [name, reshape] of Object.entries(reshaped)) {
  test(`words come back into a paragraph that was made a ${name} meanwhile`, () => {
    const { author, other } = two("Uno.", "Dos.", "Tres.");
    author.types(1, " MIS PALABRAS");
    author.types(1, "ANTES ", 0);
    author.types(1, "EN", 8);

    author.hears(other.does((root) => reshape(root, 1)));

    assert.deepEqual(author.brought(), { blocks: ["Uno.", "ANTES DoENs. MIS PALABRAS", "Tres."], homeless: [] });
    assert.deepEqual(other.lost, []);
  });
}

test("words come back into an item of a list that was indented meanwhile", () => {
  const item = (id: string, words: string): Y.XmlElement => element("listItem", `i${id}`, [element("paragraph", id, words)]);
  const first = new Desk();
  first.does((root) => root.push([element("bulletList", "ll", [item("a", "Uno."), item("b", "Dos.")])]));
  const [author, other] = [new Desk(first.all), new Desk(first.all)];
  const list = (desk: Desk): Y.XmlElement => desk.root.get(0) as Y.XmlElement;
  author.does(() => ((list(author).get(1) as Y.XmlElement).get(0) as Y.XmlElement).insert(1, [new Y.XmlText(" MIS PALABRAS")]));

  author.hears(
    other.does(() => {
      list(other).delete(1, 1);
      (list(other).get(0) as Y.XmlElement).insert(1, [element("bulletList", "nn", [item("b", "Dos.")])]);
    }),
  );

  assert.deepEqual(author.brought(), { blocks: ["Uno.Dos. MIS PALABRAS"], homeless: [] });
});

test("words come back where a paragraph was joined with the one before", () => {
  const { author, other } = two("The first.", "The second.");
  author.types(1, " MIS PALABRAS");

  author.hears(other.does((root) => joined(root, 1)));

  assert.deepEqual(author.brought(), { blocks: ["The first.The second. MIS PALABRAS"], homeless: [] });
});

test("words in a paragraph that was taken away are given back to their author", () => {
  const { author, other } = two("The first.", "The second.");
  author.types(1, " MIS PALABRAS");

  author.hears(other.does((root) => root.delete(1, 1)));

  assert.deepEqual(author.brought(), { blocks: ["The first."], homeless: [" MIS PALABRAS"] });
});

test("words that came to the server too late are brought back by their author alone, who hears of it in a join", () => {
  const { author, other } = two("The first.", "The second.");
  const server = new Desk(author.all);
  server.hears(other.does((root) => reshaped["heading"]?.(root, 1)));
  const sent = author.types(1, " MIS PALABRAS");
  server.hears(sent);
  other.hears(sent);

  author.joins(server.all);

  assert.deepEqual(author.brought(), { blocks: ["The first.", "The second. MIS PALABRAS"], homeless: [] });
  assert.deepEqual(other.lost, []);
  author.joins(server.all);
  assert.equal(author.lost.length, 1);
});

test("who comes back with what they have made anew did not see what was written meanwhile", () => {
  const { author, other } = two("The first.", "The second.");
  const server = new Desk(author.all);
  const vector = server.all;
  other.does((root) => reshaped["heading"]?.(root, 1));
  const sent = author.types(1, " MIS PALABRAS");
  server.hears(sent);
  author.hears(sent);
  const lacking = Y.diffUpdate(other.all, Y.encodeStateVectorFromUpdate(vector));
  other.joins(server.all);

  author.hears(lacking);

  assert.deepEqual(author.brought().blocks, ["The first.", "The second. MIS PALABRAS"]);
});

test("what was taken away by somebody who had seen it stays away", () => {
  const { author, other } = two("The first.", "The second.");
  const sent = author.types(1, " MIS PALABRAS");
  author.hears(sent);
  other.hears(sent);

  author.hears(other.does((root) => root.delete(1, 1)));
  author.hears(other.does(() => other.text(0).delete(0, 3)));

  assert.deepEqual(author.lost, []);
});

test("words that somebody struck out of a text that stands do not come back, even if their author hears of it late", () => {
  const { author, other } = two("The first.", "The second.");
  const server = new Desk(author.all);
  const sent = author.types(1, " MIS PALABRAS");
  for (const desk of [server, other]) desk.hears(sent);
  server.hears(other.does(() => other.text(1).delete(11, 13)));

  author.joins(server.all);

  assert.deepEqual(author.lost, []);
});

test("what its author took away does not come back, and what the other had seen is not doubled", () => {
  const { author, other } = two("The first.", "The second.");
  const sent = author.types(1, " SEEN");
  author.hears(sent);
  other.hears(sent);
  author.types(1, " AND MORE BUT NOT THIS");
  author.does(() => author.text(1).delete(author.text(1).length - 13, 13));

  author.hears(other.does((root) => reshaped["list"]?.(root, 1)));

  assert.deepEqual(author.brought(), { blocks: ["The first.", "The second. SEEN AND MORE"], homeless: [] });
});

test("what the other had seen is not doubled, even if its author heard of nothing before they join again", () => {
  const { author, other } = two("The first.", "The second.");
  const server = new Desk(author.all);
  for (const sent of [author.types(1, " y", 3), author.types(1, " MORE")]) for (const desk of [server, other]) desk.hears(sent);
  server.hears(other.does((root) => reshaped["heading"]?.(root, 1)));

  author.joins(server.all);

  assert.deepEqual(author.brought(), { blocks: ["The first.", "The y second. MORE"], homeless: [] });
});

test("what an earlier page left on the device comes back, too, and is told from what this page wrote", () => {
  const { author, other } = two("The first.", "The second.");
  const server = new Desk(author.all);
  author.types(1, " MIS PALABRAS");
  const later = new Desk();
  Y.applyUpdate(later.doc, author.all);
  server.hears(other.does((root) => reshaped["heading"]?.(root, 1)));

  later.joins(server.all);

  assert.deepEqual(later.brought().blocks, ["The first.", "The second. MIS PALABRAS"]);
  assert.deepEqual(later.lost.map(({ here }) => here), [false]);
});

test("a note and a citation come back with the words, and words within a note", () => {
  const { author, other } = two("The first.", "The second.");
  author.does((root) => {
    const cited = new Y.XmlElement("citation");
    for (const [name, value] of Object.entries({ thread: "k7m2", number: "3", words: "Ana, post 3" })) cited.setAttribute(name, value);
    (root.get(1) as Y.XmlElement).insert(1, [element("footnote", "ff", "At the foot"), cited, new Y.XmlText(" End.")]);
  });

  author.hears(other.does((root) => reshaped["quotation"]?.(root, 1)));

  const { blocks, homeless } = author.brought();
  assert.deepEqual([blocks[1], homeless], ["The second.At the foot End.", []]);
  assert.equal(author.lost.length, 1);
});

test("a paragraph that its author has written alone is not said twice", () => {
  const { author, other } = two("The first.", "The second.");
  other.hears(author.does((root) => root.push([element("paragraph", "pn", "All mine.")])));
  author.types(2, " And more.");

  author.hears(other.does((root) => reshaped["heading"]?.(root, 2)));

  assert.deepEqual(author.brought().blocks, ["The first.", "The second.", "All mine. And more."]);
});

test("several changes of the kind one after the other lose nothing", () => {
  const { author, other } = two("The first.", "The second.");
  author.types(1, " A");
  const first = other.does((root) => reshaped["heading"]?.(root, 1));
  const second = other.does((root) => reshaped["quotation"]?.(root, 1));

  author.hears(Y.mergeUpdates([first, second]));

  assert.deepEqual(author.brought().blocks, ["The first.", "The second. A"]);
});

test("a place is found by the letters that are the same, then by the words around it", () => {
  const at = (now: string, was: string): string => {
    const [before = "", after = ""] = was.split("|");
    const found = offsetIn(now, { block: "p", before, after });
    return `${now.slice(0, found)}|${now.slice(found)}`;
  };

  assert.equal(at("One two three.", "One two| three."), "One two| three.");
  assert.equal(at("New. One two three.", "One two| three."), "New. One two| three.");
  assert.equal(at("One two three. New.", "One two three.|"), "One two three.| New.");
  assert.equal(at("A two-fold, three.", "One two|, three."), "A two-fold|, three.");
  assert.equal(at("Word p08 p17 p1", "Word p08 p17 p18|"), "Word p08 p17 p1|");
  assert.equal(at("One three.", "One tw|o three."), "One t|hree.");
  assert.equal(at("xyz", "|"), "xyz|");
  assert.equal(at("xyz", "abc|def"), "xyz|");
  const doc = SCHEMA.node("doc", null, [SCHEMA.node("paragraph", { id: "other" }, [SCHEMA.text("Quite another.")])]);
  assert.equal(positionOf(doc, { block: "p", before: "One", after: "" }), undefined);
});
