/**
 * What shows in the text that it is commented on: the words that a comment quotes, and, where there is no room beside the
 * text, a button below each block that opens its comments. Nothing is put into the text itself, which others write in.
 */
import { say } from "../words.ts";
import { WIDE } from "./beside.ts";
import { find, numberOf, placeOf, remarkIcon, theText } from "./places.ts";

const rules = new CSSStyleSheet();
let told = "";

/** Shows the marks for these cards; `open` is called with the block whose comments are asked for. */
export function mark(cards: readonly HTMLElement[], open: (block: string, opener: HTMLElement) => void): void {
  const quoted: Range[] = [];
  const counts = new Map<string, number>();
  for (const card of cards) {
    const block = card.dataset["place"] ?? "";
    const place = placeOf(block);
    if (!place) continue;
    counts.set(block, (counts.get(block) ?? 0) + 1);
    const words = card.querySelector(".remark__cited:not([hidden])")?.textContent?.trim() ?? "";
    const range = words && find(place, words);
    if (range) quoted.push(range);
  }
  underline(quoted);
  buttons(WIDE.matches ? new Map<string, number>() : counts, open);
}

function underline(ranges: readonly Range[]): void {
  if (!("highlights" in CSS)) return; // the quotation on the card says it, too
  if (ranges.length > 0) CSS.highlights.set("remark", new Highlight(...ranges));
  else CSS.highlights.delete("remark");
}

function buttons(counts: ReadonlyMap<string, number>, open: (block: string, opener: HTMLElement) => void): void {
  const sheet = theText()?.closest<HTMLElement>(".sheet");
  if (!sheet) return;
  makeRoom([...counts.keys()]);
  const layer = layerOf(sheet);
  for (const old of layer.querySelectorAll<HTMLElement>("button")) if (!counts.has(old.dataset["place"] ?? "")) old.remove();
  const top = sheet.getBoundingClientRect().top;
  for (const [block, count] of counts) {
    const place = placeOf(block);
    if (!place) continue;
    const button = layer.querySelector<HTMLElement>(`button[data-place="${CSS.escape(block)}"]`) ?? layer.appendChild(made(block, open));
    const words = say("{count} comments", { count });
    const number = numberOf(place);
    button.querySelector("[data-words]")?.replaceChildren(words);
    button.querySelector(".said")?.replaceChildren(number ? ` ¶${number}` : "");
    button.style.top = `${place.getBoundingClientRect().bottom - top - button.offsetHeight}px`;
  }
}

/** Blocks with a button below them end a little later; a style sheet of our own says so, by their ids. */
function makeRoom(blocks: readonly string[]): void {
  const text = blocks.length > 0 ? `:is(${blocks.map((block) => `#b-${CSS.escape(block)}`).join(", ")}) { padding-bottom: calc(var(--target) + var(--s2)) !important; }` : "";
  if (text === told) return;
  told = text;
  rules.replaceSync(text);
  if (!document.adoptedStyleSheets.includes(rules)) document.adoptedStyleSheets = [...document.adoptedStyleSheets, rules];
}

function layerOf(sheet: HTMLElement): HTMLElement {
  const there = sheet.querySelector<HTMLElement>(":scope > .remark-marks");
  if (there) return there;
  const layer = document.createElement("div");
  layer.className = "remark-marks";
  sheet.append(layer);
  return layer;
}

function made(block: string, open: (block: string, opener: HTMLElement) => void): HTMLElement {
  const button = document.createElement("button");
  button.type = "button";
  button.dataset["place"] = block;
  const icon = remarkIcon();
  const words = document.createElement("span");
  words.dataset["words"] = "";
  const where = document.createElement("span");
  where.className = "said";
  button.append(...(icon ? [icon] : []), words, where);
  button.addEventListener("click", () => open(block, button));
  return button;
}
