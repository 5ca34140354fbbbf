// Reads lines {schema, seed?: content, update?: b64} and answers with what y-tiptap makes of it.
import * as Y from "yjs";
import { Schema } from "@tiptap/pm/model";
import { updateYFragment, yXmlFragmentToProseMirrorRootNode, prosemirrorToYXmlFragment } from "@tiptap/y-tiptap";
import { createInterface } from "node:readline";

const id = { id: { default: null } };
const span = { colspan: { default: 1 }, rowspan: { default: 1 } };
const schema = new Schema({
  nodes: {
    doc: { content: "(paragraph | heading | bulletList | orderedList | blockquote | table)*" },
    paragraph: { content: "inline*", attrs: id }, heading: { content: "inline*", attrs: { ...id, level: { default: 1 } } },
    bulletList: { content: "listItem*", attrs: id }, orderedList: { content: "listItem*", attrs: { ...id, start: { default: 1 } } },
    listItem: { content: "(paragraph | bulletList | orderedList)*", attrs: id },
    blockquote: { content: "(paragraph | bulletList | orderedList)*", attrs: id },
    table: { content: "tableRow*", attrs: id }, tableRow: { content: "(tableCell | tableHeader)*" },
    tableHeader: { content: "paragraph*", attrs: span }, tableCell: { content: "paragraph*", attrs: span },
    text: { group: "inline" }, hardBreak: { group: "inline", inline: true },
    footnote: { group: "inline", inline: true, content: "text*", attrs: id },
    citation: { group: "inline", inline: true, atom: true, attrs: { thread: { default: "" }, number: { default: 1 }, words: { default: "" } } },
  },
  marks: { link: { attrs: { href: { default: null } } }, bold: {}, italic: {} },
});
for await (const line of createInterface({ input: process.stdin })) {
  const { steps } = JSON.parse(line);
  const doc = new Y.Doc(); const root = doc.getXmlFragment("prosemirror"); let answer = {};
  for (const step of steps) {
    if (step.update) Y.applyUpdate(doc, Buffer.from(step.update, "base64"));
    if (step.write) prosemirrorToYXmlFragment(schema.nodeFromJSON(step.write), root);
    if (step.change) { const meta = { mapping: new Map(), isOMark: new Map() };  updateYFragment(doc, root, schema.nodeFromJSON(step.change), meta); }
  }
  answer.read = yXmlFragmentToProseMirrorRootNode(root, schema).toJSON();
  answer.update = Buffer.from(Y.encodeStateAsUpdate(doc)).toString("base64");
  console.log(JSON.stringify(answer));
}
