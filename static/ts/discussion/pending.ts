/** Copies of posts on their way, made of the page's blank: they stand in their place before the server has answered. */
import { say } from "../words.ts";
import { focusOn } from "../live/apply.ts";
import type { Sending } from "./outbox.ts";
import { authorName } from "./posts.ts";

/** The copy of a sending, if the page shows one. */
export const pendingOf = (list: Element, token: string): HTMLElement | null => list.querySelector(`:scope > [data-kept][data-token="${CSS.escape(token)}"]`);

/** All copies that the page shows. */
export const pendings = (list: Element): HTMLElement[] => [...list.querySelectorAll<HTMLElement>(":scope > .post-item[data-kept]")];

/** Makes the copy and puts it where the post will stand: below what it answers, else at the end. */
export function showPending(list: Element, sending: Sending, order: string): HTMLElement | undefined {
  const blank = document.querySelector<HTMLTemplateElement>("template#pending-post")?.content.firstElementChild;
  if (!blank) return undefined;
  const copy = blank.cloneNode(true) as HTMLElement;
  copy.id = `pending-${sending.token}`;
  copy.dataset["token"] = sending.token;
  copy.dataset["kept"] = "";
  copy.dataset["waiting"] = "";
  copy.dataset["parent"] = sending.parent;
  // It has no place of its own yet, and no number.
  for (const name of ["key", "number"]) delete copy.dataset[name];
  const parent = sending.parent ? list.querySelector<HTMLElement>(`:scope > [data-number="${CSS.escape(sending.parent)}"]`) : null;
  copy.dataset["depth"] = String(parent ? Number(parent.dataset["depth"]) + 1 : sending.parent ? 2 : 1);
  copy.querySelector(".prose")?.replaceChildren(...paragraphs(sending.words));
  tellAnswered(copy, sending.parent && parent ? authorName(parent) : sending.parentName);
  list.insertBefore(copy, parent && order !== "time" ? afterAnswers(parent) : null);
  return copy;
}

/** Says how the sending stands; `act` is what can be done about it, if anything. */
export function tellPending(copy: HTMLElement, state: string, reason: string, act: { readonly label: string; readonly run: () => void } | undefined): void {
  const head = copy.querySelector("[data-state]");
  if (head) head.textContent = state;
  const acts = copy.querySelector(".acts");
  if (!acts) return;
  const focused = acts.contains(document.activeElement);
  acts.replaceChildren();
  if (reason) {
    const sentence = document.createElement("span");
    sentence.className = "kept-here";
    sentence.textContent = reason;
    acts.append(sentence);
  }
  if (act) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = act.label;
    button.addEventListener("click", act.run);
    acts.append(button);
    if (focused) button.focus({ preventScroll: true });
  }
}

/** Takes the copy away; focus that was in it goes to what stands in its place. */
export function dropPending(copy: HTMLElement, instead?: HTMLElement | null): void {
  const focused = copy.contains(document.activeElement);
  copy.remove();
  if (focused && instead) focusOn(instead);
}

function tellAnswered(copy: HTMLElement, name: string): void {
  const line = copy.querySelector<HTMLElement>(".answers");
  if (!line) return;
  line.hidden = name === "";
  if (name) line.textContent = say("In reply to {name}", { name });
}

/** What comes after a post and all that answers it. */
function afterAnswers(parent: HTMLElement): Element | null {
  const depth = Number(parent.dataset["depth"]);
  let next = parent.nextElementSibling;
  while (next instanceof HTMLElement && Number(next.dataset["depth"]) > depth) next = next.nextElementSibling;
  return next;
}

/** Plain text as paragraphs; the server's rendering takes their place. */
function paragraphs(words: string): HTMLElement[] {
  return words
    .trim()
    .split(/\n\s*\n/)
    .map((text) => {
      const paragraph = document.createElement("p");
      text.split("\n").forEach((line, index) => paragraph.append(...(index > 0 ? [document.createElement("br"), line] : [line])));
      return paragraph;
    });
}
