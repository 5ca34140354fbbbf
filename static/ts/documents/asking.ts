/** A question with one field, in a dialog of its own: where a link leads, which post is cited. */
import { say } from "../words.ts";

/** What is asked. */
export interface Question {
  readonly title: string;
  readonly label: string;
  readonly value: string;
  readonly go: string;
  /** What the second button says and does besides closing. */
  readonly other?: { readonly name: string; readonly run: () => void };
  /** Takes the answer; gives the sentence why not. */
  readonly take: (answer: string) => string | undefined | Promise<string | undefined>;
}

/** Asks; the dialog closes when the answer has been taken. */
export function ask(question: Question): void {
  const dialog = document.createElement("dialog");
  dialog.className = "dialog";
  dialog.setAttribute("aria-labelledby", "question-title");
  const title = document.createElement("h2");
  title.id = "question-title";
  title.textContent = question.title;
  const form = document.createElement("form");
  form.method = "dialog";
  const [place, field, wrong] = fieldOf(question);
  const acts = document.createElement("div");
  acts.className = "form__acts";
  const other = button("btn btn--bare", question.other?.name ?? say("Cancel"));
  other.type = "button";
  acts.append(button("btn btn--main", question.go), other);
  form.append(title, place, acts);
  dialog.append(form);
  document.body.append(dialog);
  dialog.addEventListener("close", () => dialog.remove());
  other.addEventListener("click", () => {
    dialog.close();
    question.other?.run();
  });
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const reason = await question.take(field.value.trim());
    wrong.hidden = !reason;
    wrong.textContent = reason ?? "";
    field.toggleAttribute("aria-invalid", Boolean(reason));
    if (reason) field.focus();
    else dialog.close();
  });
  dialog.showModal();
  field.select();
}

function fieldOf({ label, value }: Question): [HTMLElement, HTMLInputElement, HTMLElement] {
  const place = document.createElement("div");
  place.className = "field";
  const name = document.createElement("label");
  name.htmlFor = "question-answer";
  name.textContent = label;
  const wrong = document.createElement("p");
  wrong.className = "wrong";
  wrong.id = "question-wrong";
  wrong.hidden = true;
  wrong.setAttribute("role", "alert");
  const field = document.createElement("input");
  field.className = "input";
  field.id = "question-answer";
  field.inputMode = "url";
  field.autocomplete = "off";
  field.value = value;
  field.setAttribute("aria-describedby", wrong.id);
  place.append(name, wrong, field);
  return [place, field, wrong];
}

function button(look: string, words: string): HTMLButtonElement {
  const made = document.createElement("button");
  made.className = look;
  made.textContent = words;
  return made;
}
