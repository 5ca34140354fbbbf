/** Opening a comment from the text: a button stands by the block that one points at, and by the words that one selects. */
import { say } from "../words.ts";
import { may } from "../frame/page.ts";
import { blockAt, placeOf, remarkIcon, selected, theText } from "./places.ts";

/** Makes text commentable; `open` is called with the block and the words to be quoted. */
export function startOpening(open: (block: string, quotation: string) => void): { readonly here: () => { readonly block: string; readonly words: string } | undefined } {
  const sheet = theText()?.closest<HTMLElement>(".sheet");
  const text = theText();
  const button = made();
  let at: { block: string; words: string } | undefined;
  let last: { block: string; words: string } | undefined;
  if (!sheet || !text) return { here: () => undefined };
  sheet.append(button);

  const show = (block: string, words: string, top: number): void => {
    if (!may("reply")) return void (button.hidden = true);
    at = { block, words };
    last = at;
    button.hidden = false;
    button.toggleAttribute("data-words", words !== "");
    button.querySelector("span")?.replaceChildren(words ? say("Comment on these words") : say("Comment"));
    button.style.top = `${top - sheet.getBoundingClientRect().top}px`;
  };
  const point = (event: PointerEvent): void => {
    const found = blockAt(event.target);
    if (!found || selected()) return;
    show(found.block, "", found.element.getBoundingClientRect().top);
  };

  text.addEventListener("pointerover", (event) => event.pointerType === "mouse" && event.buttons === 0 && point(event));
  text.addEventListener("click", (event) => event instanceof PointerEvent && event.pointerType !== "mouse" && point(event));
  sheet.addEventListener("pointerleave", (event) => {
    if (event.pointerType === "mouse" && !selected()) button.hidden = true;
  });
  document.addEventListener("selectionchange", () => {
    const now = selected();
    const caret = blockAt(getSelection()?.anchorNode ?? null);
    if (caret) last = { block: caret.block, words: "" };
    if (now) show(now.block, now.words, now.range.getBoundingClientRect().bottom + 6);
    else if (at?.words) button.hidden = true;
  });
  button.addEventListener("mousedown", (event) => event.preventDefault()); // the selection stays
  button.addEventListener("click", () => {
    button.hidden = true;
    if (at) open(at.block, at.words);
  });
  return { here: () => (last && placeOf(last.block) ? { block: last.block, words: selected()?.words ?? "" } : undefined) };
}

function made(): HTMLButtonElement {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "remark-add";
  button.hidden = true;
  // By keyboard one comments with the button above the comments, which takes the block where the caret is.
  button.tabIndex = -1;
  const icon = remarkIcon();
  button.append(...(icon ? [icon] : []), document.createElement("span"));
  return button;
}
