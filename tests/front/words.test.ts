import assert from "node:assert/strict";
import { test } from "node:test";
import { moment } from "../../static/ts/frame/times.ts";
import { retryAfter } from "../../static/ts/frame/send.ts";
import { fill } from "../../static/ts/words.ts";

test("places are filled, unknown ones stay, and numbers are written as the language does", () => {
  assert.equal(fill("{name} y {other}", "es", { name: "Ana" }), "Ana y {other}");
  assert.equal(fill({ one: "{count} nueva", other: "{count} nuevas" }, "es", { count: 12345 }), "12.345 nuevas");
});

test("a plural takes the form of its count, and the last resort when the form is missing", () => {
  const forms = { one: "{count} intervención", other: "{count} intervenciones" };

  assert.equal(fill(forms, "es", { count: 1 }), "1 intervención");
  assert.equal(fill(forms, "es", { count: 0 }), "0 intervenciones");
  assert.equal(fill(forms, "es", { count: 1_000_000 }), "1.000.000 intervenciones");
});

test("moments are relative up to a week, then absolute, in the reader's zone", () => {
  const now = new Date("2026-03-19T12:00:00Z");
  const said = (at: string, style = "relative", zone = "America/Bogota"): string => moment(new Date(at), style, now, "es", zone);

  assert.equal(said("2026-03-19T11:59:30Z"), "ahora");
  assert.equal(said("2026-03-19T09:00:00Z"), "hace 3 horas");
  assert.equal(said("2026-03-18T11:00:00Z"), "ayer");
  assert.equal(said("2026-03-10T02:00:00Z"), "9 de marzo");
  assert.equal(said("2026-03-10T02:00:00Z", "date", "Europe/Madrid"), "10 de marzo");
  assert.equal(said("2025-03-10T12:00:00Z"), "10 de marzo de 2025");
});

test("days are those of the calendar in the reader's zone, not stretches of 24 hours", () => {
  const said = (at: string, now: string, zone: string): string => moment(new Date(at), "relative", new Date(now), "es", zone);
  const halfPastMidnight = "2026-03-19T05:30:00Z"; // in Bogotá

  assert.equal(said("2026-03-18T04:50:00Z", halfPastMidnight, "America/Bogota"), "anteayer"); // 23:50
  assert.equal(said("2026-03-18T04:50:00Z", halfPastMidnight, "Europe/Madrid"), "ayer"); // 05:50
  assert.equal(said("2026-03-18T05:10:00Z", halfPastMidnight, "America/Bogota"), "ayer"); // 00:10
  assert.equal(said("2026-03-18T06:00:00Z", halfPastMidnight, "America/Bogota"), "hace 23 horas");
  assert.equal(said("2026-03-13T05:10:00Z", halfPastMidnight, "America/Bogota"), "hace 6 días");
  assert.equal(said("2026-03-13T04:50:00Z", halfPastMidnight, "America/Bogota"), "12 de marzo");
  // A day of 25 hours: from its first minutes to its last it is still the same day.
  assert.equal(said("2026-10-24T22:05:00Z", "2026-10-25T22:45:00Z", "Europe/Madrid"), "hace 24 horas");
});

test("Retry-After may be seconds or a date", () => {
  const now = Date.parse("2026-03-19T12:00:00Z");

  assert.equal(retryAfter("3", now), 3000);
  assert.equal(retryAfter("Thu, 19 Mar 2026 12:00:05 GMT", now), 5000);
  assert.equal(retryAfter("soon", now), undefined);
  assert.equal(retryAfter(null, now), undefined);
});
