/** The footnotes under a text that is read: their numbers stand in the text and lead here, and back. */
import type { Node } from "@tiptap/pm/model";
import { say } from "../words.ts";

/** Fills a place with the notes of a text; none: it disappears. */
export function showNotes(place: HTMLElement, doc: Node): void {
  const notes: Node[] = [];
  doc.descendants((node) => node.type.name !== "footnote" || notes.push(node) === 0);
  place.hidden = notes.length === 0;
  const title = document.createElement("h2");
  title.textContent = say("Notes");
  const list = document.createElement("ol");
  list.append(...notes.map(item));
  place.replaceChildren(title, list);
}

function item(note: Node, at: number): HTMLElement {
  const made = document.createElement("li");
  const words = document.createElement("p");
  const back = document.createElement("a");
  made.id = `fn-${String(note.attrs["id"])}`;
  words.dir = "auto";
  back.className = "footnotes__back";
  back.href = `#fnref-${String(note.attrs["id"])}`;
  back.setAttribute("role", "doc-backlink");
  back.setAttribute("aria-label", say("Back to the text, note {number}", { number: at + 1 }));
  back.textContent = "↩";
  words.append(note.textContent, " ", back);
  made.append(words);
  return made;
}
