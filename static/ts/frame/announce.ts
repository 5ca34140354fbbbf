/**
 * What a screen reader hears, politely and never in bursts: sentences that come close together are said as one, and
 * counts of the same kind are added up before they are said.
 */
import { say } from "../words.ts";

/** Quiet time before something is said, and between two announcements of counts. */
const SETTLE = 700;
const BETWEEN = 8_000;

let waiting: string[] = [];
let timer: number | undefined;
const counts = new Map<string, number>();
let countTimer: number | undefined;
let lastCount = 0;

/** Says a sentence soon; the same sentence twice in a row is said once. */
export function announce(sentence: string): void {
  if (sentence && !waiting.includes(sentence)) waiting.push(sentence);
  timer ??= setTimeout(speak, SETTLE);
}

/** Adds to a count that will be said in one sentence, for example "{count} new posts". */
export function announceCount(english: string, more = 1): void {
  counts.set(english, (counts.get(english) ?? 0) + more);
  countTimer ??= setTimeout(sayCounts, Math.max(SETTLE, lastCount + BETWEEN - Date.now()));
}

/** What was to be counted has been seen meanwhile. */
export function forgetCount(english: string): void {
  counts.delete(english);
}

function sayCounts(): void {
  countTimer = undefined;
  lastCount = Date.now();
  for (const [english, count] of counts) announce(say(english, { count }));
  counts.clear();
}

function speak(): void {
  timer = undefined;
  const place = document.querySelector<HTMLElement>("[data-announce]");
  if (place) place.textContent = waiting.join(" ");
  waiting = [];
}
