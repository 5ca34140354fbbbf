import assert from "node:assert/strict";
import { test } from "node:test";
import { Backoff } from "../../node_modules/socket.io-client/build/esm/contrib/backo2.js";
import { BROKEN, pause } from "../../static/ts/live/returning.ts";

const TABS = 2_000;
const SLICE = 250; // milliseconds

/** How many tabs come back in the fullest quarter of a second, and within how many of these all come. */
function crowd(waits: readonly number[]): { fullest: number; slices: number } {
  const counts = new Map<number, number>();
  for (const wait of waits) counts.set(Math.floor(wait / SLICE), (counts.get(Math.floor(wait / SLICE)) ?? 0) + 1);
  return { fullest: Math.max(...counts.values()), slices: counts.size };
}

/** The first pauses of a tab whose line broke, as Socket.IO draws them. */
function breaks(tries: number): number[] {
  const { reconnectionDelay: min, reconnectionDelayMax: max, randomizationFactor: jitter } = BROKEN;
  const backoff = new Backoff({ min, max, jitter });
  return Array.from({ length: tries }, () => backoff.duration());
}

test("two thousand tabs to which a server has said farewell come back spread over two seconds and a half", () => {
  const { fullest, slices } = crowd(Array.from({ length: TABS }, pause));

  assert.equal(slices, 10);
  assert.ok(fullest < (TABS / 10) * 1.4, `${fullest} at once`);
});

test("two thousand tabs whose server was killed come back spread over a second, and later over more", () => {
  const drawn = Array.from({ length: TABS }, () => breaks(3));
  const [first, , third] = [0, 1, 2].map((turn) => crowd(drawn.map((waits) => waits[turn] ?? 0)));

  assert.ok(first && third);
  assert.ok(first.slices >= 4);
  assert.ok(first.fullest < TABS / 3, `${first.fullest} at once`);
  assert.ok(third.slices >= 4 * 4 - 1);
  assert.ok(third.fullest < TABS / 8, `${third.fullest} at once`);
});

test("who has tried for long tries every quarter of a minute, and not all at once", () => {
  const last = Array.from({ length: 200 }, () => breaks(12).at(-1) ?? 0);

  assert.ok(last.every((wait) => wait <= BROKEN.reconnectionDelayMax));
});
