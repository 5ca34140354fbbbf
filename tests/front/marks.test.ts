import assert from "node:assert/strict";
import { test } from "node:test";
import { nextMark, outsideBoth } from "../../static/ts/discussion/marks.ts";

test("the mark stops before the first post that was not seen, loaded or not", () => {
  assert.equal(nextMark(2, [5, 8], undefined, 9), 4);
  assert.equal(nextMark(2, [8], 6, 9), 5);
});

test("the mark reaches what is loaded and no further, and never goes back", () => {
  assert.equal(nextMark(2, [], undefined, 9), 9);
  assert.equal(nextMark(7, [4], undefined, 9), 7);
  assert.equal(nextMark(0, [], undefined, 0), 0);
});

test("two stretches that become one know what is unread outside both, or err on the safe side", () => {
  assert.equal(outsideBoth(undefined, 3, new Set([3])), undefined);
  assert.equal(outsideBoth(60, 60, new Set([1, 2])), 60);
  assert.equal(outsideBoth(51, 101, new Set([51, 52])), 101);
  assert.equal(outsideBoth(51, 1, new Set([1, 2, 51, 52])), 53);
});
