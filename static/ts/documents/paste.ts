/** What is pasted from Word and from web pages keeps its structure and loses the rest. */

const RUBBISH = "style, script, meta, link, title, head, template, iframe, object, img, svg, video, audio, button, input, select, textarea, xml, o\\:p";
const KEPT: Readonly<Record<string, readonly string[]>> = { A: ["href", "data-citation", "data-thread", "data-number"], TD: ["colspan", "rowspan"], TH: ["colspan", "rowspan"], OL: ["start"], SPAN: ["data-footnote"] };
const EVERYWHERE = ["data-level"];

const LISTED = "ul, ol";
const CELL = "td, th";

/** How deep lists can be in one another. */
const DEEPEST = 6;

/** What makes a line of its own in a cell. */
const BLOCK = "p, h1, h2, h3, h4, h5, h6, div, section, article, blockquote, pre, dl, dt, dd, figure, figcaption, ul, ol, li, table, caption, tbody, thead, tfoot, tr, td, th, hr";

/** Cleans HTML from the clipboard before the schema reads it; `within`: it comes into a cell of a table. */
export function cleanedPaste(html: string, within: boolean): string {
  const page = new DOMParser().parseFromString(html, "text/html");
  const comments = document.createNodeIterator(page, NodeFilter.SHOW_COMMENT);
  const gone: Node[] = [];
  for (let one = comments.nextNode(); one; one = comments.nextNode()) gone.push(one);
  for (const one of gone) (one as ChildNode).remove();
  for (const one of page.querySelectorAll(RUBBISH)) one.remove();
  lists(page.body);
  for (const list of page.body.querySelectorAll<HTMLElement>(LISTED)) shallower(list);
  for (const cell of page.body.querySelectorAll<HTMLElement>(CELL)) if (!cell.parentElement?.closest(CELL)) flat(cell);
  if (within && !tabular(page.body)) flat(page.body);
  emphasis(page.body);
  for (const element of page.body.querySelectorAll("*")) {
    const kept = [...(KEPT[element.tagName] ?? []), ...EVERYWHERE];
    for (const { name } of [...element.attributes]) if (!kept.includes(name)) element.removeAttribute(name);
  }
  return page.body.innerHTML;
}

/** Word writes the items of lists as paragraphs that name their level, with the bullet as text in front. */
function lists(body: HTMLElement): void {
  let open: HTMLElement[] = [];
  for (const paragraph of [...body.querySelectorAll<HTMLElement>("p")]) {
    const depth = Number(/mso-list:[^;"]*level(\d+)/i.exec(paragraph.getAttribute("style") ?? "")?.[1] ?? 0);
    if (!depth) {
      open = [];
      continue;
    }
    const marker = [...paragraph.querySelectorAll<HTMLElement>("span")].find((one) => /mso-list:\s*ignore/i.test(one.getAttribute("style") ?? ""));
    const ordered = /^\s*[\da-z]{1,3}[.)]/i.test(marker?.textContent ?? paragraph.textContent ?? "");
    marker?.remove();
    if (!marker && paragraph.firstChild instanceof Text) paragraph.firstChild.data = paragraph.firstChild.data.replace(/^\s*(?:[·•o§\-–]|[\da-z]{1,3}[.)])\s+/i, "");
    open = open.slice(0, depth);
    while (open.length < depth) {
      const list = document.createElement(ordered ? "ol" : "ul");
      const above = open.at(-1)?.lastElementChild;
      if (above) above.append(list);
      else paragraph.before(list);
      open.push(list);
    }
    const item = document.createElement("li");
    open.at(-1)?.append(item);
    item.append(paragraph);
  }
}

/** The items of a list that is too deep stand behind the one that they were in. */
function shallower(list: HTMLElement): void {
  let depth = 0;
  for (let one = list.parentElement?.closest(LISTED); one; one = one.parentElement?.closest(LISTED)) depth += 1;
  if (depth < DEEPEST) return;
  const item = list.parentElement?.closest("li");
  if (item && item.parentElement !== list) item.after(...list.childNodes);
  else list.before(...list.childNodes);
  list.remove();
}

/** Whether it is a table and nothing else: its cells come into those that are there. */
function tabular(body: HTMLElement): boolean {
  const table = body.querySelector("table");
  return table !== null && table.textContent?.trim() === body.textContent?.trim();
}

/** In a cell there are paragraphs alone: items keep their marks, and a table in it its words. */
function flat(cell: HTMLElement): void {
  for (const item of cell.querySelectorAll<HTMLElement>("li")) {
    const list = item.parentElement;
    const at = list instanceof HTMLOListElement ? `${list.start + [...list.children].indexOf(item)}.` : "–";
    for (const blank of [...item.childNodes]) if (blank instanceof Text && !blank.data.trim()) blank.remove();
    const first = item.firstChild;
    (first instanceof HTMLElement && first.matches("p, div, h1, h2, h3, h4, h5, h6") ? first : item).prepend(`${at} `);
  }
  const lines: HTMLElement[] = [];
  let line: HTMLElement | undefined;
  const take = (within: Node): void => {
    for (const one of [...within.childNodes]) {
      if (one instanceof HTMLElement && (one.matches(BLOCK) || one.querySelector(BLOCK))) {
        line = undefined;
        take(one);
        line = undefined;
      } else if (line || one.textContent?.trim()) {
        if (!line) lines.push((line = document.createElement("p")));
        line.append(one);
      }
    }
  };
  take(cell);
  cell.replaceChildren(...lines);
}

/** Some editors say bold and italic by style alone; others wrap everything in a `b` that is none. */
function emphasis(body: HTMLElement): void {
  for (const one of [...body.querySelectorAll<HTMLElement>("b, strong")]) {
    if (/font-weight:\s*(normal|[1-4]00)/i.test(one.getAttribute("style") ?? "")) one.replaceWith(...one.childNodes);
  }
  for (const one of [...body.querySelectorAll<HTMLElement>("span[style]")]) {
    const style = one.getAttribute("style") ?? "";
    for (const [pattern, name] of [[/font-weight:\s*(bold|[6-9]00)/i, "strong"], [/font-style:\s*italic/i, "em"]] as const) {
      if (!pattern.test(style) || !one.textContent?.trim()) continue;
      const mark = document.createElement(name);
      mark.append(...one.childNodes);
      one.append(mark);
    }
  }
}
