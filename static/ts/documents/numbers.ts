/** The numbers of paragraphs beside a text that is being written: as panel/documents/text/lines.py counts them. */
import { Extension } from "@tiptap/core";
import type { Node } from "@tiptap/pm/model";
import { Plugin } from "@tiptap/pm/state";
import { Decoration, DecorationSet } from "@tiptap/pm/view";
import { say } from "../words.ts";

/** Whether there is something in a block to be read. */
function speaks(node: Node): boolean {
  let found = false;
  node.descendants((one) => {
    found ||= one.type.name === "footnote" || one.type.name === "citation" || (one.isText && Boolean(one.text?.trim()));
    return !found;
  });
  return found;
}

/** The blocks that have a number, with their places, in the order of reading. */
export function numbered(doc: Node): { node: Node; at: number; number: number }[] {
  const found: { node: Node; at: number; number: number }[] = [];
  doc.descendants((node, at) => {
    const table = node.type.name === "table";
    if (table || (node.isTextblock && node.type.name !== "footnote" && speaks(node))) found.push({ node, at, number: found.length + 1 });
    return !table && !node.isTextblock;
  });
  return found;
}

/** Shows them in the margin. */
export const Numbers = Extension.create({
  name: "numbers",
  addProseMirrorPlugins() {
    const { editor } = this;
    let shown = DecorationSet.empty;
    let of: Node | undefined;
    let writes = false;
    return [
      new Plugin({
        props: {
          decorations({ doc }) {
            if (doc !== of || writes !== editor.isEditable) [shown, of, writes] = [decorations(doc, editor.isEditable), doc, editor.isEditable];
            return shown;
          },
        },
      }),
    ];
  },
});

/** Every block has its id, so that one can point to it; those that say something have a number. */
function decorations(doc: Node, writes: boolean): DecorationSet {
  const numbers = new Map(numbered(doc).map(({ at, number }) => [at, String(number)]));
  const found: Decoration[] = [];
  doc.descendants((node, at) => {
    const table = node.type.name === "table";
    const named = Boolean(node.attrs["id"]) && (table || (node.isTextblock && node.type.name !== "footnote"));
    const number = numbers.get(at);
    const said = { dir: "auto", ...(table && around(number ?? "", writes)), ...(named && { id: `b-${String(node.attrs["id"])}` }), ...(number && { "data-number": number }) };
    if (named || number || node.isTextblock) found.push(Decoration.node(at, at + node.nodeSize, said));
    return !node.isTextblock;
  });
  return DecorationSet.create(doc, found);
}

/** A wide table is scrolled by the caret of who writes, and by the arrows of who reads: for them it has to take focus. */
const around = (number: string, writes: boolean): Record<string, string> => ({
  role: "group",
  "aria-label": `${say("Table")} ${number}`.trim(),
  ...(writes ? { contenteditable: "inherit" } : { tabindex: "0" }),
});
