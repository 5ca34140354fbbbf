/** What the text tells those who stand beside it: which blocks there are, and where its reader is. */
import { signal } from "../frame/signal.ts";

/** A block that has a number; its element has the id `b-<id>`, whether the text is read or written. */
export interface Numbered {
  readonly id: string;
  readonly number: number;
  /** That of a heading, else 0. */
  readonly level: number;
  readonly words: string;
}

/** Where the caret is, and what is selected. */
export interface Caret {
  readonly block: string;
  readonly words: string;
}

/** The blocks of the text, their numbers or their words are other than before. */
export const blocksChanged = signal<readonly Numbered[]>();

/** The caret or the selection has moved; undefined: out of the text. */
export const caretMoved = signal<Caret | undefined>();

/** Follows the selection in the text, whether it is read or written. */
export function startCaret(text: HTMLElement): void {
  let before = "";
  document.addEventListener("selectionchange", () => {
    const caret = caretIn(text, document.getSelection());
    const now = JSON.stringify(caret ?? null);
    if (now === before) return;
    before = now;
    caretMoved.send(caret);
  });
}

function caretIn(text: HTMLElement, selection: Selection | null): Caret | undefined {
  const at = selection?.focusNode;
  if (!selection || !at || !text.contains(at)) return undefined;
  const block = (at instanceof Element ? at : at.parentElement)?.closest<HTMLElement>('[id^="b-"]');
  return block ? { block: block.id.slice(2), words: selection.toString().replace(/\s+/g, " ").trim() } : undefined;
}
