/** Brings back into the text what went with a paragraph that somebody else made anew; what has no place there is given to its author. */
import type { Editor } from "@tiptap/core";
import { alone } from "../frame/locks.ts";
import { seat } from "../frame/page.ts";
import { keep, recall } from "../frame/store.ts";
import { broughtBack } from "./placing.ts";
import { wordsOf, type Lost } from "./rescue.ts";

/** So many are remembered as brought back. */
const REMEMBERED = 200;

/** The words of one text that wait to be brought back. */
export class Bringing {
  private waiting: Lost[] = [];

  constructor(
    private readonly document: string,
    private readonly homeless: (words: readonly string[]) => void,
  ) {}

  /** These are in the text no more; `settle` says what becomes of them. */
  take(lost: readonly Lost[]): void {
    this.waiting.push(...lost);
  }

  /** Puts all that waits where it belongs, or gives it back when there is no text to write in. */
  settle(editor: Editor | undefined): void {
    const all = this.waiting.splice(0);
    const here = all.filter((one) => one.here);
    const before = all.filter((one) => !one.here);
    if (here.length > 0) this.bring(editor, here);
    // What an earlier page wrote, two tabs may have found on this device.
    if (before.length > 0) void alone(`text:${this.document}`, async () => this.bring(editor, before));
  }

  private bring(editor: Editor | undefined, lost: readonly Lost[]): void {
    const homeless: string[] = [];
    // From the last to the first of a block: what comes before has the offset that it had.
    for (const one of this.unclaimed(lost).reverse()) if (!put(editor, one)) homeless.unshift(wordsOf(one.pieces).trim());
    const words = homeless.filter(Boolean);
    if (words.length > 0) this.homeless(words);
  }

  /** Those that no other tab has brought; they are this tab's from here on. */
  private unclaimed(lost: readonly Lost[]): Lost[] {
    const name = `brought:${seat()}:${this.document}`;
    const brought = recall<string[]>(name) ?? [];
    const mine = lost.filter(({ key }) => !brought.includes(key));
    if (mine.length > 0) keep(name, [...brought, ...mine.map(({ key }) => key)].slice(-REMEMBERED));
    return mine;
  }
}

/** Whether the text has the words now. */
function put(editor: Editor | undefined, lost: Lost): boolean {
  if (!editor || editor.isDestroyed || !editor.isEditable) return false;
  const { view } = editor;
  const found = broughtBack(view.state.doc, lost);
  if (found === "nowhere") return false;
  if (found !== "there") view.dispatch(view.state.tr.insert(found.at, found.what));
  return true;
}
