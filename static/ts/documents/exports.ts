/**
 * Files that are made of papers and threads: asked for without leaving the page, followed by their jobs' rooms, and told of when they
 * are ready, on whatever page of the panel one is by then.
 */
import { say } from "../words.ts";
import { announce } from "../frame/announce.ts";
import { complain } from "../frame/dialogs.ts";
import { alone } from "../frame/locks.ts";
import { calm, seat } from "../frame/page.ts";
import { page as fetchPage, send } from "../frame/send.ts";
import { forget, keep, names, recall } from "../frame/store.ts";
import { element, focusOn, morph, replace } from "../live/apply.ts";
import type { Part } from "../live/pushes.ts";
import { answered, follow, listen, theLine, unfollow } from "../live/rooms.ts";
import { openLine } from "../live/socket.ts";
import { tell, type Ready } from "./ready.ts";

/** What this browser has asked for and not been told of yet. */
interface Errand {
  readonly format: string;
  readonly title: string;
  /** The page of the exports, where it can be looked up. */
  readonly page: string;
  /** When it was asked for. */
  readonly at: number;
}

/** Who has not come back for so long has forgotten it. Milliseconds. */
const STAY = 24 * 60 * 60 * 1000;

/** How long a visitor's page, which hears nothing by itself, waits before it looks again, and how often. */
const LOOK = 2_000;
const LOOKS = 60;

const PREFIX = "export:";
const mine = (): string => `${PREFIX}${seat()}:`;
const nameOf = (room: string): string => mine() + room.replace(/^job:/, "");
const rows = (): HTMLElement[] => [...document.querySelectorAll<HTMLElement>('.export[data-room^="job:"]')];
const jobIn = (at: Element): HTMLElement | null => (at.matches("[data-job]") ? (at as HTMLElement) : at.querySelector<HTMLElement>("[data-job]"));
const ended = (job: HTMLElement): boolean => job.dataset["state"] === "done" || job.dataset["state"] === "failed";

/** Makes the buttons work, and follows what is being made. */
export function startExports(): void {
  if (!seat()) return void lookAgain();
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!(form instanceof HTMLFormElement) || !form.matches("form[data-exports]") || !(event.submitter instanceof HTMLButtonElement)) return;
    event.preventDefault();
    void ask(form, event.submitter);
  });
  answered.hear(({ room, refused }) => refused && room.startsWith("job:") && forget(nameOf(room)));
  for (const row of rows()) followRoom(row.dataset["room"] ?? "", Number(row.dataset["seq"]));
  for (const name of names(mine())) {
    const errand = recall<Errand>(name);
    if (!errand || Date.now() - errand.at > STAY) forget(name);
    else followRoom(`job:${name.slice(mine().length)}`, 0);
  }
}

const followed = new Set<string>();

function followRoom(room: string, seq: number): void {
  if (!room || followed.has(room)) return;
  followed.add(room);
  follow(room, seq, {
    apply: (push) => push.op === "replace" && take(room, push.parts ?? []),
    // Too much has happened to be told one by one: its page says how it stands.
    swap: async () => {
      const errand = recall<Errand>(nameOf(room));
      const fresh = (await fetchPage(errand?.page ?? location.href))?.querySelector<HTMLElement>(`.export[data-room="${CSS.escape(room)}"]`);
      const job = fresh && jobIn(fresh);
      if (!fresh || !job) throw new Error("the page of the exports cannot be had");
      take(room, [{ id: job.id, html: job.outerHTML }]);
      return Number(fresh.dataset["seq"]);
    },
  });
  if (!theLine()) listen(openLine());
}

/** Puts the present state of a job in its place, and tells when it has ended. */
function take(room: string, parts: readonly Part[]): void {
  for (const { id, html } of parts) {
    const shown = replace(id, html);
    const job = jobIn(element(html));
    if (job && ended(job)) void end(room, job, shown);
  }
}

async function end(room: string, job: HTMLElement, shown: boolean): Promise<void> {
  const name = nameOf(room);
  const errand = recall<Errand>(name);
  if (!shown) leave(room);
  if (!errand) return;
  await seen();
  // One tab tells it, the one that is looked at.
  if (!(await alone("exports", async () => claimed(name)))) return;
  const ready = readyOf(errand, job);
  if (shown) announce(ready.words);
  else tell(ready);
}

function leave(room: string): void {
  followed.delete(room);
  unfollow(room);
}

function claimed(name: string): boolean {
  const there = recall<Errand>(name) !== undefined;
  forget(name);
  return there;
}

/** Waits until this tab is looked at. */
const seen = (): Promise<void> =>
  new Promise((go) => {
    const look = (): void => {
      if (document.hidden) return;
      document.removeEventListener("visibilitychange", look);
      go();
    };
    document.addEventListener("visibilitychange", look);
    look();
  });

function readyOf({ format, title, page }: Errand, job: HTMLElement): Ready {
  const file = fileOf(job);
  return file
    ? { words: say("“{title}” is ready as {format}.", { title, format }), link: say("Download"), href: file, file: true }
    : { words: say("“{title}” could not be made as {format}.", { title, format }), link: say("See why"), href: page, file: false };
}

const fileOf = (job: HTMLElement): string | undefined => job.querySelector<HTMLAnchorElement>('a[href*="/exports/"]')?.href;

async function ask(form: HTMLFormElement, button: HTMLButtonElement): Promise<void> {
  if (form.getAttribute("aria-busy")) return;
  form.setAttribute("aria-busy", "true");
  const fields = new URLSearchParams([...new FormData(form)].map(([name, value]) => [name, String(value)]));
  if (button.name) fields.set(button.name, button.value);
  const outcome = await send("POST", form.action, fields);
  form.removeAttribute("aria-busy");
  const room = outcome.kind === "done" ? String(outcome.data["room"] ?? "") : "";
  if (outcome.kind !== "done" || !room) return complain(form, outcome);
  for (const wrong of form.querySelectorAll<HTMLElement>("[data-wrong]")) wrong.hidden = true;
  taken(form, button, room, Number(outcome.data["seq"]), String(outcome.data["html"]));
}

function taken(form: HTMLFormElement, button: HTMLButtonElement, room: string, seq: number, html: string): void {
  const row = element(html);
  const job = jobIn(row);
  const at = document.getElementById(row.id);
  const format = (button.querySelector("b") ?? row.querySelector("h2"))?.textContent.trim() ?? "";
  const title = document.querySelector("h1.name, [data-title]")?.textContent.trim() ?? "";
  if (at) {
    const pressed = at.contains(document.activeElement);
    replace(row.id, html);
    // The button is gone: what stands in its place is where one goes on from.
    const shown = jobIn(at);
    if (pressed && shown) focusOn(shown.querySelector<HTMLElement>("a[href]") ?? shown);
  }
  if (job && ended(job)) return at ? undefined : fetched(form, job);
  const which = new URLSearchParams([...new FormData(form)].filter(([name]) => name !== "format").map(([name, value]) => [name, String(value)]));
  const page = `${form.action}?${which}`;
  keep(nameOf(room), { format, title: titleOf() || title, page, at: Date.now() } satisfies Errand);
  const words = say("{format}: it is being made. You can go on meanwhile, and are told when it is ready.", { format });
  note(form, words);
  announce(words);
  followRoom(room, seq);
}

const titleOf = (): string | undefined => document.querySelector<HTMLElement>("#exports")?.dataset["title"];

/** It was made before: it comes at once. */
function fetched(form: HTMLFormElement, job: HTMLElement): void {
  const href = fileOf(job);
  if (!href) return void location.assign(form.action);
  const link = document.createElement("a");
  link.href = href;
  link.download = "";
  link.click();
}

function note(form: HTMLFormElement, words: string): void {
  const place = form.querySelector<HTMLElement>("[data-exports-said]");
  if (!place) return;
  place.textContent = words;
  place.hidden = false;
  // On a phone it stands below what was pressed, out of sight.
  place.scrollIntoView({ block: "nearest", behavior: calm() ? "instant" : "smooth" });
}

/** A visitor's page has no line: while something is being made it looks again by itself. */
async function lookAgain(): Promise<void> {
  for (let looks = 0; looks < LOOKS && document.querySelector("#exports[data-begun]"); looks++) {
    await new Promise((go) => setTimeout(go, LOOK));
    const fresh = (await fetchPage(location.href))?.querySelector("main");
    const main = document.querySelector("main");
    if (fresh && main) morph(main, fresh, true);
  }
}
