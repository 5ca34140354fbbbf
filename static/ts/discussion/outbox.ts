/**
 * Posts on their way. Each has a token from the moment its draft was begun, is kept on this device until the server has
 * answered, and is sent again and again: the token makes that one post. Of all tabs one sends at a time.
 */
import { say } from "../words.ts";
import { keepWords } from "../frame/belongings.ts";
import { alone } from "../frame/locks.ts";
import { seat } from "../frame/page.ts";
import { send, type Outcome } from "../frame/send.ts";
import { signal } from "../frame/signal.ts";
import { changedElsewhere, forget, names, recall } from "../frame/store.ts";
import { newToken } from "../frame/token.ts";
import { signedOut } from "../live/rooms.ts";
import { keepDraft, type Draft } from "./drafts.ts";

/** A post on its way. */
export interface Sending {
  readonly thread: string;
  /** Where it is posted to. */
  readonly action: string;
  readonly parent: string;
  readonly parentName: string;
  /** What goes out beside the words; none: the parent alone. */
  readonly fields?: Readonly<Record<string, string>>;
  readonly token: string;
  readonly words: string;
  readonly at: number;
  /** How often it went out without an answer. */
  readonly tries: number;
}

/** A post has arrived: its element as the server rendered it. */
export const arrived = signal<{ readonly sending: Sending; readonly id: string; readonly html: string; readonly url: string }>();

/** The server did not take it; its words have become a draft again, with the reason. */
export const refused = signal<Draft>();

/** Something was added, has gone, or waits longer. */
export const outboxChanged = signal<void>();

const PREFIX = (): string => `outbox:${seat()}:`;
const nameOf = (sending: Pick<Sending, "token">): string => PREFIX() + sending.token;

/** Pauses between tries, in milliseconds; the last one stays. */
const PAUSES = [1_000, 2_000, 4_000, 8_000, 15_000, 30_000];

/** A server that fails (500) this often on the same post does so because of the post. */
const FAILURES = 6;

let pumping: Promise<void> | undefined;
let timer: number | undefined;
let failures = 0;
let locked = false;

/** What waits to be sent, oldest first. */
export const waiting = (): Sending[] =>
  names(PREFIX())
    .map((name) => recall<Sending>(name))
    .filter((sending) => sending !== undefined)
    .sort((one, other) => one.at - other.at);

/** Takes a post to be sent, at once if possible; false when it is kept in memory only. */
export function post(sending: Sending): boolean {
  const kept = keepWords(nameOf(sending), sending);
  outboxChanged.send();
  hurry();
  return kept;
}

/** Tries again to keep a post on this device, after room was made; true when it is kept or gone already. */
export function keepAgain(token: string): boolean {
  const sending = recall<Sending>(nameOf({ token }));
  return sending === undefined || keepWords(nameOf(sending), sending);
}

/** Takes it back to be edited. What went out without an answer may have arrived: the draft remembers that. */
export function takeBack(token: string): Draft | undefined {
  const sending = recall<Sending>(nameOf({ token }));
  if (!sending) return undefined;
  const { thread, parent, parentName, words } = sending;
  const draft: Draft = { thread, parent, parentName, token, words, at: Date.now(), ...(sending.tries > 0 ? { tried: words } : {}) };
  keepDraft(draft);
  forget(nameOf(sending));
  outboxChanged.send();
  return draft;
}

/** The post has been seen in the thread, so it has arrived whatever became of the answer. */
export function settle(token: string): void {
  if (recall(nameOf({ token })) === undefined) return;
  forget(nameOf({ token }));
  outboxChanged.send();
}

/** Why nothing goes out at the moment, if so: between two tries, or the session has ended. */
export const standstill = (): "pause" | "signed-out" | undefined => (locked ? "signed-out" : timer === undefined ? undefined : "pause");

/** Sends what waits, now. */
export function hurry(): void {
  clearTimeout(timer);
  timer = undefined;
  void pump();
}

/** Sends what an earlier page left, and again whenever there is hope. */
export function startOutbox(): void {
  if (!seat()) return;
  addEventListener("online", hurry);
  addEventListener("pageshow", (event) => event.persisted && hurry());
  changedElsewhere.hear((name) => {
    if (name.startsWith(PREFIX())) outboxChanged.send();
  });
  if (waiting().length > 0) hurry();
}

function pump(): Promise<void> {
  pumping ??= alone(PREFIX(), sendAll)
    .catch((reason: unknown) => {
      console.error("outbox: sending stopped", reason);
      wait(undefined);
    })
    .finally(() => {
      pumping = undefined;
      // Something came while the last one was being sent.
      if (!timer && !locked && waiting().length > 0) void pump();
    });
  return pumping;
}

/** In order, and not past one that has to wait: an answer must not overtake the post it follows. */
async function sendAll(): Promise<void> {
  for (const { token } of waiting()) {
    const sending = recall<Sending>(nameOf({ token }));
    if (sending && !(await sendOne(sending))) return;
  }
}

/** True when the next one may go. */
async function sendOne(sending: Sending): Promise<boolean> {
  if (!navigator.onLine) {
    wait(undefined);
    return false;
  }
  // Before it goes out: a page that dies while sending must remember that it may have arrived.
  keepWords(nameOf(sending), { ...sending, tries: sending.tries + 1 });
  const { words: body, token, parent, fields = { parent } } = sending;
  const outcome = await send("POST", sending.action, { ...fields, body, token });
  locked = outcome.kind === "refused" && outcome.status === 401;
  if (outcome.kind === "later" && !(outcome.status === 500 && ++failures >= FAILURES)) {
    wait(outcome.wait);
    return false;
  }
  failures = 0;
  if (outcome.kind === "done") done(sending, outcome.data);
  else if (locked) {
    signedOut.send();
    outboxChanged.send();
    return false;
  } else giveBack(sending, outcome);
  return true;
}

function done(sending: Sending, data: Record<string, unknown>): void {
  const { id, html, url } = data;
  if (typeof id === "string" && typeof html === "string") arrived.send({ sending, id, html, url: typeof url === "string" ? url : "" });
  forget(nameOf(sending));
  outboxChanged.send();
}

function giveBack(sending: Sending, outcome: Outcome): void {
  const said = outcome.kind === "refused" ? (outcome.fields["body"] ?? outcome.message) : "";
  const { thread, parent, parentName, words } = sending;
  const draft: Draft = { thread, parent, parentName, words, token: newToken(), at: Date.now(), wrong: said || say("This was not accepted. Your words are kept.") };
  keepDraft(draft);
  forget(nameOf(sending));
  outboxChanged.send();
  refused.send(draft);
}

function wait(wish: number | undefined): void {
  const tries = Math.max(0, ...waiting().map((sending) => sending.tries - 1));
  const pause = PAUSES[Math.min(tries, PAUSES.length - 1)] ?? 30_000;
  timer = setTimeout(hurry, Math.max(wish ?? 0, pause * (0.75 + Math.random() / 2)));
  outboxChanged.send();
}
