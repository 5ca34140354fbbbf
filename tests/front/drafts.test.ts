import assert from "node:assert/strict";
import { test } from "node:test";

/** Only what the modules touch of a page; storage can be told to refuse. */
const kept = new Map<string, string>();
let full = false;
Object.assign(globalThis, {
  addEventListener: () => undefined,
  document: { body: { dataset: { seat: "ana" } }, documentElement: { lang: "es" } },
  localStorage: {
    get length() {
      return kept.size;
    },
    key: (index: number) => [...kept.keys()][index] ?? null,
    getItem: (name: string) => kept.get(name) ?? null,
    setItem: (name: string, text: string) => {
      if (full) throw new DOMException("full", "QuotaExceededError");
      kept.set(name, text);
    },
    removeItem: (name: string) => kept.delete(name),
  },
});
const { begin, draftsOf, forgetDraft, keepDraft } = await import("../../static/ts/discussion/drafts.ts");
const { newToken } = await import("../../static/ts/frame/token.ts");

test("drafts are kept for each answered post, last changed first, and an empty one is forgotten", () => {
  const whole = { ...begin("t"), words: "al hilo", at: 1 };
  const answer = { ...begin("t", "5", "Ana"), words: "a la cinco", at: 2 };
  keepDraft(whole);
  keepDraft(answer);
  keepDraft({ ...begin("otro"), words: "aparte" });

  assert.deepEqual(draftsOf("t").map((draft) => [draft.parent, draft.words]), [["5", "a la cinco"], ["", "al hilo"]]);

  keepDraft({ ...answer, words: " " });
  forgetDraft(whole);
  assert.deepEqual(draftsOf("t"), []);
});

test("what a full device cannot keep is said, and still there as long as the page is", () => {
  const draft = { ...begin("lleno"), words: "no cabe" };
  full = true;

  assert.equal(keepDraft(draft), false);
  assert.deepEqual(draftsOf("lleno").map(({ words }) => words), ["no cabe"]);

  full = false;
  assert.equal(keepDraft(draft), true);
});

test("a token is a version 4 uuid in hexadecimal", () => {
  assert.match(newToken(), /^[0-9a-f]{12}4[0-9a-f]{3}[89ab][0-9a-f]{15}$/);
});
