import assert from "node:assert/strict";
import { test } from "node:test";

/** Only what the modules touch of a page: one's own seat and name, and what is kept on the device. */
const kept = new Map<string, string>();
const dataset: Record<string, string> = {};
Object.assign(globalThis, {
  addEventListener: () => undefined,
  document: { body: { dataset }, documentElement: { lang: "es" } },
  localStorage: {
    get length() {
      return kept.size;
    },
    key: (index: number) => [...kept.keys()][index] ?? null,
    getItem: (name: string) => kept.get(name) ?? null,
    setItem: (name: string, text: string) => void kept.set(name, text),
    removeItem: (name: string) => kept.delete(name),
  },
});
const { belongings, keepWords, leave, startBelongings } = await import("../../static/ts/frame/belongings.ts");
const { begin, draftsOf, keepDraft } = await import("../../static/ts/discussion/drafts.ts");
const { keep, recall } = await import("../../static/ts/frame/store.ts");
const DAY = 24 * 60 * 60 * 1000;

/** Opens a page: of a panel, as somebody with a seat there, or one without a panel, as somebody or nobody. */
function opens(person: string, seat = ""): void {
  Object.assign(dataset, { person, seat });
  startBelongings();
}

test("words of all one's seats are one's own, whatever was begun, and nobody else's are", () => {
  kept.clear();
  for (const [person, seat] of [["ana", "ana-co"], ["ana", "ana-mx"], ["eva", "eva-co"]] as const) {
    opens(person, seat);
    keepDraft({ ...begin("t"), token: seat, words: `de ${seat}` });
  }
  opens("ana", "ana-co");
  keepWords("outbox:ana-co:1", { at: Date.now() });
  keepWords("form:ana-co:/p/co/threads", { at: Date.now() });

  opens("ana");
  assert.deepEqual(belongings().sort(), ["draft:ana-co:t:ana-co", "draft:ana-mx:t:ana-mx", "form:ana-co:/p/co/threads", "outbox:ana-co:1"]);
  opens("eva");
  assert.deepEqual(belongings(), ["draft:eva-co:t:eva-co"]);
  opens("");
  assert.deepEqual(belongings(), []);
});

test("who signs out takes the words along, also out of pages that stay open, and leaves those of others", () => {
  kept.clear();
  opens("eva", "eva-co");
  keepDraft({ ...begin("t"), words: "de Eva" });
  opens("ana", "ana-co");
  const draft = { ...begin("t"), words: "de Ana" };
  assert.equal(keepDraft(draft), true);
  keep("keys", true);

  leave();
  assert.equal(keepDraft({ ...draft, words: "de Ana, en otra pestaña" }), false);

  const words = [...kept.keys()].filter((name) => /^mesa:(draft|outbox|form):/.test(name));
  assert.deepEqual(words.map((name) => name.split(":")[2]), ["eva-co"]);
  assert.deepEqual(draftsOf("t").map((one) => one.words), ["de Ana, en otra pestaña"]);
  assert.equal(recall("keys"), true);
});

test("who comes back keeps words again", () => {
  kept.clear();
  opens("ana", "ana-co");
  leave();

  opens("ana", "ana-co");

  assert.equal(keepDraft({ ...begin("t"), words: "de vuelta" }), true);
});

test("drafts that nobody has touched for 90 days are given up, whoever wrote them; what waits to be sent is not", () => {
  kept.clear();
  const now = Date.now();
  opens("eva", "eva-co");
  keepDraft({ ...begin("t"), token: "vieja", words: "vieja", at: now - 91 * DAY });
  keepDraft({ ...begin("t"), token: "nueva", words: "nueva", at: now - 89 * DAY });
  keepWords("form:eva-co:/p/co/threads", { at: now - 91 * DAY });
  keepWords("form:eva-co:/p/co/threads/1/posts/2/body", { fields: {} });
  keepWords("outbox:eva-co:1", { at: now - 91 * DAY });

  opens("ana", "ana-co");
  opens("eva");
  assert.deepEqual(belongings().sort(), ["draft:eva-co:t:nueva", "form:eva-co:/p/co/threads/1/posts/2/body", "outbox:eva-co:1"]);

  // One of unknown age counts from the day on which it was first seen.
  startBelongings(now + 89 * DAY);
  assert.ok(belongings().includes("form:eva-co:/p/co/threads/1/posts/2/body"));
  startBelongings(now + 91 * DAY);
  assert.deepEqual(belongings(), ["outbox:eva-co:1"]);
});

test("words of a text are one's own whichever tab wrote them, and those that were refused go after 90 days", () => {
  kept.clear();
  const now = Date.now();
  opens("ana", "ana-co");
  keep("text:ana-co:papel", { database: "x", at: now });
  for (const tab of ["una", "otra"]) keep(`unsent:ana-co:papel:${tab}`, { at: now, stamp: tab });
  keepWords("lost:ana-co:papel:vieja", { reason: "", words: "viejas", at: now - 91 * DAY });
  keepWords("lost:ana-co:papel:nueva", { reason: "", words: "nuevas", at: now });

  startBelongings(now);
  assert.deepEqual(belongings().sort(), ["lost:ana-co:papel:nueva", "unsent:ana-co:papel:otra", "unsent:ana-co:papel:una"]);

  leave();
  assert.deepEqual(belongings(), []);
});
