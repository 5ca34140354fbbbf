/** What is pasted from Word and from web pages keeps its structure and loses the rest. */

const RUBBISH = "style, script, meta, link, title, head, template, iframe, object, img, svg, video, audio, button, input, select, textarea, xml, o\\:p";
const KEPT: Readonly<Record<string, readonly string[]>> = { A: ["href", "data-citation", "data-thread", "data-number"], TD: ["colspan", "rowspan"], TH: ["colspan", "rowspan"], OL: ["start"], SPAN: ["data-footnote"] };
const EVERYWHERE = ["data-level"];

/** Cleans HTML from the clipboard before the schema reads it. */
export function cleanedPaste(html: string): string {
  const page = new DOMParser().parseFromString(html, "text/html");
  const comments = document.createNodeIterator(page, NodeFilter.SHOW_COMMENT);
  const gone: Node[] = [];
  for (let one = comments.nextNode(); one; one = comments.nextNode()) gone.push(one);
  for (const one of gone) (one as ChildNode).remove();
  for (const one of page.querySelectorAll(RUBBISH)) one.remove();
  lists(page.body);
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
