/**
 * The comments of a paper as they live: beside their blocks, or in a drawer; those of others come by the room of the paper's
 * comments, one's own by the outbox. A comment whose block goes from the text lands among those without a paragraph.
 */
import { say } from "../words.ts";
import { announce, announceCount } from "../frame/announce.ts";
import { may, seat } from "../frame/page.ts";
import { page as fetchPage } from "../frame/send.ts";
import { expelled, guard } from "../frame/standing.ts";
import { Composer, draftsChanged } from "../discussion/composer.ts";
import { blocksChanged } from "../documents/blocks.ts";
import { arrived, outboxChanged, refused, waiting } from "../discussion/outbox.ts";
import { Unsent } from "../discussion/unsent.ts";
import { applied, element, insertByKey, morph, remove, replace } from "../live/apply.ts";
import type { Push } from "../live/pushes.ts";
import type { RoomPage } from "../live/room.ts";
import { follow } from "../live/rooms.ts";
import { Column, WIDE } from "./beside.ts";
import { Drawer } from "./drawer.ts";
import { mark } from "./marks.ts";
import { startOpening } from "./opening.ts";
import { placeOf, theText, written } from "./places.ts";
import { addressed, RemarkSheet } from "./sheet.ts";
import { cardsChanged, dropWaiting, startWaiting } from "./waiting.ts";

/** A block that is missing for so long is gone; a text that is being built lacks all of them for a moment. Milliseconds. */
const DOUBT = 1_500;

/** Starts the comments of this page. */
export function startRemarks(aside: HTMLElement): void {
  const list = aside.querySelector<HTMLElement>("#comments");
  const gone = aside.querySelector<HTMLElement>("#comments-gone");
  if (list && gone) new Remarks(aside, list, gone);
}

class Remarks implements RoomPage {
  private readonly column: Column;
  private readonly drawer: Drawer;
  private readonly thing: string;
  private readonly missing = new Map<string, number>();
  private block = "";
  private frame: number | undefined;

  constructor(
    private readonly aside: HTMLElement,
    private readonly list: HTMLElement,
    private readonly gone: HTMLElement,
  ) {
    this.thing = (aside.dataset["thing"] ?? "").replace(":", "-");
    const place = aside.querySelector<HTMLElement>("#remark-place");
    const section = gone.closest<HTMLElement>("section") ?? gone;
    this.column = new Column(aside, list, section, place, () => this.look());
    this.drawer = new Drawer(aside, () => this.look());
    addressed.hear((block) => {
      this.block = block;
      this.look();
    });
    this.startWriting(place);
    if (seat()) {
      startWaiting(list, this.thing);
      arrived.hear(({ sending, id, html }) => sending.thread === this.thing && this.arrived(sending.token, id, html));
      follow(aside.dataset["room"] ?? "", Number(aside.dataset["seq"]), this, may("moderate") ? "moderators" : "all");
    }
    // Words that were not accepted come back to where they can be seen.
    refused.hear((draft) => draft.thread === this.thing && this.drawer.open(draft.parent));
    expelled.hear(() => [...this.cards()].forEach((card) => remove(card.id)));
    this.watch();
  }

  apply(push: Push): void {
    if (push.op === "insert") this.put(push.list, push.id, push.html, true);
    else if (push.op === "remove") remove(push.id);
    for (const { id, html } of push.parts ?? []) this.part(id, html);
    this.look();
  }

  reached(seq: number): void {
    this.aside.dataset["seq"] = String(seq);
  }

  async swap(): Promise<number> {
    const fresh = (await fetchPage(location.href))?.getElementById("remarks");
    if (!fresh) throw new Error("the comments cannot be had");
    for (const id of ["comments", "comments-gone", "comments-count"]) {
      const [old, now] = [document.getElementById(id), fresh.ownerDocument.getElementById(id)];
      if (old && now) morph(old, now);
    }
    applied.send(this.aside);
    this.look();
    return Number(fresh.dataset["seq"]);
  }

  private startWriting(place: HTMLElement | null): void {
    const form = this.aside.querySelector<HTMLFormElement>('form[data-module="remark"]');
    if (!form) return;
    const sheet = new RemarkSheet(form, place);
    const composer = new Composer(form, this.thing, sheet);
    const open = (block: string, quotation: string): void => {
      this.drawer.open(block);
      void this.write(composer, block, quotation);
    };
    const { here } = startOpening(open);
    this.aside.querySelector("[data-remark]")?.addEventListener("click", () => {
      const at = here();
      const block = at?.block ?? sheet.choice.options[1]?.value ?? document.querySelector<HTMLElement>('#document [id^="b-"]')?.id.slice(2) ?? "";
      if (block) open(block, at?.words ?? "");
    });
    sheet.choice.addEventListener("change", () => composer.readdress(sheet.choice.value, ""));
    form.querySelector("[data-unquote]")?.addEventListener("click", () => {
      composer.readdress(composer.parent, "");
      sheet.focus();
    });
    this.guard(composer, place ?? form);
  }

  private async write(composer: Composer, block: string, quotation: string): Promise<void> {
    const same = composer.parent === block;
    await composer.answer(block, quotation);
    if (same && quotation) composer.readdress(block, quotation);
    this.arrange(); // it is where it will stay before it is brought into sight
    composer.focus();
  }

  private guard(composer: Composer, place: HTMLElement): void {
    const unsent = new Unsent(place);
    const words = (): string[] => (may("reply") && may("read") ? [] : [...composer.unsent(), ...waiting().filter((one) => one.thread === this.thing)].map((one) => one.words));
    guard({ form: composer.form, words, changes: [draftsChanged, outboxChanged], show: (reason, kept) => unsent.show(reason, kept) });
  }

  /** Puts a card in its place, wherever it was before. */
  private put(list: string, id: string, html: string, tell = false): void {
    const old = document.getElementById(id);
    const into = this.isGone(element(html)) || list === this.gone.id ? this.gone : this.list;
    if (old?.parentElement === into) replace(id, html);
    else {
      old?.remove();
      insertByKey(into, element(html), (card) => card.dataset["key"] ?? "");
      const card = document.getElementById(id);
      if (tell && !old && card?.dataset["author"] !== seat()) announceCount("{count} new comments");
    }
  }

  private part(id: string, html: string): void {
    replace(id, html);
    const said = document.getElementById("comments-count")?.textContent ?? "";
    for (const place of document.querySelectorAll("[data-comments-said]")) place.textContent = said;
  }

  private arrived(token: string, id: string, html: string): void {
    const list = document.getElementById(id)?.parentElement?.id ?? this.list.id;
    if (!document.getElementById(id)) this.put(list, id, html);
    dropWaiting(this.list, token, document.getElementById(id));
    announce(say("Your comment is there."));
    this.look();
  }

  private watch(): void {
    const look = (): void => this.look();
    const text = theText();
    if (text) {
      new MutationObserver(look).observe(text, { childList: true, subtree: true, characterData: true });
      const sizes = new ResizeObserver(look);
      for (const one of [text, this.aside, this.list]) sizes.observe(one);
    }
    for (const heard of [cardsChanged, applied, draftsChanged, blocksChanged] as const) heard.hear(look);
    addEventListener("resize", look);
    addEventListener("hashchange", () => this.follow());
    WIDE.addEventListener("change", look);
    this.aside.addEventListener("input", look);
    this.arrange();
    this.aside.dataset["arranged"] = "beside";
    this.arrange();
    this.follow();
  }

  /** An address that names a comment shows it, folded or not, in the drawer if need be. */
  private follow(): void {
    const card = location.hash.startsWith("#comment-") ? document.getElementById(location.hash.slice(1)) : null;
    if (!card?.matches(".remark")) return;
    this.column.open(card.dataset["place"] ?? "");
    this.drawer.open(card.parentElement === this.gone ? "" : (card.dataset["place"] ?? ""));
    this.arrange();
    card.scrollIntoView({ block: "center", behavior: "instant" });
  }

  private look(): void {
    this.frame ??= requestAnimationFrame(() => this.arrange());
  }

  private arrange(): void {
    if (this.frame !== undefined) cancelAnimationFrame(this.frame);
    this.frame = undefined;
    if (theText()) {
      this.move();
      this.column.arrange(this.block);
      mark([...this.list.querySelectorAll<HTMLElement>(":scope > .remark")], (block, opener) => this.drawer.open(block, opener));
    }
    this.drawer.filter();
  }

  /** Cards go with their blocks: to those without a paragraph, and back when it is there again. */
  private move(): void {
    for (const card of this.cards()) {
      const lost = this.isGone(card);
      const into = lost ? this.gone : this.list;
      if (card.parentElement === into || (!lost && !placeOf(card.dataset["place"] ?? ""))) continue;
      insertByKey(into, card, (one) => one.dataset["key"] ?? "");
    }
    for (const card of this.cards()) {
      const where = card.querySelector<HTMLElement>(".remark__where");
      if (!where) continue;
      where.hidden = card.parentElement === this.gone;
      if (where.hidden) where.querySelector("[data-paragraph]")?.replaceChildren();
    }
  }

  /** Whether the text on this page has lost a card's block. What is read and not written is as the server said. */
  private isGone(card: HTMLElement): boolean {
    const block = card.dataset["place"] ?? "";
    if (!block || !written() || document.querySelector(`#document [data-id="${CSS.escape(block)}"]`) || placeOf(block)) {
      this.missing.delete(block);
      return false;
    }
    const since = this.missing.get(block) ?? Date.now();
    if (!this.missing.has(block)) {
      this.missing.set(block, since);
      setTimeout(() => this.look(), DOUBT + 50);
    }
    return Date.now() - since >= DOUBT;
  }

  private cards(): HTMLElement[] {
    return [...this.aside.querySelectorAll<HTMLElement>(".remark")];
  }
}
