/** The editor itself: Tiptap on a text that others write in at the same time. */
import { Editor, Extension } from "@tiptap/core";
import { Collaboration, isChangeOrigin } from "@tiptap/extension-collaboration";
import { CollaborationCaret } from "@tiptap/extension-collaboration-caret";
import { Plugin } from "@tiptap/pm/state";
import type { EditorView } from "@tiptap/pm/view";
import { say } from "../words.ts";
import { seat } from "../frame/page.ts";
import { caret, selected, type Hand } from "./carets.ts";
import type { Chips } from "./chips.ts";
import { postAt, type Cited } from "./citing.ts";
import { Hint } from "./hint.ts";
import { Leaving } from "./leaving.ts";
import { limits } from "./limits.ts";
import { Numbers } from "./numbers.ts";
import { cleanedPaste } from "./paste.ts";
import type { Provider } from "./provider.ts";
import { ROOT, schema } from "./schema.ts";

/** Above and below there are tools. Pixels. */
const CLEAR = { top: 120, bottom: 120, left: 0, right: 0 };

/** What a text is to those who listen. */
const WRITTEN = { role: "textbox", "aria-multiline": "true", "aria-describedby": "document-keys", spellcheck: "true" };
const READ = { role: "article" };

/** What the editor is told of by the page, and tells it. */
export interface Desk {
  readonly provider: Provider;
  /** One's own name, as the others see it. */
  readonly me: string;
  readonly cited: (post: Cited) => void;
  readonly linked: () => void;
  readonly chips: Chips;
  /** Shows a sentence above the text. */
  readonly note: (sentence: string) => void;
}

/** Opens a text in a place; nobody writes in it before the page says so. */
export function openEditor(place: HTMLElement, { provider, me, cited, linked, chips, note }: Desk): Editor {
  // It is asked while it is being made, too.
  let made: Editor | undefined;
  const writes = (): boolean => made?.isEditable ?? false;
  // The editor's parts ask a provider whether it is synced; here the text is whole before it is shown.
  const told = { awareness: provider.awareness, on: () => undefined, off: () => undefined };
  made = new Editor({
    element: place,
    editable: false,
    injectCSS: false,
    extensions: [
      ...schema(writes),
      Collaboration.configure({ document: provider.doc, field: ROOT, provider: told }),
      CollaborationCaret.configure({
        provider: told,
        user: { name: me, seat: seat() },
        render: (hand) => caret(hand as Hand),
        selectionRender: (hand) => selected(hand as Hand),
      }),
      Numbers,
      Hint,
      Leaving,
      limits(note),
      Extension.create({
        name: "untouched",
        addKeyboardShortcuts: () => ({ "Mod-k": () => (linked(), true) }),
        // Who reads changes nothing, not even to mend a table.
        addProseMirrorPlugins: () => [new Plugin({ filterTransaction: (change) => !change.docChanged || isChangeOrigin(change) || writes() })],
      }),
    ],
    editorProps: {
      attributes: () => ({ "aria-label": say("Text of the paper"), ...(writes() ? WRITTEN : READ) }),
      transformPastedHTML: (html, view) => cleanedPaste(html, inCell(view)),
      transformCopied: (slice) => chips.copied(slice),
      handlePaste: (view, event, slice) => {
        const post = postAt(event.clipboardData?.getData("text/plain").trim() ?? "");
        if (post) cited(post);
        return post !== undefined || chips.pasted(view, slice, event.clipboardData?.getData("text/html") ?? "");
      },
      // A file that falls in here would be opened in the place of the page.
      handleDrop: (view, event, slice, moved) => {
        const file = Boolean(event.dataTransfer?.files.length) && !event.dataTransfer?.types.includes("text/html");
        return file || (!moved && chips.dropped(view, event, slice));
      },
      handleClick: follow,
      // What is written stays clear of the tools.
      scrollThreshold: CLEAR,
      scrollMargin: CLEAR,
    },
  });
  // Attributes that depend on the rights are taken from here on only.
  made.setOptions({});
  return made;
}

/** Whether what is written now stands in a table. */
function inCell(view: EditorView): boolean {
  const { $from } = view.state.selection;
  return Array.from({ length: $from.depth }, (_, up) => $from.node(up + 1).type.name).some((name) => name === "tableCell" || name === "tableHeader");
}

/** Who writes follows a link with Ctrl or ⌘; a plain press puts the caret there. */
function follow(view: EditorView, _at: number, event: MouseEvent): boolean {
  const link = event.target instanceof Element ? event.target.closest<HTMLAnchorElement>("a[href]") : null;
  if (!link || !view.editable || !(event.ctrlKey || event.metaKey)) return false;
  open(link.href, "_blank", "noopener");
  return true;
}
