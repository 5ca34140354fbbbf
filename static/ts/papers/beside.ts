/**
 * Puts each comment beside its block where the screen is wide enough: level with it, or as near below as those above leave
 * room; what is being written stands level in any case. Several on one block are folded behind a button.
 */
import { say } from "../words.ts";
import { GAP, pack } from "./pack.ts";
import { numberOf, placeOf } from "./places.ts";

/** From here on there is room beside the text; as in comments.css. */
export const WIDE = matchMedia("(min-width: 75rem)");

/** How many cards of one block are shown unfolded. */
const SHOWN = 2;

interface Item {
  readonly element: HTMLElement;
  readonly place: HTMLElement | undefined;
  /** It stands level with its block, whatever the others do. */
  readonly fixed: boolean;
}

/** The cards of one column. */
export class Column {
  private readonly opened = new Set<string>();

  /** @param changed is called when a fold was opened or closed by hand. */
  constructor(
    private readonly aside: HTMLElement,
    private readonly list: HTMLElement,
    private readonly gone: HTMLElement,
    private readonly writing: HTMLElement | null,
    private readonly changed: () => void,
  ) {}

  /** Puts every card where it belongs now; `block`: the one that is written about. */
  arrange(block: string): void {
    this.sort();
    this.fold();
    if (!WIDE.matches) return this.release();
    const items = this.items(block);
    const top = this.aside.getBoundingClientRect().top;
    const head = this.aside.querySelector<HTMLElement>(".remarks__head");
    const standing = this.aside.querySelector<HTMLElement>(":scope > .standing");
    const start = Math.max(0, ...[head, standing].filter((one) => one && one.getClientRects().length > 0).map((one) => (one?.getBoundingClientRect().bottom ?? 0) - top + GAP));
    const heights = items.map(({ element }) => element.offsetHeight);
    const wished = items.map(({ place }) => (place ? place.getBoundingClientRect().top - top : start));
    const tops = pack(wished, heights, start, items.findIndex(({ fixed }) => fixed));
    items.forEach(({ element }, at) => (element.style.top = `${tops[at] ?? start}px`));
    const end = Math.max(start, ...tops.map((one, at) => one + (heights[at] ?? 0) + GAP));
    this.gone.style.top = `${end + GAP}px`;
    this.aside.style.minHeight = `${end + GAP + this.gone.offsetHeight}px`;
  }

  /** Nothing of a block is folded any more. */
  open(block: string): void {
    this.opened.add(block);
  }

  /** The cards stand in the order of their blocks on this page, which may be newer than their keys. */
  private sort(): void {
    const cards = [...this.list.querySelectorAll<HTMLElement>(":scope > .remark")];
    const sorted = cards
      .map((card, at) => ({ card, at, place: placeOf(card.dataset["place"] ?? "") }))
      .sort((one, other) => order(one.place, other.place) || one.at - other.at)
      .map(({ card }) => card);
    if (sorted.some((card, at) => card !== cards[at])) {
      const focused = this.list.contains(document.activeElement) ? document.activeElement : null;
      for (const card of sorted) this.list.append(card);
      if (focused instanceof HTMLElement) focused.focus({ preventScroll: true });
    }
    for (const card of sorted) this.tellNumber(card);
  }

  private tellNumber(card: HTMLElement): void {
    const place = placeOf(card.dataset["place"] ?? "");
    const number = place ? numberOf(place) : "";
    const at = card.querySelector("[data-paragraph]");
    if (at && number && at.textContent !== number) at.textContent = number;
  }

  private fold(): void {
    for (const more of this.list.querySelectorAll(":scope > .remarks__more")) more.remove();
    const groups = grouped(this.cards());
    for (const [block, cards] of groups) {
      const folds = WIDE.matches && cards.length > SHOWN + 1 && !this.opened.has(block) && !cards.some((card) => card.contains(document.activeElement) || card.matches(":target"));
      cards.forEach((card, at) => (card.hidden = folds && at >= SHOWN));
      if (folds) cards[SHOWN - 1]?.after(this.more(block, cards.length - SHOWN));
    }
  }

  private more(block: string, count: number): HTMLElement {
    const item = document.createElement("li");
    item.className = "remarks__more";
    item.dataset["place"] = block;
    item.dataset["kept"] = "";
    const button = document.createElement("button");
    button.type = "button";
    button.className = "btn btn--bare";
    button.textContent = say("{count} more on this paragraph", { count });
    button.addEventListener("click", () => {
      this.open(block);
      this.changed();
    });
    item.append(button);
    return item;
  }

  private items(block: string): Item[] {
    const cards = [...this.list.children].filter((one): one is HTMLElement => one instanceof HTMLElement && !one.hidden);
    const items = cards.map((element) => ({ element, place: placeOf(blockOf(element)), fixed: false }));
    if (!this.writing || this.writing.hidden || !block) return items;
    const place = placeOf(block);
    const form = { element: this.writing, place, fixed: place !== undefined };
    const after = items.findIndex((one) => order(place, one.place) <= 0);
    items.splice(after < 0 ? items.length : after, 0, form);
    return items;
  }

  private release(): void {
    for (const one of [...this.list.children, this.gone, this.writing]) if (one instanceof HTMLElement) one.style.removeProperty("top");
    this.aside.style.removeProperty("min-height");
  }

  private cards(): HTMLElement[] {
    return [...this.list.querySelectorAll<HTMLElement>(":scope > .remark")];
  }
}

const blockOf = (card: HTMLElement): string => card.dataset["place"] ?? "";

function grouped(cards: readonly HTMLElement[]): Map<string, HTMLElement[]> {
  const groups = new Map<string, HTMLElement[]>();
  for (const card of cards) groups.set(blockOf(card), [...(groups.get(blockOf(card)) ?? []), card]);
  return groups;
}

/** In the order of the page; what stands nowhere comes last. */
function order(one: HTMLElement | undefined, other: HTMLElement | undefined): number {
  if (!one || !other) return Number(!one) - Number(!other);
  if (one === other) return 0;
  return one.compareDocumentPosition(other) & Node.DOCUMENT_POSITION_FOLLOWING ? -1 : 1;
}
