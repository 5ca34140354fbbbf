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

test("Retry-After may be seconds or a date", () => {
  const now = Date.parse("2026-03-19T12:00:00Z");

  assert.equal(retryAfter("3", now), 3000);
  assert.equal(retryAfter("Thu, 19 Mar 2026 12:00:05 GMT", now), 5000);
  assert.equal(retryAfter("soon", now), undefined);
  assert.equal(retryAfter(null, now), undefined);
});
