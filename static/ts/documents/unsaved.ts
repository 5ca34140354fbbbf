/** The words of a text that were not stored: what their author gets back to copy when the server will not take them. */
import * as Y from "yjs";
import { ranges, type Within } from "./pieces.ts";
import { ROOT } from "./schema.ts";

/** The paragraphs, in the order of reading, in which something of these updates stands. */
export function paragraphsOf(doc: Y.Doc, updates: readonly Uint8Array[]): string[] {
  const within = ranges(updates);
  const found: string[] = [];
  for (const { block, mark } of blocks(doc.getXmlFragment(ROOT))) {
    const said = touched(block, within) ? words(block).trim() : "";
    if (said) found.push(mark + said);
  }
  return found;
}

/** A paragraph or heading, and what stands before it as in a list. */
interface Marked {
  readonly block: Y.XmlElement;
  readonly mark: string;
}

/** The innermost elements that have text in them; the first of an item of a list has its mark, indented by what it stands in. */
function* blocks(within: Y.XmlFragment, mark = "", indent = ""): Generator<Marked> {
  let before = mark;
  let number = 0;
  for (const child of within.toArray()) {
    if (!(child instanceof Y.XmlElement)) continue;
    if (child.nodeName === "paragraph" || child.nodeName === "heading") yield { block: child, mark: before };
    else if (child.nodeName === "listItem") yield* blocks(child, `${indent}${within instanceof Y.XmlElement && within.nodeName === "orderedList" ? `${++number}.` : "-"} `, `${indent}  `);
    else yield* blocks(child, before, indent);
    before = indent;
  }
}

function touched(element: Y.XmlElement | Y.XmlText, within: Within): boolean {
  for (let item = element._start; item; item = item.right) {
    if (item.deleted) continue;
    const inside = item.content instanceof Y.ContentType ? item.content.type : undefined;
    if (inside instanceof Y.XmlElement || inside instanceof Y.XmlText) {
      if (touched(inside, within) || (inside instanceof Y.XmlElement && within(item.id, item.length))) return true;
    } else if (item.countable && within(item.id, item.length)) return true;
  }
  return false;
}

function words(element: Y.XmlElement): string {
  return element
    .toArray()
    .map((child) => {
      if (child instanceof Y.XmlText) return (child.toDelta() as { insert: unknown }[]).map(({ insert }) => (typeof insert === "string" ? insert : "")).join("");
      if (!(child instanceof Y.XmlElement)) return "";
      if (child.nodeName === "hardBreak") return "\n";
      return child.nodeName === "citation" ? `[${String(child.getAttribute("words") ?? "")}]` : ` (${words(child)})`;
    })
    .join("");
}
