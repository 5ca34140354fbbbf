import assert from "node:assert/strict";
import { test } from "node:test";
import type { Push } from "../../static/ts/live/pushes.ts";
import { Room, type Head, type Lack } from "../../static/ts/live/room.ts";

const nothing = (seq: number, mark = "m"): Push => ({ room: "thread:t", seq, mark, op: "none" });
const head = (seq: number, mark = "m") => ({ seq, mark });

/** A room at a number, on a server that has had so many facts; what it applied and asked for. */
function followed(at: number, last: number, answer?: (from: number) => Lack) {
  const applied: number[] = [];
  const asked: number[] = [];
  const marks: string[] = [];
  const server = { last, fails: 0, swaps: 0, lost: 0 };
  const page = {
    apply: (push: Push) => void applied.push(push.seq),
    swap: async (lost: boolean) => {
      server.swaps++;
      if (lost) server.lost++;
      return server.last;
    },
  };
  const since = async (_: string, { seq: from, mark }: Head): Promise<Lack> => {
    asked.push(from);
    marks.push(mark);
    if (server.fails-- > 0) throw new Error("the line is down");
    if (answer) return answer(from);
    const missed = Array.from({ length: Math.max(0, server.last - from) }, (_, index) => nothing(from + 1 + index));
    return { pushes: missed, seq: server.last, mark: "m", lost: false };
  };
  return { room: new Room("thread:t", at, page, since), applied, asked, marks, server };
}

const settled = (): Promise<void> => new Promise((done) => setTimeout(done, 5));

test("the next push is applied, an old one is passed over, and nothing is asked", async () => {
  const { room, applied, asked } = followed(4, 5);

  room.hear(nothing(5));
  room.hear(nothing(5));
  room.hear(nothing(3));

  assert.deepEqual([applied, asked, room.seq], [[5], [], 5]);
});

test("a gap is asked for once, and everything is applied once and in order", async () => {
  const { room, applied, asked, server } = followed(4, 8);

  room.hear(nothing(7));
  room.hear(nothing(8));
  await settled();
  server.last = 9;
  room.hear(nothing(9));

  assert.deepEqual([applied, asked], [[5, 6, 7, 8, 9], [4]]);
});

test("what comes early and is newer than the answer waits for its turn", async () => {
  const { room, applied } = followed(4, 6, (from) => ({ pushes: [nothing(5), nothing(6)].filter((push) => push.seq > from), seq: 6, mark: "m", lost: false }));

  room.hear(nothing(7));
  await settled();

  assert.deepEqual(applied, [5, 6, 7]);
});

test("a heartbeat that is ahead makes it catch up, one that is level does not", async () => {
  const { room, applied, asked } = followed(4, 6);

  room.beat(head(4));
  assert.deepEqual(asked, []);
  room.beat(head(6));
  await settled();

  assert.deepEqual(applied, [5, 6]);
});

test("a failed question is asked again by the next heartbeat", async () => {
  const { room, server } = followed(4, 6);
  server.fails = 1;

  room.beat(head(6));
  await settled();
  assert.equal(room.seq, 4);
  room.beat(head(6));
  await settled();

  assert.equal(room.seq, 6);
});

test("too much to tell: the page is taken anew, and goes on from its number", async () => {
  const { room, applied, server } = followed(4, 900, () => ({ pushes: null, seq: 900, mark: "m", lost: false }));

  room.beat(head(900));
  await settled();
  room.hear(nothing(901));

  assert.deepEqual([server.swaps, server.lost, applied, room.seq], [1, 0, [901], 901]);
});

test("a server that stays behind us lost its past: its page is taken", async () => {
  const { room, server } = followed(9, 3);

  for (let beat = 0; beat < 3; beat++) room.beat(head(3));
  await settled();

  assert.deepEqual([server.swaps, room.seq], [1, 3]);
});

test("a server that is behind what we had when we asked lost its past: its page is taken at once", async () => {
  const { room, server } = followed(9, 3);

  room.entered(head(3), room.head);
  await settled();

  assert.deepEqual([server.lost, room.seq], [1, 3]);
});

test("a push that came while we asked is no past that was lost", async () => {
  const { room, server } = followed(4, 4);
  const asked = room.head;

  room.hear(nothing(5));
  room.entered(head(4), asked);
  await settled();

  assert.deepEqual([server.swaps, room.seq], [0, 5]);
});

test("the same number of another past is noticed on entering, and by a heartbeat", async () => {
  const { room, server } = followed(4, 5);
  room.hear(nothing(5));

  room.entered(head(5), room.head);
  room.beat(head(5));
  await settled();
  assert.equal(server.swaps, 0);

  room.entered(head(5, "other"), room.head);
  await settled();
  assert.equal(server.lost, 1);
  room.beat(head(5, "other"));
  room.beat(head(5, "again other"));
  await settled();
  assert.equal(server.lost, 2);
});

test("what we lack is asked for with our mark, and a past that was lost is followed by nothing", async () => {
  const { room, applied, marks, server } = followed(4, 7, (from) => ({ pushes: from === 5 ? null : [], seq: 7, mark: "other", lost: from === 5 }));
  room.hear(nothing(5));

  room.entered(head(7, "other"), room.head);
  await settled();

  assert.deepEqual([marks, applied, server.lost, room.seq], [["m"], [5], 1, 7]);
});

test("a server whose answers never reach a push that came does not make us ask in circles", async () => {
  const { room, asked } = followed(4, 4);

  room.hear(nothing(9));
  await settled();

  assert.ok(asked.length <= 2, `${asked.length} questions`);
});
