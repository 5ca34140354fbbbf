/**
 * Dialogs, and forms that are sent without leaving the page: what is wrong stands beside the field, what was typed stays,
 * and focus returns to where it was.
 */
import { say } from "../words.ts";
import { catchUpAll } from "../live/rooms.ts";
import { shown } from "./page.ts";
import { send, type Outcome } from "./send.ts";

/** Opens a dialog; focus goes back to `opener` when it closes, also when a menu that held it is gone by then. */
export function open(dialog: HTMLDialogElement, opener?: HTMLElement | null): void {
  for (const wrong of dialog.querySelectorAll<HTMLElement>("[data-wrong], .wrong")) wrong.hidden = true;
  dialog.showModal();
  // "close" comes a task after the dialog has closed: by then somebody may have gone on elsewhere.
  const gone = (now: Element | null): boolean => now instanceof HTMLElement && now !== document.body && !dialog.contains(now) && shown(now);
  dialog.addEventListener("close", () => gone(document.activeElement) || (opener?.isConnected && opener.focus({ preventScroll: true })), { once: true });
}

/** Makes the dialogs of a page work: `data-opens` names one, `data-close` closes it, a press beside it too. */
export function startDialogs(): void {
  document.addEventListener("click", (event) => {
    if (!(event.target instanceof Element)) return;
    const opener = event.target.closest<HTMLElement>("[data-opens]");
    const dialog = opener && document.getElementById(opener.dataset["opens"] ?? "");
    if (dialog instanceof HTMLDialogElement) open(dialog, opener);
    else if (event.target.closest("[data-close]")) event.target.closest("dialog")?.close();
  });
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || !(form instanceof HTMLFormElement) || !form.matches("dialog form, form[data-enhance], .moderate form")) return;
    event.preventDefault();
    void submit(form, event.submitter);
  });
}

/** Sends a form and says what came of it; true when it is done. */
export async function submit(form: HTMLFormElement, submitter?: HTMLElement | null): Promise<boolean> {
  if (form.getAttribute("aria-busy")) return false;
  form.setAttribute("aria-busy", "true");
  try {
    const outcome = await send(methodOf(form), form.action, fieldsOf(form, submitter));
    if (outcome.kind !== "done") {
      complain(form, outcome);
      return false;
    }
    form.reset();
    form.closest("dialog")?.close();
    // The change comes as a push; where the line is down it is fetched.
    catchUpAll();
    form.dispatchEvent(new CustomEvent("done", { bubbles: true, detail: outcome.data }));
    return true;
  } finally {
    form.removeAttribute("aria-busy");
  }
}

/** DELETE travels as POST from plain forms; scripts say it plainly. */
function methodOf(form: HTMLFormElement): "POST" | "DELETE" {
  const said = form.dataset["method"] ?? new URL(form.action).searchParams.get("_method");
  return said === "DELETE" ? "DELETE" : "POST";
}

function fieldsOf(form: HTMLFormElement, submitter: HTMLElement | null | undefined): URLSearchParams {
  const fields = new URLSearchParams();
  for (const [name, value] of new FormData(form)) if (typeof value === "string") fields.append(name, value);
  if (submitter instanceof HTMLButtonElement && submitter.name) fields.append(submitter.name, submitter.value);
  return fields;
}

/** Puts the sentences of a refusal beside their fields, the rest at the form's end, and focus on the first wrong field. */
export function complain(form: HTMLFormElement, outcome: Outcome): void {
  for (const field of form.querySelectorAll("[aria-invalid]")) field.removeAttribute("aria-invalid");
  for (const wrong of form.querySelectorAll<HTMLElement>(".wrong")) wrong.hidden = true;
  const fields = outcome.kind === "refused" ? outcome.fields : {};
  let first: HTMLElement | undefined;
  for (const [name, sentence] of Object.entries(fields)) {
    const field = form.elements.namedItem(name);
    const control = field instanceof RadioNodeList ? field[0] : field;
    if (!(control instanceof HTMLElement) || control.getAttribute("type") === "hidden") continue;
    beside(control, sentence);
    first ??= control;
  }
  const rest = outcome.kind === "refused" ? outcome.message || say("This was not accepted. Your words are kept.") : say("This did not get through. Your words are kept; try again.");
  if (!first) general(form, rest);
  first?.focus();
}

function beside(control: HTMLElement, sentence: string): void {
  const id = `${control.id || control.getAttribute("name") || ""}-wrong`;
  const place = document.getElementById(id) ?? document.createElement("p");
  if (!place.isConnected) {
    place.id = id;
    place.className = "wrong";
    control.before(place);
  }
  place.textContent = sentence;
  place.hidden = false;
  control.setAttribute("aria-invalid", "true");
  const described = new Set((control.getAttribute("aria-describedby") ?? "").split(" ").filter(Boolean)).add(id);
  control.setAttribute("aria-describedby", [...described].join(" "));
}

function general(form: HTMLFormElement, sentence: string): void {
  let place = form.querySelector<HTMLElement>("[data-wrong]");
  if (!place) {
    place = document.createElement("p");
    place.className = "wrong";
    place.dataset["wrong"] = "";
    form.append(place);
  }
  place.setAttribute("role", "alert");
  place.hidden = false;
  place.textContent = sentence;
}
