/** The stretch of a long thread that the page has loaded: where it ends, and how it grows without leaving the page. */
import { say } from "../words.ts";
import { announce } from "../frame/announce.ts";
import { page as fetchPage } from "../frame/send.ts";
import { element, focusOn, insertByKey, keepingPlace, keyed } from "../live/apply.ts";
import { outsideBoth } from "./marks.ts";
import { numberOf, placeIn, posts } from "./posts.ts";

type Edge = "earlier" | "later";

/** The edges of what is loaded. */
export class Stretch {
  /** @param joined is given the number that the fetched stretch carries, and its posts. */
  constructor(
    private readonly section: HTMLElement,
    private readonly list: HTMLElement,
    private readonly order: string,
    private readonly joined: (seq: number, fresh: readonly HTMLElement[]) => void,
  ) {
    section.addEventListener("click", (event) => {
      const link = event.target instanceof Element ? event.target.closest<HTMLAnchorElement>("a.earlier, a.later") : null;
      if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      void this.load(link.classList.contains("earlier") ? "earlier" : "later", link);
    });
  }

  /** Whether a place in the order lies before or after what is loaded, on another page. */
  lacks(at: string): boolean {
    const placeOf = placeIn(this.order);
    const items = keyed(this.list);
    const [first, last] = [items[0], items.at(-1)];
    if (!first || !last) return this.link("later") !== null || this.link("earlier") !== null;
    return (this.link("later") !== null && at > placeOf(last)) || (this.link("earlier") !== null && at < placeOf(first));
  }

  /** Takes over the edges of a fetched page. */
  takeLinks(from: ParentNode | undefined): void {
    for (const edge of ["earlier", "later"] as const) this.takeLink(edge, from?.querySelector(`.${edge}`) ?? null);
  }

  private link(edge: Edge): HTMLAnchorElement | null {
    return this.section.querySelector<HTMLAnchorElement>(`a.${edge}`);
  }

  private takeLink(edge: Edge, fresh: Element | null): void {
    const old = this.link(edge);
    if (!fresh) old?.remove();
    else if (old) old.setAttribute("href", fresh.getAttribute("href") ?? "");
    else if (edge === "earlier") this.list.before(document.importNode(fresh, true));
    else this.list.after(document.importNode(fresh, true));
  }

  private async load(edge: Edge, link: HTMLAnchorElement): Promise<void> {
    if (link.getAttribute("aria-busy")) return;
    link.setAttribute("aria-busy", "true");
    try {
      const fresh = await fetchPage(link.href);
      const section = fresh?.getElementById(this.section.id);
      if (!fresh || !section) throw new Error("the page cannot be had");
      this.join(edge, section);
    } catch (reason) {
      console.warn(`stretch: ${edge} posts could not be loaded`, reason);
      announce(say("This could not be loaded. Try again."));
      this.complain(link);
    } finally {
      link.removeAttribute("aria-busy");
    }
  }

  private join(edge: Edge, section: HTMLElement): void {
    const fresh = posts(section.querySelector("#posts") ?? section).map((item) => element(item.outerHTML));
    const known = new Set(posts(this.list).map((item) => item.id));
    const added = fresh.filter((item) => !known.has(item.id));
    const focused = document.activeElement === this.link(edge);
    for (const item of added) item.querySelector(":scope > .since")?.remove();
    keepingPlace(() => posts(this.list), () => {
      for (const item of added) insertByKey(this.list, item, placeIn(this.order));
      this.takeLink(edge, section.querySelector(`.${edge}`));
    });
    this.section.parentElement?.querySelector(".stretch-wrong")?.remove();
    const number = (text: string | undefined): number | undefined => (text ? Number(text) : undefined);
    const outside = outsideBoth(number(this.section.dataset["outside"]), number(section.dataset["outside"]), new Set(posts(this.list).map(numberOf)));
    this.section.dataset["outside"] = String(outside ?? "");
    this.joined(Number(section.dataset["seq"]), added);
    const next = edge === "later" ? added[0] : added.at(-1);
    if (focused && next) focusOn(next);
  }

  /** Says beside the link that it did not work; the link stays and can be tried again. */
  private complain(link: HTMLElement): void {
    if (this.section.querySelector(".stretch-wrong")) return;
    const sentence = document.createElement("p");
    sentence.className = "meta stretch-wrong";
    sentence.textContent = say("This could not be loaded. Try again.");
    link.after(sentence);
  }
}
