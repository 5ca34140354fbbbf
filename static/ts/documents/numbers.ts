/** The numbers of paragraphs beside a text that is being written: as panel/documents/text/lines.py counts them. */
import { Extension } from "@tiptap/core";
import type { Node } from "@tiptap/pm/model";
import { Plugin } from "@tiptap/pm/state";
import { Decoration, DecorationSet } from "@tiptap/pm/view";

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
  addProseMirrorPlugins: () => [
    new Plugin<DecorationSet>({
      state: {
        init: (_config, state) => decorations(state.doc),
        apply: (change, before) => (change.docChanged ? decorations(change.doc) : before),
      },
      props: {
        decorations(state) {
          return this.getState(state) ?? DecorationSet.empty;
        },
      },
    }),
  ],
});

/** Every block has its id, so that one can point to it; those that say something have a number. */
function decorations(doc: Node): DecorationSet {
  const numbers = new Map(numbered(doc).map(({ at, number }) => [at, String(number)]));
  const found: Decoration[] = [];
  doc.descendants((node, at) => {
    const named = Boolean(node.attrs["id"]) && (node.type.name === "table" || (node.isTextblock && node.type.name !== "footnote"));
    const number = numbers.get(at);
    const said = { dir: "auto", ...(named && { id: `b-${String(node.attrs["id"])}` }), ...(number && { "data-number": number }) };
    if (named || number || node.isTextblock) found.push(Decoration.node(at, at + node.nodeSize, said));
    return !node.isTextblock;
  });
  return DecorationSet.create(doc, found);
}
