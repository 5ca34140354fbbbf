/** A page that may no longer be read: nothing of it stays on the screen but a sentence, and what its reader had written. */
import { say } from "../words.ts";

/** What stays: words that were not sent, and the form that they belong to (which the style sheet hides). */
const STAYS = ".unsent, form.composer";

/** Empties the page, and says why. */
export function emptyPage(): void {
  const main = document.querySelector("main");
  if (!main) return;
  clear(main);
  // What could be chosen in a form was read out of what is gone.
  for (const choice of main.querySelectorAll("select")) choice.replaceChildren();
  const head = document.createElement("div");
  head.className = "head";
  const title = document.createElement("h1");
  title.textContent = say("You can no longer read this.");
  const way = document.createElement("p");
  const link = document.createElement("a");
  link.className = "btn";
  link.href = "/";
  link.textContent = say("Go to the start page");
  way.append(link);
  head.append(title, way);
  main.prepend(head);
  document.title = "Mesa";
}

function clear(element: Element): void {
  for (const child of [...element.children]) {
    if (child.matches(STAYS)) continue;
    if (child.querySelector(STAYS)) clear(child);
    else child.remove();
  }
}
