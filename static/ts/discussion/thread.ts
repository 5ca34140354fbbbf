/** A thread's page as it lives: puts pushes in their place, lets what would move the reader's text wait, shows one's own posts. */
import { say } from "../words.ts";
import { announce, announceCount, forgetCount } from "../frame/announce.ts";
import { calm, may, seat } from "../frame/page.ts";
import { page as fetchPage } from "../frame/send.ts";
import { applied, element, focusOn, insertByKey, keepingPlace, keyed, leaving, morph, remove, replace } from "../live/apply.ts";
import { Hold } from "../live/hold.ts";
import { findPill, tellPill } from "../live/pill.ts";
import type { Insert, Push } from "../live/pushes.ts";
import type { Room, RoomPage } from "../live/room.ts";
import { catchUpAll, follow } from "../live/rooms.ts";
import type { Composer } from "./composer.ts";
import { Asides } from "./asides.ts";
import { Copies } from "./copies.ts";
import { arrived, settle, type Sending } from "./outbox.ts";
import { dropPending, pendingOf, pendings } from "./pending.ts";
import { numberOf, own, place, placeIn, posts, threadAddress, threadOf } from "./posts.ts";
import { Reading } from "./reading.ts";
import { Stretch } from "./stretch.ts";

/** The push of one's own post is there by then, if the line is up. */
const PUSHED = 1_000;

/** How long after sending the author is taken to a post that lies outside the loaded stretch. */
const FRESH = 8_000;

/** Follows one thread. */
export class ThreadPage implements RoomPage {
  readonly id: string;
  readonly room: Room;
  readonly reading: Reading;
  private readonly hold: Hold;
  private readonly stretch: Stretch;
  private readonly pill = findPill();
  private readonly copies: Copies;
  private readonly asides: Asides;

  constructor(
    private readonly section: HTMLElement,
    private readonly list: HTMLElement,
    private readonly composer: Composer | undefined,
  ) {
    this.id = section.id.replace(/^thread-/, "");
    for (const line of list.querySelectorAll<HTMLElement>(".since")) line.dataset["kept"] = "";
    this.asides = new Asides(this.id);
    this.hold = new Hold((inside, outside) => this.tellHeld(inside, outside));
    this.reading = new Reading(section, list, () => this.hold.numbers());
    this.stretch = new Stretch(section, list, this.order, (seq, fresh) => this.joined(seq, fresh));
    applied.hear((at) => {
      for (const item of at.matches(".post-item") ? [at as HTMLElement] : posts(this.list)) this.reading.watch(item);
    });
    leaving.hear((at) => this.reading.forget(at));
    for (const item of posts(list)) this.reading.watch(item);
    this.pill.addEventListener("click", () => this.showHeld());
    arrived.hear(({ sending, id, html, url }) => sending.thread === this.id && this.settled(sending, id, html, url));
    this.room = follow(section.dataset["room"] ?? "", Number(section.dataset["seq"]), this, seat() ? (may("moderate") ? "moderators" : "all") : undefined);
    this.copies = new Copies(list, this.id, this.order, this.room, composer);
  }

  /** The order in which the posts stand: "tree" or "time". */
  get order(): string {
    return this.section.dataset["order"] ?? "tree";
  }

  apply(push: Push): void {
    if (push.op === "insert") this.insert(push);
    else if (push.op === "remove") this.remove(push.id);
    for (const { id, html } of push.parts ?? []) this.hold.renew(id, html) || keepingPlace(() => posts(this.list), () => replace(id, html));
  }

  reached(seq: number): void {
    this.section.dataset["seq"] = String(seq);
  }

  /** The page as it is now: its posts, its state, its edges. */
  async swap(lost: boolean): Promise<number> {
    let refusal = 0;
    const told = (status: number): void => void (refusal = status);
    // The post of a permalink may have gone, or been moved: then it is the thread that is open here.
    const fresh = (await fetchPage(location.href, told)) ?? (await fetchPage(threadAddress(this.id) + location.search, told));
    const section = fresh?.getElementById(this.section.id);
    if (!fresh || !section) throw new Error(`the page cannot be had (${refusal})`);
    this.hold.clear();
    const before = lost ? this.answered() : undefined;
    keepingPlace(() => posts(this.list), () => {
      for (const name of ["seq", "mark", "outside", "order"]) this.section.dataset[name] = section.dataset[name] ?? "";
      const list = fresh.getElementById("posts");
      if (list) morph(this.list, list);
      this.stretch.takeLinks(section);
      for (const id of ["state", "count", "conclusion"].map((name) => `thread-${name}-${this.id}`)) {
        const part = fresh.getElementById(id);
        const old = document.getElementById(id);
        if (part && old) morph(old, part);
      }
      this.asides.take(fresh);
      for (const copy of pendings(this.list)) this.list.append(copy);
    });
    for (const item of posts(this.list)) if (item.dataset["token"] && own(item)) this.arrivedAs(item.dataset["token"], item);
    // Once a backup was restored, another post can have the number of the one that is answered.
    if (before && before !== this.answered()) this.composer?.answersNobody();
    this.reading.restart(lost);
    applied.send(document.body);
    return Number(section.dataset["seq"]);
  }

  /** The token of the post that is being answered, if it stands on the page. */
  private answered(): string | undefined {
    return document.getElementById(`post-${this.id}-${this.composer?.parent || 0}`)?.dataset["token"];
  }

  /** Shows what waits, goes to the first of it, and puts the focus there; what lies outside is a page of its own. */
  showHeld(): void {
    const held = this.hold.take();
    if (held.length === 0) {
      const outside = this.hold.firstOutside();
      if (outside) location.assign(this.addressOf(outside.number, outside.id));
      return;
    }
    forgetCount("{count} new posts");
    const items = held.map((push) => this.put(push, element(push.html)));
    const first = items.sort((one, other) => (one.compareDocumentPosition(other) & Node.DOCUMENT_POSITION_FOLLOWING ? -1 : 1))[0];
    if (!first) return;
    focusOn(first);
    first.scrollIntoView({ block: "start", behavior: calm() ? "instant" : "smooth" });
  }

  /** The reader lost the right to read this: nothing of it stays on the screen. */
  empty(): void {
    this.hold.clear();
    for (const item of posts(this.list)) remove(item.id);
    this.stretch.takeLinks(undefined);
    document.getElementById(`thread-conclusion-${this.id}`)?.replaceChildren();
  }

  private insert(push: Insert): void {
    const item = element(push.html);
    const token = item.dataset["token"];
    if (document.getElementById(push.id)) {
      keepingPlace(() => posts(this.list), () => replace(push.id, push.html));
    } else if (this.hold.has(push.id)) {
      this.hold.renew(push.id, push.html);
    } else if (own(item)) {
      this.insertOwn(push, item);
    } else {
      this.insertOthers(push, item);
    }
    if (token && own(item)) this.arrivedAs(token, document.getElementById(push.id));
  }

  private insertOwn(push: Insert, item: HTMLElement): void {
    if (this.stretch.lacks(place(this.order, push.number, push.key))) return;
    const copy = item.dataset["token"] ? pendingOf(this.list, item.dataset["token"]) : null;
    if (copy) this.put(push, item);
    else keepingPlace(() => posts(this.list), () => this.put(push, item));
  }

  private insertOthers(push: Insert, item: HTMLElement): void {
    const at = place(this.order, push.number, push.key);
    if (this.stretch.lacks(at)) {
      this.hold.count(push);
      announceCount("{count} new posts elsewhere in this thread");
      return;
    }
    announceCount("{count} new posts");
    const atEnd = keyed(this.list).every((other) => placeIn(this.order)(other) < at);
    if (atEnd && !this.composer?.busy) this.put(push, item);
    else this.hold.wait(push);
  }

  private put(push: Insert, item: HTMLElement): HTMLElement {
    this.hold.drop(push.id);
    insertByKey(this.list, item, placeIn(this.order));
    return item;
  }

  private remove(id: string): void {
    this.hold.drop(id);
    this.asides.renew();
    keepingPlace(() => posts(this.list).filter((item) => item.id !== id), () => remove(id));
  }

  /** The server took one's own post and gave it back rendered; its push will say the same again. */
  private settled(sending: Sending, id: string, html: string, url: string): void {
    const item = element(html);
    if (threadOf(item) !== this.id) {
      // What it answers was moved meanwhile, and it stands there: whoever has just sent it is taken there.
      this.arrivedAs(sending.token, null);
      announce(say("Your answer is where the post was moved to."));
      if (url && this.copies.mine.has(sending.token) && Date.now() - sending.at < FRESH && !this.composer?.busy) location.assign(url);
      return;
    }
    const number = numberOf(item);
    if (!document.getElementById(id)) {
      if (this.stretch.lacks(place(this.order, number, item.dataset["key"] ?? ""))) {
        // It stands on another page of the thread; whoever has just sent it is taken there.
        if (this.copies.mine.has(sending.token) && Date.now() - sending.at < FRESH) location.assign(this.addressOf(number, id));
        return;
      }
      // Others' posts that were missed come first, in their order; then one's own, whatever the line does.
      if (number > this.highest() + 1) return void this.room.catchUp().then(() => this.place(sending.token, id, number, html));
    }
    this.place(sending.token, id, number, html);
  }

  /** Puts one's own post in its place if the push has not done so yet. */
  private place(token: string, id: string, number: number, html: string): void {
    if (!document.getElementById(id)) {
      const item = element(html);
      const at = this.room.seq;
      setTimeout(() => this.room.seq === at && void this.room.catchUp(), PUSHED);
      this.put({ room: this.room.name, seq: 0, mark: "", op: "insert", list: "posts", key: item.dataset["key"] ?? "", number, id, html }, item);
    }
    this.arrivedAs(token, document.getElementById(id));
    announce(say("Posted."));
  }

  /** The highest number that this page knows of. */
  private highest(): number {
    return Math.max(0, ...posts(this.list).map(numberOf), ...this.hold.numbers());
  }

  /** One's own post is on the page: its copy, its sending and the draft it came from are done. */
  private arrivedAs(token: string, item: HTMLElement | null): void {
    const copy = pendingOf(this.list, token);
    if (copy) dropPending(copy, item);
    settle(token);
    this.composer?.seen(token);
  }

  /** Another stretch of the thread was fetched and stands on the page now; it may be older than what was pushed meanwhile. */
  private joined(seq: number, fresh: readonly HTMLElement[]): void {
    for (const item of fresh) {
      this.hold.drop(item.id);
      applied.send(item);
      const token = item.dataset["token"];
      if (token && own(item)) this.arrivedAs(token, item);
    }
    this.reading.restart();
    this.room.replay(seq).catch((reason: unknown) => {
      console.warn("thread: what happened while earlier posts were fetched is not known yet", reason);
      catchUpAll();
    });
  }

  private tellHeld(inside: number, outside: number): void {
    const sentence = inside > 0 ? say("{count} new posts", { count: inside }) : outside > 0 ? say("{count} new posts elsewhere in this thread", { count: outside }) : "";
    tellPill(this.pill, sentence);
  }

  private addressOf(number: number, id: string): string {
    const order = new URL(location.href).searchParams.get("order");
    return `${threadAddress(this.id)}/posts/${number}${order ? `?order=${order}` : ""}#${id}`;
  }
}
