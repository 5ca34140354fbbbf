/** Where in a text its blocks stand on the page, as it is read or as it is being written: both name them by the same ids. */

/** The text of the page, if it shows one. */
export const theText = (): HTMLElement | null => document.querySelector<HTMLElement>("#document, #document-read");

/** The element of a block. */
export function placeOf(block: string): HTMLElement | undefined {
  if (!block) return undefined;
  const named = document.getElementById(`b-${block}`) ?? theText()?.querySelector(`[data-id="${CSS.escape(block)}"]`) ?? document.getElementById(`fn-${block}`);
  return named instanceof HTMLElement && named.getClientRects().length > 0 ? named : undefined;
}

/** The block that an element stands in, and its id. */
export function blockAt(target: EventTarget | null): { readonly block: string; readonly element: HTMLElement } | undefined {
  const from = target instanceof Element ? target : target instanceof Node ? target.parentElement : null;
  const element = theText()?.contains(from) ? from?.closest<HTMLElement>('[id^="b-"]') : null;
  return element ? { block: element.id.slice(2), element } : undefined;
}

/** The ¶ number that a block has on the page; "" when it has none. */
export function numberOf(place: HTMLElement): string {
  if (!place.id.startsWith("b-")) return "";
  return place.dataset["number"] ?? /\d+/.exec(place.querySelector(".num")?.textContent ?? "")?.[0] ?? "";
}

/** Whether the text on the page is one that is being written, so that it names every block it has. */
export const written = (): boolean => Boolean(theText()?.querySelector(".ProseMirror [data-id]"));

/** The blocks that have a number, with their first words, in the order of reading. */
export function blocks(): { readonly block: string; readonly number: string; readonly words: string }[] {
  return [...(theText()?.querySelectorAll<HTMLElement>('[id^="b-"]') ?? [])].map((element) => ({
    block: element.id.slice(2),
    number: numberOf(element),
    words: (element.querySelector(".text") ?? element).textContent?.trim().replace(/\s+/g, " ") ?? "",
  }));
}

/** The words that are selected within one block, if any. */
export function selected(): { readonly block: string; readonly words: string; readonly range: Range } | undefined {
  const selection = getSelection();
  if (!selection || selection.isCollapsed || selection.rangeCount === 0) return undefined;
  const range = selection.getRangeAt(0);
  const [from, to] = [blockAt(range.startContainer), blockAt(range.endContainer)];
  // The number of a note is no word of the text.
  const notes = [...range.cloneContents().querySelectorAll(".noteref")].map((one) => one.textContent?.trim().replace(/\s+/g, " ") ?? "");
  const words = notes.reduce((said, note) => said.replace(note, ""), selection.toString().trim().replace(/\s+/g, " "));
  return from && to && from.block === to.block && words ? { block: from.block, words, range } : undefined;
}

/** Where some words stand in an element; a quotation that was cut is known by its beginning. */
export function find(place: HTMLElement, quotation: string): Range | undefined {
  const words = quotation.replace(/…$/, "").trim();
  if (!words) return undefined;
  const nodes: { readonly node: Text; readonly from: number }[] = [];
  let text = "";
  const walker = document.createTreeWalker(place, NodeFilter.SHOW_TEXT, (one) => (one.parentElement?.closest(".noteref") ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT));
  for (let node = walker.nextNode(); node instanceof Text; node = walker.nextNode()) {
    nodes.push({ node, from: text.length });
    text += node.data;
  }
  const pattern = words.split(/\s+/).map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  const match = new RegExp(pattern.join("\\s+"), "u").exec(text);
  if (!match) return undefined;
  const at = (offset: number): readonly [Text, number] | undefined => {
    const found = nodes.filter(({ from }) => from <= offset).at(-1);
    return found && [found.node, offset - found.from];
  };
  const [start, end] = [at(match.index), at(match.index + match[0].length - 1)];
  if (!start || !end) return undefined;
  const range = document.createRange();
  range.setStart(...start);
  range.setEnd(end[0], end[1] + 1);
  return range;
}

/** The sign of comments, as the server draws it. */
export const remarkIcon = (): Node | undefined => document.querySelector<HTMLTemplateElement>("template#remark-icon")?.content.cloneNode(true);
