/** A calm word in the corner: a file is ready, or could not be made. It stays until it is put away. */
import { say } from "../words.ts";
import { announce } from "../frame/announce.ts";

/** What is told. */
export interface Ready {
  readonly words: string;
  /** What the link says, and where it leads. */
  readonly link: string;
  readonly href: string;
  /** The link is the file itself. */
  readonly file: boolean;
}

/** Tells it: those who look see it, those who listen hear it; nobody's focus is taken. */
export function tell(ready: Ready): void {
  const item = document.createElement("li");
  item.className = "ready";
  const words = document.createElement("p");
  words.textContent = ready.words;
  const link = document.createElement("a");
  link.className = "btn btn--main";
  link.href = ready.href;
  link.textContent = ready.link;
  if (ready.file) link.download = "";
  const close = document.createElement("button");
  close.type = "button";
  close.className = "btn btn--bare";
  close.textContent = say("Close");
  item.append(words, link, close);
  close.addEventListener("click", () => away(item));
  if (ready.file) link.addEventListener("click", () => away(item));
  place().append(item);
  announce(ready.words);
}

function away(item: HTMLElement): void {
  const list = item.parentElement;
  item.remove();
  if (list && list.children.length === 0) list.closest("aside")?.remove();
}

function place(): HTMLElement {
  const there = document.querySelector<HTMLElement>(".readies ul");
  if (there) return there;
  const aside = document.createElement("aside");
  aside.className = "readies";
  aside.setAttribute("aria-label", say("Exports"));
  const list = document.createElement("ul");
  list.className = "plain";
  aside.append(list);
  document.body.append(aside);
  return list;
}
