/**
 * One's own caret while others write: it stays beside the letter that it stands behind. The library, when the paragraph
 * that the caret is in has other words, keeps the number of letters before it instead, and what is typed then falls apart.
 */
import type { Node } from "@tiptap/pm/model";
import { TextSelection } from "@tiptap/pm/state";
import type { EditorView } from "@tiptap/pm/view";
import { absolutePositionToRelativePosition, relativePositionToAbsolutePosition, ySyncPluginKey } from "@tiptap/y-tiptap";
import type { ProsemirrorBinding } from "@tiptap/y-tiptap";
import { lineOf, positionOf, type Spot } from "./placing.ts";

/** Lets a change of somebody else's in, and puts the caret or selection where it belongs then. */
export function pinned(view: EditorView, change: () => void): void {
  const binding = (ySyncPluginKey.getState(view.state) as { binding?: ProsemirrorBinding } | undefined)?.binding;
  const { selection } = view.state;
  if (!binding || !(selection instanceof TextSelection)) return change();
  const pins = [selection.$anchor, selection.$head].map(({ pos, parent, parentOffset }) => ({ ...spot(parent, parentOffset), at: absolutePositionToRelativePosition(pos, binding.type, binding.mapping) }));
  change();
  const { doc } = view.state;
  const [anchor, head] = pins.map(({ at, ...was }) => {
    const { block } = was;
    const now = relativePositionToAbsolutePosition(binding.doc, binding.type, at, binding.mapping);
    const place = now === null || now > doc.content.size ? undefined : doc.resolve(now);
    if (place?.parent.isTextblock && place.parent.attrs["id"] === block) return place;
    // The paragraph was made anew: the caret stands between the words that it stood between.
    const anew = positionOf(doc, was);
    return anew === undefined ? undefined : doc.resolve(anew);
  });
  if (!anchor || !head) return;
  const wanted = TextSelection.between(anchor, head);
  if (!wanted.eq(view.state.selection)) view.dispatch(view.state.tr.setSelection(wanted));
}

function spot(parent: Node, offset: number): Spot {
  return { block: String(parent.attrs["id"]), before: lineOf(parent.cut(0, offset)), after: lineOf(parent.cut(offset)) };
}
