/** What stands in a text in which nothing stands. */
import { Extension } from "@tiptap/core";
import { Plugin } from "@tiptap/pm/state";
import { Decoration, DecorationSet } from "@tiptap/pm/view";
import { say } from "../words.ts";

/** Shows where to begin, as long as nothing is written. */
export const Hint = Extension.create({
  name: "hint",
  addProseMirrorPlugins() {
    const { editor } = this;
    return [
      new Plugin({
        props: {
          decorations({ doc }) {
            const [first] = [doc.firstChild];
            if (doc.childCount !== 1 || !first?.isTextblock || first.content.size > 0) return DecorationSet.empty;
            const words = editor.isEditable ? say("Write here.") : say("Nothing is written here yet.");
            return DecorationSet.create(doc, [Decoration.node(0, first.nodeSize, { class: "is-empty first", "data-hint": words })]);
          },
        },
      }),
    ];
  },
});
