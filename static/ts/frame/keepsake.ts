/**
 * Forms with words that leave the page when sent (a new thread, the edit page, a mandate): what is typed is kept on this device until
 * the page that shows it has been seen, so that neither a dead zone nor a crash takes it.
 */
import { say } from "../words.ts";
import { keepWords } from "./belongings.ts";
import { seat } from "./page.ts";
import { forget, names, recall } from "./store.ts";

interface Kept {
  readonly path: string;
  readonly fields: Readonly<Record<string, string>>;
  /** What the server had put into the fields when the typing began. */
  readonly given: Readonly<Record<string, string>>;
  readonly sent: boolean;
  /** When it was last changed. */
  readonly at: number;
}

type Field = HTMLInputElement | HTMLTextAreaElement;

/** Keeps the words of these forms, and brings back what an earlier page left. */
export function startKeepsakes(forms: Iterable<HTMLFormElement>): void {
  for (const form of forms) follow(form);
  tidy();
}

const nameOf = (path: string): string => `form:${seat()}:${path}`;

function follow(form: HTMLFormElement): void {
  const path = new URL(form.action).pathname; // the same for a form that comes back refused
  const name = nameOf(path);
  const shown = Object.fromEntries(fieldsOf(form).map((field) => [field.name, field.defaultValue]));
  const kept = recall<Kept>(name);
  // A refused form shows what was sent; what it began with is what counts.
  const given = kept && textsOf(form).every((field) => shown[field.name] === kept.fields[field.name]) ? kept.given : shown;
  if (kept) bringBack(form, kept, given);
  const note = form.querySelector<HTMLElement>(".saved");
  const save = (sent: boolean): void => {
    const fields = Object.fromEntries(valuesOf(form));
    const done = keepWords(name, { path, fields, given, sent, at: Date.now() } satisfies Kept);
    if (!note) return;
    note.hidden = false;
    note.className = done ? "saved" : "count count--over";
    note.textContent = done ? say("Saved on this device") : say("This could not be kept on this device. Leave this page open until it is sent.");
  };
  form.addEventListener("input", () => save(false));
  form.addEventListener("submit", () => save(true));
}

/** Fills in what was kept, unless the server has just given other words (a refused form) or the text has changed since. */
function bringBack(form: HTMLFormElement, kept: Kept, given: Readonly<Record<string, string>>): void {
  const texts = textsOf(form);
  if (texts.some((field) => given[field.name] !== kept.given[field.name])) return;
  let brought = false;
  for (const field of form.elements) {
    if (!(field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement || field instanceof HTMLSelectElement)) continue;
    const value = kept.fields[field.name];
    if (value === undefined || field.name === "revision") continue;
    if (field instanceof HTMLInputElement && field.type === "radio") field.checked = field.value === value;
    else if (field.value !== value) {
      brought ||= texts.includes(field as Field);
      field.value = value;
    }
  }
  const note = form.querySelector<HTMLElement>(".saved");
  if (!brought || !note) return;
  note.textContent = say("Your unsaved words were brought back.");
  note.hidden = false;
}

/** Forms without a token: how their path ends, how that of their page does, and what stands on the page that they lead to. */
const LEADS = [
  { form: /\/body$/, page: "/edit", to: ".posts" },
  { form: /\/mandate$/, page: "/keeping", to: ".mandate" },
] as const;

/** Whether this page is where a form has led to. */
function led({ form, page, to }: (typeof LEADS)[number], path: string): boolean {
  if (!form.test(path) || !document.referrer || !document.querySelector(to)) return false;
  return [path, path.replace(form, page)].includes(new URL(document.referrer).pathname);
}

/** Forgets forms whose words stand in this page: the post of that token, or where an edit led to. */
function tidy(): void {
  for (const name of names(`form:${seat()}:`)) {
    const kept = recall<Kept>(name);
    if (!kept?.sent) continue;
    const token = kept.fields["token"];
    const arrived = token && document.querySelector(`[data-token="${CSS.escape(token)}"]`);
    if (arrived || LEADS.some((one) => led(one, kept.path))) forget(name);
  }
}

const fieldsOf = (form: HTMLFormElement): Field[] =>
  [...form.elements].filter((field): field is Field => field instanceof HTMLTextAreaElement || (field instanceof HTMLInputElement && field.type !== "radio"));

const textsOf = (form: HTMLFormElement): Field[] => fieldsOf(form).filter((field) => field.type !== "hidden");

function* valuesOf(form: HTMLFormElement): Generator<[string, string]> {
  for (const [name, value] of new FormData(form)) if (typeof value === "string") yield [name, value];
}
