/** When the composer goes, the words that were not sent stay in sight, to be copied. */
import { say } from "../words.ts";
import { copy, flash } from "../frame/copying.ts";

/** A place for unsent words, after an element. It is made once and filled as often as needed. */
export class Unsent {
  private readonly place = document.createElement("section");
  private told = "";

  constructor(after: Element) {
    this.place.className = "unsent";
    this.place.dataset["kept"] = "";
    this.place.hidden = true;
    after.after(this.place);
  }

  /** Shows the words with the reason; none: the place disappears. */
  show(reason: string, words: readonly string[]): void {
    const now = JSON.stringify([reason, words]);
    if (now === this.told) return;
    this.told = now;
    this.place.hidden = words.length === 0;
    this.place.replaceChildren();
    if (words.length === 0) return;
    const sentence = document.createElement("p");
    sentence.className = "notice";
    sentence.setAttribute("role", "status");
    sentence.textContent = reason;
    this.place.append(sentence, ...words.map(field));
  }
}

/** Words in a field to be read, with a button that copies them. */
export function field(words: string): HTMLElement {
  const place = document.createElement("div");
  place.className = "field";
  const area = document.createElement("textarea");
  area.className = "input input--text";
  area.readOnly = true;
  area.rows = 4;
  area.value = words;
  area.setAttribute("aria-label", say("These words were not sent; copy them if you need them."));
  const button = document.createElement("button");
  button.type = "button";
  button.className = "btn";
  button.textContent = say("Copy");
  button.addEventListener("click", async () => {
    if (await copy(words)) flash(button);
    else area.select();
  });
  place.append(area, button);
  return place;
}
