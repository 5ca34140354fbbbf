import assert from "node:assert/strict";
import { test } from "node:test";
import { GAP, pack } from "../../static/ts/papers/pack.ts";

test("cards with room stand where they wish", () => {
  assert.deepEqual(pack([100, 300, 500], [50, 50, 50], 0), [100, 300, 500]);
});

test("a card that would lie on the one above stands below it", () => {
  assert.deepEqual(pack([100, 110, 400], [50, 50, 50], 0), [100, 150 + GAP, 400]);
});

test("nothing stands above the start", () => {
  assert.deepEqual(pack([0, 10], [50, 50], 60), [60, 110 + GAP]);
});

test("what is being written stands level, and those above make room", () => {
  assert.deepEqual(pack([200, 210, 220], [50, 50, 50], 0, 1), [210 - GAP - 50, 210, 260 + GAP]);
});

test("those above make room one after the other", () => {
  const tops = pack([200, 205, 210], [50, 50, 50], 0, 2);

  assert.deepEqual(tops, [210 - 2 * (GAP + 50), 210 - GAP - 50, 210]);
});

test("where there is no room above, all begin at the start", () => {
  assert.deepEqual(pack([0, 10], [50, 50], 0, 1), [0, 50 + GAP]);
});

test("no two ever overlap, in whatever order the wishes come", () => {
  for (let seed = 1; seed < 200; seed++) {
    const wished = Array.from({ length: 8 }, (_, at) => (seed * 7919 * (at + 3)) % 900).sort((one, other) => one - other);
    const heights = wished.map((_, at) => 20 + ((seed * 31 * (at + 1)) % 120));
    const tops = pack(wished, heights, 40, seed % 9 === 8 ? -1 : seed % 8);

    tops.slice(1).forEach((top, at) => assert.ok(top >= (tops[at] ?? 0) + (heights[at] ?? 0) + GAP, `${seed}: ${tops}`));
    assert.ok((tops[0] ?? 0) >= 40);
  }
});
