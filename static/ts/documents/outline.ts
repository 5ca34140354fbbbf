/** The outline beside a text: its headings, as they are now, and which of them one is at. */
import { element } from "../live/apply.ts";
import { blocksChanged, type Numbered } from "./blocks.ts";

/** Under this part of the screen a heading is what comes, not where one is. */
const READ_AT = 0.3;

/** Keeps the outline as the text is. */
export function startOutline(list: HTMLElement): void {
  blocksChanged.hear((blocks) => show(list, blocks.filter(({ level }) => level > 0)));
  let asked = false;
  const look = (): void => {
    asked = false;
    here(list);
  };
  const soon = (): void => {
    if (asked) return;
    asked = true;
    requestAnimationFrame(look);
  };
  addEventListener("scroll", soon, { passive: true });
  addEventListener("resize", soon, { passive: true });
  look();
}

function show(list: HTMLElement, headings: readonly Numbered[]): void {
  headings.forEach(({ id, level, words }, at) => {
    const item = list.children[at] instanceof HTMLElement ? (list.children[at] as HTMLElement) : list.appendChild(element("<li><a></a></li>"));
    const link = item.querySelector("a");
    if (!link) return;
    item.dataset["level"] = String(level);
    if (link.getAttribute("href") !== `#b-${id}`) link.setAttribute("href", `#b-${id}`);
    if (link.textContent !== words) link.textContent = words;
  });
  while (list.children.length > headings.length) list.lastElementChild?.remove();
  here(list);
}

function here(list: HTMLElement): void {
  let current: HTMLAnchorElement | undefined;
  const links = [...list.querySelectorAll<HTMLAnchorElement>("a[href]")];
  for (const link of links) {
    const heading = document.getElementById(link.hash.slice(1));
    if (heading && heading.getBoundingClientRect().top < innerHeight * READ_AT) current = link;
  }
  for (const link of links) {
    if (link === current) link.setAttribute("aria-current", "location");
    else link.removeAttribute("aria-current");
  }
}
