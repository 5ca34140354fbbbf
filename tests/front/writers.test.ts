import assert from "node:assert/strict";
import { test } from "node:test";
import { Writers } from "../../static/ts/discussion/writers.ts";

/** Those who write, and the names that were told last. */
function room() {
  const told = { names: [] as readonly string[] };
  return { told, writers: new Writers((names) => void (told.names = names)) };
}

test("who writes is told until their post comes, or for a while", (context) => {
  context.mock.timers.enable({ apis: ["setTimeout", "Date"], now: 1_000_000 });
  const { told, writers } = room();

  writers.writes("a", "Ana");
  writers.writes("e", "Eva");
  writers.writes("a", "Ana");
  assert.deepEqual(told.names, ["Ana", "Eva"]);

  writers.posted("a");
  assert.deepEqual(told.names, ["Eva"]);

  context.mock.timers.tick(6_000);
  assert.deepEqual(told.names, []);
});

test("a notice that comes after the post is not believed, one of later words is", (context) => {
  context.mock.timers.enable({ apis: ["setTimeout", "Date"], now: 1_000_000 });
  const { told, writers } = room();

  writers.posted("a");
  context.mock.timers.tick(150);
  writers.writes("a", "Ana");
  assert.deepEqual(told.names, []);

  context.mock.timers.tick(850);
  writers.writes("a", "Ana");
  assert.deepEqual(told.names, ["Ana"]);
});
