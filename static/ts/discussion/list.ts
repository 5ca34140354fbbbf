/**
 * The list of threads, or of papers, as it lives: what a row says changes at once and in place; new rows and a new order wait behind the
 * pill. How much is unread is the reader's own, so the page counts it itself.
 */
import { say } from "../words.ts";
import { announceCount, forgetCount } from "../frame/announce.ts";
import { calm, seat } from "../frame/page.ts";
import { page as fetchPage } from "../frame/send.ts";
import { applied, element, focusOn, keepingPlace, keyed, morph, remove } from "../live/apply.ts";
import { gather } from "../live/gather.ts";
import { findPill, tellPill } from "../live/pill.ts";
import type { Push } from "../live/pushes.ts";
import type { Room, RoomPage } from "../live/room.ts";
import { follow } from "../live/rooms.ts";

/** What is said of rows that wait; the list names what its rows are. */
const NEWS: Readonly<Record<string, string>> = { threads: "{count} threads with news", papers: "{count} papers with news" };

/** Follows all lists whose threads stand among these rows; `main` names them. */
export function startList(list: HTMLElement, main: HTMLElement): void {
  const rows = new Rows(list);
  const rooms = gather(main, (place) => rows.follow(place), (change) => rows.renew(change));
  addEventListener("pageshow", (event) => {
    // Threads were read meanwhile, in this very tab: only the server knows how much is unread now.
    if (event.persisted) for (const room of rooms.values()) void room.swap(false);
  });
}

class Rows {
  private readonly pill = findPill();
  private readonly held = new Map<string, HTMLElement>();
  private readonly moved = new Set<string>();

  constructor(private readonly list: HTMLElement) {
    this.pill.addEventListener("click", () => this.show());
  }

  follow(place: HTMLElement): Room {
    const page: RoomPage = {
      apply: (push) => this.apply(push),
      reached: (seq) => void (place.dataset["seq"] = String(seq)),
      swap: () => this.swap(place.dataset["room"] ?? ""),
    };
    return follow(place.dataset["room"] ?? "", Number(place.dataset["seq"]), page);
  }

  private apply(push: Push): void {
    if (push.op === "insert") this.row(push.id, push.html);
    else if (push.op === "remove") this.leave(push.id);
    for (const part of push.parts ?? []) if (part.id.startsWith("thread-row-")) this.row(part.id, part.html);
  }

  private get newsOf(): string {
    return NEWS[this.list.dataset["rows"] ?? ""] ?? "{count} threads with news";
  }

  private row(id: string, html: string): void {
    const fresh = element(html);
    const old = document.getElementById(id);
    if (!this.chosen(fresh)) return this.leave(id);
    if (!old) return this.wait(id, fresh);
    const news = this.unread(old, fresh);
    const key = old.dataset["key"];
    keepingPlace(() => keyed(this.list), () => morph(old, fresh));
    const now = document.getElementById(id);
    if (!now) return;
    mark(now, news);
    applied.send(now);
    if (now.dataset["key"] !== key && this.misplaced(now)) this.news(id);
  }

  /** Whether a row is at one of the stages that the reader chose to see; rows without stages always are. */
  private chosen(row: HTMLElement): boolean {
    const [stage, stages] = [row.dataset["stage"], this.list.dataset["stages"]];
    return stage === undefined || stages === undefined || stages.split(" ").includes(stage);
  }

  private leave(id: string): void {
    this.held.delete(id);
    this.moved.delete(id);
    keepingPlace(() => keyed(this.list).filter((row) => row.id !== id), () => remove(id));
    this.tell();
  }

  /** A thread that is not among the rows: it is shown when asked for, if it belongs to what the reader chose to see. */
  private wait(id: string, fresh: HTMLElement): void {
    const news = this.unread(this.held.get(id), fresh);
    const chosen = this.list.dataset["filter"];
    if (chosen === "concluded" && !fresh.querySelector(".concluded")) return;
    if (chosen === "unread" && news === 0) return;
    const last = keyed(this.list).at(-1)?.dataset["key"] ?? "";
    if (document.querySelector("a.later") && (fresh.dataset["key"] ?? "") < last) return;
    mark(fresh, news);
    this.held.set(id, fresh);
    this.news(id);
    if (keyed(this.list).length === 0) this.show(false); // where nothing stands, nothing is moved
  }

  private news(id: string): void {
    if (!this.moved.has(id)) announceCount(this.newsOf);
    this.moved.add(id);
    this.tell();
  }

  private misplaced(row: HTMLElement): boolean {
    const rows = keyed(this.list);
    const at = rows.indexOf(row);
    const key = row.dataset["key"] ?? "";
    const [before, after] = [rows[at - 1]?.dataset["key"], rows[at + 1]?.dataset["key"]];
    return (before !== undefined && before < key) || (after !== undefined && after > key);
  }

  /** What the reader has not read of it, as far as this page can know. */
  private unread(old: HTMLElement | undefined, fresh: HTMLElement): number {
    const grown = Number(fresh.dataset["last"]) - Number(old?.dataset["last"] ?? 0);
    const before = old?.querySelector(".row--new") ? Number(/\d+/.exec(old.querySelector(".row__new")?.textContent ?? "")?.[0] ?? 1) : 0;
    return grown > 0 && fresh.dataset["authorLast"] !== seat() ? before + (old ? grown : 1) : before;
  }

  private show(lead = true): void {
    forgetCount(this.newsOf);
    document.querySelector("[data-empty]")?.remove();
    const ids = new Set(this.moved);
    const sorted = [...keyed(this.list), ...this.held.values()].sort((one, other) => ((one.dataset["key"] ?? "") < (other.dataset["key"] ?? "") ? 1 : -1));
    this.held.clear();
    this.moved.clear();
    for (const row of sorted) this.list.append(row);
    applied.send(this.list);
    this.tell();
    const first = keyed(this.list).find((row) => ids.has(row.id));
    const link = first?.querySelector<HTMLElement>("h2 a");
    if (!lead || !first || !link) return;
    focusOn(link);
    first.scrollIntoView({ block: "center", behavior: calm() ? "instant" : "smooth" });
  }

  /** What waits is among what comes. */
  renew(change: () => void): void {
    this.held.clear();
    this.moved.clear();
    keepingPlace(() => keyed(this.list), change);
    this.tell();
  }

  private async swap(room: string): Promise<number> {
    const fresh = await fetchPage(location.href);
    const rows = fresh?.getElementById("rows");
    const place = fresh?.querySelector<HTMLElement>(`[data-room="${CSS.escape(room)}"]`);
    if (!rows || !place) throw new Error("the list cannot be had");
    this.renew(() => morph(this.list, rows));
    applied.send(this.list);
    return Number(place.dataset["seq"]);
  }

  private tell(): void {
    tellPill(this.pill, this.moved.size > 0 ? say(this.newsOf, { count: this.moved.size }) : "");
  }
}

/** Says on a row how much of it is unread: by weight, by shape and by word. */
function mark(row: HTMLElement, count: number): void {
  row.querySelector(".row")?.classList.toggle("row--new", count > 0);
  const place = row.querySelector(".row__new");
  if (place && count > 0) place.textContent = count > 99 ? say("over 99 new") : say("{count} new", { count });
}
