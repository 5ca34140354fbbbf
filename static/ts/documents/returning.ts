/** Where somebody was writing when the text had to begin anew: they write on there, as near as can be. */
import type { Editor } from "@tiptap/core";

/** What is pressed until the text is there again is no command of the page. */
const hush = (event: Event): void => event.stopPropagation();

/** The place of a caret that will be put into another editor. */
export class Returning {
  private constructor(
    private readonly old: Editor,
    /** The blocks up to that of the caret, the nearest first, and where in the first it stands. */
    private readonly blocks: readonly string[],
    private readonly offset: number,
  ) {}

  /** The place of the caret, if its owner is writing. */
  static from(editor: Editor): Returning | undefined {
    if (editor.isDestroyed || !editor.view.hasFocus()) return undefined;
    const { doc, selection } = editor.state;
    const blocks: string[] = [];
    let offset = 0;
    doc.nodesBetween(0, Math.max(selection.head, 1), (node, at) => {
      const id = String(node.attrs["id"] ?? "");
      if (!id) return;
      blocks.unshift(id);
      offset = selection.head - at;
    });
    return new Returning(editor, blocks, offset);
  }

  /** Keeps the focus in the text that goes until the other is there. */
  wait(): void {
    if (this.old.isDestroyed) return;
    const { dom } = this.old.view;
    dom.tabIndex = -1;
    dom.addEventListener("keydown", hush);
    dom.focus({ preventScroll: true });
  }

  /** Puts the caret into the other text, unless its owner has gone elsewhere. */
  to(editor: Editor): void {
    const now = document.activeElement ?? document.body;
    const stays = now === document.body || (!this.old.isDestroyed && this.old.view.dom.contains(now));
    if (stays) editor.commands.focus(this.find(editor), { scrollIntoView: false });
  }

  private find(editor: Editor): number | "end" {
    const there = new Map<string, { readonly at: number; readonly size: number }>();
    editor.state.doc.descendants((node, at) => void there.set(String(node.attrs["id"] ?? ""), { at, size: node.nodeSize }));
    const nearest = this.blocks.findIndex((id) => there.has(id));
    const found = there.get(this.blocks[nearest] ?? "");
    if (!found) return this.blocks.length > 0 ? 1 : "end";
    return found.at + Math.min(nearest === 0 ? this.offset : found.size, found.size - 1);
  }
}
