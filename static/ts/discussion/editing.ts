/** Editing one's own post where it stands. The form is that of the edit page; what is typed is kept on this device. */
import { say } from "../words.ts";
import { announce } from "../frame/announce.ts";
import { complain } from "../frame/dialogs.ts";
import { tellRoom } from "../frame/limits.ts";
import { seat } from "../frame/page.ts";
import { page as fetchPage, send } from "../frame/send.ts";
import { forget, keep, recall } from "../frame/store.ts";
import { focusOn, leaving } from "../live/apply.ts";
import { catchUpAll } from "../live/rooms.ts";
import { permalink } from "./posts.ts";

/** The open edit forms by post, so that none is opened twice. */
const forms = new Map<HTMLElement, HTMLFormElement>();

/** Shows what was being written in a post that went away. */
export type Rescue = (words: string) => void;

/** Opens the edit links of the thread in place; `rescue` gets the words of a post that goes while it is edited. */
export function startEditing(list: HTMLElement, rescue: Rescue): void {
  list.addEventListener("click", (event) => {
    const link = event.target instanceof Element ? event.target.closest<HTMLAnchorElement>(".own-only a") : null;
    const item = link?.closest<HTMLElement>(".post-item");
    if (!link || !item || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    void edit(item);
  });
  leaving.hear((at) => {
    for (const [item, form] of forms) {
      if (!at.contains(item) && !item.contains(at)) continue;
      const words = field(form)?.value ?? "";
      if (at.contains(form) && words.trim()) rescue(words);
      if (at.contains(form)) forms.delete(item);
    }
  });
}

/** Opens the edit form inside the post. */
export async function edit(item: HTMLElement): Promise<void> {
  const opened = forms.get(item);
  if (opened?.isConnected) return field(opened)?.focus();
  const address = `${permalink(item).replace(/[?#].*$/, "")}/edit`;
  const form = await fetchForm(address);
  const area = form && field(form);
  if (!form || !area) {
    announce(say("This could not be loaded. Try again."));
    return;
  }
  forms.set(item, form);
  prepare(item, form, area);
  const behind = [...item.querySelectorAll<HTMLElement>(".prose, .acts")];
  for (const element of behind) {
    element.dataset["behind"] = "";
    element.hidden = true;
  }
  item.querySelector(".post__in")?.append(form);
  area.focus();
}

function prepare(item: HTMLElement, form: HTMLFormElement, area: HTMLTextAreaElement): void {
  const name = `edit:${seat()}:${item.id}`;
  // Fields of several forms may stand on one page; their names must stay their own.
  for (const element of form.querySelectorAll("[id]")) {
    const id = element.id;
    element.id = `${item.id}-${id}`;
    form.querySelector(`label[for="${CSS.escape(id)}"]`)?.setAttribute("for", element.id);
    for (const user of form.querySelectorAll(`[aria-describedby~="${CSS.escape(id)}"]`)) user.setAttribute("aria-describedby", element.id);
  }
  form.dataset["kept"] = "";
  form.removeAttribute("data-module");
  const kept = recall<string>(name);
  const count = form.querySelector<HTMLElement>("[data-count]");
  const before = area.value;
  if (kept !== undefined && kept !== before) {
    area.value = kept;
    announce(say("Your unsaved words were brought back."));
  }
  const note = document.createElement("span");
  note.className = "saved";
  note.hidden = kept === undefined || kept === before;
  note.textContent = say("Your unsaved words were brought back.");
  form.querySelector(".form__acts")?.append(note);
  area.addEventListener("input", () => {
    const done = keep(name, area.value);
    note.hidden = false;
    note.className = done ? "saved" : "count count--over";
    note.textContent = done ? say("Saved on this device") : say("This could not be kept on this device. Leave this page open until it is sent.");
    if (count) tellRoom(area, count);
  });
  area.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      form.requestSubmit();
    }
  });
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (form.getAttribute("aria-busy")) return;
    form.setAttribute("aria-busy", "true");
    const fields = Object.fromEntries([...new FormData(form)].map(([key, value]) => [key, String(value)]));
    const sent = area.value;
    const outcome = await send("POST", form.action, fields);
    form.removeAttribute("aria-busy");
    if (outcome.kind !== "done") {
      keep(name, area.value);
      return complain(form, outcome);
    }
    // Another window may be editing the same post: its words stay kept.
    if (recall(name) === sent) forget(name);
    close(item, form);
    catchUpAll();
  });
  // Leaving without saving keeps what was typed: it is there again when the form is opened anew.
  form.querySelector<HTMLAnchorElement>(".form__acts a")?.addEventListener("click", (event) => {
    event.preventDefault();
    close(item, form);
  });
}

function close(item: HTMLElement, form: HTMLFormElement): void {
  forms.delete(item);
  form.remove();
  for (const element of item.querySelectorAll<HTMLElement>("[data-behind]")) {
    delete element.dataset["behind"];
    element.hidden = false;
  }
  focusOn(item);
}

async function fetchForm(address: string): Promise<HTMLFormElement | undefined> {
  try {
    const page = await fetchPage(address);
    const form = page?.querySelector<HTMLFormElement>('main form[action$="/body"]');
    return form ? document.importNode(form, true) : undefined;
  } catch (reason) {
    console.warn("editing: the form cannot be had", reason);
    return undefined;
  }
}

const field = (form: HTMLFormElement): HTMLTextAreaElement | null => form.querySelector("textarea[name=body]");
