/**
 * The keys that lead out of the text: Tab moves within lists and tables, so Escape sets it free once; Alt F10 leads to
 * the tools. In a footnote, Enter and Escape lead back into the paragraph.
 */
import { Extension, type Editor } from "@tiptap/core";
import { Plugin } from "@tiptap/pm/state";

/** Sees to it that nobody is caught in the text. */
export const Leaving = Extension.create({
  name: "leaving",
  priority: 2_000,
  addKeyboardShortcuts() {
    return {
      "Alt-F10": () => {
        document.querySelector<HTMLElement>("#document-tools [tabindex='0']")?.focus();
        return true;
      },
      Enter: ({ editor }) => behind(editor),
      Backspace: ({ editor }) => emptied(editor),
    };
  },
  addProseMirrorPlugins() {
    const { editor } = this;
    let free = false;
    return [
      new Plugin({
        props: {
          // The browser takes the place behind a footnote for its end.
          handleTextInput: ({ state, dispatch }, from, to, words) => {
            const { empty, $from } = state.selection;
            if (!empty || $from.nodeBefore?.type.name !== "footnote" || from !== to || from >= $from.pos) return false;
            dispatch(state.tr.insertText(words, $from.pos));
            return true;
          },
          handleDOMEvents: {
            keydown: (_view, event) => {
              if (event.key === "Escape") {
                free = true;
                return behind(editor);
              }
              const passes = free && event.key === "Tab";
              if (event.key !== "Shift") free = false;
              // The browser's own Tab, past everything that would hold it.
              return passes;
            },
          },
        },
      }),
    ];
  },
});

/** Out of a footnote, to behind it. */
function behind(editor: Editor): boolean {
  const { $from } = editor.state.selection;
  return $from.parent.type.name === "footnote" && editor.commands.setTextSelection($from.after());
}

/** An empty footnote goes with the key that would delete its last letter. */
function emptied(editor: Editor): boolean {
  const { $from, empty } = editor.state.selection;
  if (!empty || $from.parent.type.name !== "footnote" || $from.parent.content.size > 0) return false;
  return editor.commands.deleteRange({ from: $from.before(), to: $from.after() });
}
