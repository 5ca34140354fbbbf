/**
 * Notes what has been read: a post of somebody else's that was in sight for about a second while the page was looked at.
 * The mark goes to the server a little later, and when the page is left; it never goes back.
 */
import { say } from "../words.ts";
import { seat } from "../frame/page.ts";
import { send } from "../frame/send.ts";
import { nextMark } from "./marks.ts";
import { numberOf, own, posts, threadAddress } from "./posts.ts";

const DWELL = 1_000;
const SETTLE = 2_000;
/** A mark that did not get through is tried again; there is no hurry. */
const AGAIN = 15_000;

/** Follows what one reader sees of one thread. */
export class Reading {
  private readonly unseen = new Map<Element, number>();
  private readonly seen = new Set<number>();
  private readonly dwelling = new Map<Element, number>();
  private readonly eyes: IntersectionObserver;
  private saved: number;
  private readonly knownFrom: number;
  private timer: number | undefined;
  private stopped = seat() === "";

  /** @param waiting the numbers of new posts that are not on the page. */
  constructor(
    private readonly section: HTMLElement,
    private readonly list: Element,
    private readonly waiting: () => readonly number[],
  ) {
    this.saved = Number(section.dataset["mark"] ?? 0);
    // On a first visit everything is unread, and a mark on every post would say nothing.
    this.knownFrom = this.saved || Math.max(0, ...posts(list).map(numberOf));
    this.eyes = new IntersectionObserver((entries) => this.look(entries), { threshold: [0, 0.5] });
    document.addEventListener("visibilitychange", () => (document.hidden ? this.leave() : this.lookAgain()));
    addEventListener("pagehide", () => this.leave());
  }

  /** Begins to watch a post that has come or changed; one that was watched already is not counted twice. */
  watch(item: HTMLElement): void {
    if (this.stopped || own(item) || !(numberOf(item) > this.mark)) return;
    if (numberOf(item) > this.knownFrom) this.label(item);
    if (this.seen.has(numberOf(item))) return;
    this.unseen.set(item, numberOf(item));
    for (const sign of signs(item)) this.eyes.observe(sign);
  }

  /** Posts that the reader has not seen yet, in the order of the page. */
  next(): HTMLElement[] {
    return posts(this.list).filter((item) => this.unseen.has(item));
  }

  /** A post has gone. */
  forget(item: Element): void {
    if (!this.unseen.delete(item)) return;
    this.stopDwelling(item);
    this.changed();
  }

  /** The page's content was taken anew, with the mark that the server knows; `lost`: what was read of it before may have been other posts. */
  restart(lost = false): void {
    if (lost) {
      this.saved = 0;
      this.seen.clear();
    }
    this.saved = Math.max(this.saved, Number(this.section.dataset["mark"] ?? 0));
    for (const item of [...this.unseen.keys()]) if (!item.isConnected || numberOf(item as HTMLElement) <= this.saved) this.unseen.delete(item);
    for (const item of posts(this.list)) this.watch(item);
  }

  private get mark(): number {
    return Number(this.section.dataset["mark"] ?? 0);
  }

  /** By shape and by word, as the style sheet and a screen reader need it. */
  private label(item: Element): void {
    item.classList.add("post-item--new");
    const who = item.querySelector(".who");
    if (!who || who.querySelector(".said")) return;
    const word = document.createElement("span");
    word.className = "said";
    word.textContent = `${say("New:")} `;
    who.prepend(word);
  }

  private look(entries: readonly IntersectionObserverEntry[]): void {
    for (const entry of entries) {
      const item = entry.target.closest(".post-item");
      if (!item || !this.unseen.has(item)) continue;
      // A post that is longer than the screen is read when its end is in sight.
      const enough = entry.target === item ? entry.intersectionRatio >= 0.5 : entry.isIntersecting;
      if (enough) this.dwell(item);
      else if (entry.target === item && !entry.isIntersecting) this.stopDwelling(item);
    }
  }

  private dwell(item: Element): void {
    if (document.hidden || this.dwelling.has(item)) return;
    this.dwelling.set(item, setTimeout(() => this.saw(item), DWELL));
  }

  private stopDwelling(item: Element): void {
    clearTimeout(this.dwelling.get(item));
    this.dwelling.delete(item);
  }

  private saw(item: Element): void {
    this.stopDwelling(item);
    const number = this.unseen.get(item);
    if (number === undefined) return;
    this.unseen.delete(item);
    this.seen.add(number);
    for (const sign of signs(item)) this.eyes.unobserve(sign);
    // The line that leads to what is unread has nothing to lead to any more.
    if (this.unseen.size === 0 && this.away() === Infinity) document.querySelector("[data-unread]")?.closest("span")?.remove();
    this.changed();
  }

  private lookAgain(): void {
    for (const item of this.unseen.keys()) {
      for (const sign of signs(item)) {
        this.eyes.unobserve(sign);
        this.eyes.observe(sign);
      }
    }
  }

  /** What the mark may be now. */
  private reached(): number {
    const away = this.away();
    const highest = Math.max(0, ...posts(this.list).map(numberOf));
    return nextMark(this.mark, [...this.unseen.values()], Number.isFinite(away) ? away : undefined, highest);
  }

  /** The lowest unread number that is not on the page; infinity when there is none. */
  private away(): number {
    return Math.min(Number(this.section.dataset["outside"] || Infinity), ...this.waiting().filter((number) => number > this.mark));
  }

  private changed(): void {
    if (this.stopped || this.reached() <= this.saved) return;
    this.timer ??= setTimeout(() => void this.save(), SETTLE);
  }

  private leave(): void {
    for (const item of [...this.dwelling.keys()]) this.stopDwelling(item);
    if (this.timer !== undefined) void this.save({ keepalive: true });
  }

  private async save(options: { keepalive?: boolean } = {}): Promise<void> {
    clearTimeout(this.timer);
    this.timer = undefined;
    const mark = this.reached();
    if (mark <= this.saved) return;
    const outcome = await send("POST", `${threadAddress(this.section.id.replace(/^thread-/, ""))}/mark`, { number: String(mark) }, options);
    if (outcome.kind === "done") this.saved = Math.max(this.saved, mark);
    else if (outcome.kind === "later") this.timer ??= setTimeout(() => void this.save(), Math.max(AGAIN, outcome.wait ?? 0));
    else {
      this.stopped = true;
      console.warn(`reading: the mark was refused (${outcome.status})`, outcome.message);
    }
  }
}

/** What tells that a post is in sight: the post itself, and its end. */
function signs(item: Element): Element[] {
  const end = item.querySelector(".acts");
  return end ? [item, end] : [item];
}
