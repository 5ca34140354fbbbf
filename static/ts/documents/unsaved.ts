/** The words of a text that were not stored: what their author gets back to copy when the server will not take them. */
import * as Y from "yjs";
import { ROOT } from "./schema.ts";

/** The paragraphs, in the order of reading, in which something of these updates stands. */
export function paragraphsOf(doc: Y.Doc, updates: readonly Uint8Array[]): string[] {
  const within = ranges(updates);
  const found: string[] = [];
  for (const block of blocks(doc.getXmlFragment(ROOT))) if (touched(block, within)) found.push(words(block).trim());
  return found.filter(Boolean);
}

type Within = (id: { client: number; clock: number }, length: number) => boolean;

function ranges(updates: readonly Uint8Array[]): Within {
  const all = new Map<number, [number, number][]>();
  for (const update of updates)
    for (const { id, length } of Y.decodeUpdate(update).structs) all.set(id.client, [...(all.get(id.client) ?? []), [id.clock, id.clock + length]]);
  return ({ client, clock }, length) => (all.get(client) ?? []).some(([from, to]) => from < clock + length && clock < to);
}

/** The innermost elements that have text in them: paragraphs and headings. */
function* blocks(within: Y.XmlFragment): Generator<Y.XmlElement> {
  for (const child of within.toArray()) {
    if (!(child instanceof Y.XmlElement)) continue;
    if (child.nodeName === "paragraph" || child.nodeName === "heading") yield child;
    else yield* blocks(child);
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
