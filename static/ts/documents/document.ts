/**
 * The page of a co-edited text: shows it live in the place of what the server has rendered, lets those write who may, and
 * sees to it that no word is lost when that ends.
 */
import * as Y from "yjs";
import { say } from "../words.ts";
import { Unsent } from "../discussion/unsent.ts";
import { may } from "../frame/page.ts";
import { page as fetchPage } from "../frame/send.ts";
import { expelled, standingChanged } from "../frame/standing.ts";
import { applied, replace } from "../live/apply.ts";
import type { Push } from "../live/pushes.ts";
import { answered, follow, theLine } from "../live/rooms.ts";
import type { Line } from "../live/socket.ts";
import { startCaret } from "./blocks.ts";
import { askedFor, cite } from "./citing.ts";
import { Keeping } from "./keeping.ts";
import { startLooks } from "./looks.ts";
import { startOutline } from "./outline.ts";
import { Provider } from "./provider.ts";
import { Sheet } from "./sheet.ts";
import { Standing } from "./standing.ts";
import { paragraphsOf } from "./unsaved.ts";

/** Starts what the text of this page needs. */
export function startDocument(): void {
  const text = document.getElementById("document");
  const place = text?.closest<HTMLElement>("[data-room]");
  const line = theLine();
  if (text && place && line) new DocumentPage(text, place, line).start();
}

class DocumentPage {
  private readonly name: string;
  private readonly room: string;
  private readonly standing: Standing;
  private readonly lost: Unsent;
  private provider: Provider;
  private keeping: Keeping | undefined;
  private sheet: Sheet | undefined;
  private words: string[] = [];
  private gone = false;

  constructor(
    private readonly text: HTMLElement,
    private readonly place: HTMLElement,
    private readonly line: Line,
  ) {
    this.name = text.dataset["document"] ?? "";
    this.room = place.dataset["room"] ?? "";
    this.standing = new Standing();
    this.lost = new Unsent(document.getElementById("document-lost") ?? text);
    this.provider = this.begin();
  }

  start(): void {
    const outline = document.getElementById("outline");
    if (outline) startOutline(outline);
    startCaret(this.text);
    const shown = Number(this.text.dataset["number"]);
    startLooks(this.text, this.text.dataset["look"] ?? "", () => Math.max(shown, this.provider.number));
    answered.hear(({ room, refused }) => room === this.room && !refused && void this.enter());
    expelled.hear(() => this.leave());
    standingChanged.hear(() => this.look());
    applied.hear((at) => at.id === "document-drafting" && this.turn());
    follow(this.room, Number(this.place.dataset["seq"]), {
      apply: (push) => this.apply(push),
      swap: () => this.swap(),
    });
    addEventListener("beforeunload", (event) => {
      if (!this.provider.saved && !this.keeping?.keeps) event.preventDefault();
    });
  }

  /** Whether the text is written in: else the page stands as the server has made it. */
  private get drafting(): boolean {
    return document.getElementById("document-drafting")?.dataset["drafting"] === "true";
  }

  private begin(): Provider {
    const doc = new Y.Doc();
    const provider = new Provider(this.line, this.name, doc);
    if (may("draft") || Keeping.waits(this.name)) this.keep(doc);
    provider.changed.hear(() => provider === this.provider && this.look());
    provider.joined.hear(() => provider === this.provider && this.show());
    provider.refused.hear((reason) => provider === this.provider && void this.restart(reason));
    return provider;
  }

  private keep(doc: Y.Doc): void {
    const keeping = new Keeping(this.name, doc);
    this.keeping = keeping;
    keeping.changed.hear(() => keeping === this.keeping && this.provider.state === "offline" && this.look());
  }

  /** The room is open to us: both sides say what they have. */
  private async enter(): Promise<void> {
    if (!this.sheet && !this.drafting && !Keeping.waits(this.name)) return;
    await this.keeping?.ready;
    this.provider.enter();
  }

  private apply(push: Push): void {
    const { provider, sheet } = this;
    if (push.op === "update") {
      const change = (): void => provider.apply(push.data, push.number);
      if (sheet) sheet.take(change);
      else change();
    } else if (push.op === "replace") for (const { id, html } of push.parts ?? []) replace(id, html);
  }

  /** Too much has happened to be told one by one. */
  private async swap(): Promise<number> {
    const fresh = await fetchPage(location.href);
    const seq = Number(fresh?.getElementById(this.place.id)?.dataset["seq"] ?? NaN);
    if (!fresh || Number.isNaN(seq)) throw new Error("the page of the text cannot be had");
    for (const part of document.querySelectorAll('[id^="paper-"], #document-drafting')) replace(part.id, fresh.getElementById(part.id)?.outerHTML ?? part.outerHTML);
    return this.sheet ? await this.provider.join() : seq;
  }

  private show(): void {
    this.sheet ??= new Sheet(this.text, this.provider, (sentence) => this.standing.note(sentence));
    this.look();
  }

  /** Another page asks for a citation: it comes at the end, once it can be written. */
  private citeAsked(sheet: Sheet): void {
    const post = askedFor(location.search);
    if (!post) return;
    history.replaceState(history.state, "", location.pathname + location.hash);
    sheet.editor.commands.focus("end");
    void cite(sheet.editor, post, this.text.dataset["paper"] ?? "").then((reason) => reason && this.standing.note(reason));
  }

  /** The stage has opened or closed the text. */
  private turn(): void {
    this.look();
    if (this.drafting) void this.enter();
  }

  private look(): void {
    const { provider, sheet } = this;
    const writes = provider.writes && this.drafting && may("draft") && !this.gone && !["refused", "outdated", "joining"].includes(provider.state);
    if (writes && !this.keeping) this.keep(provider.doc);
    if (!provider.saved) this.keeping?.waits(true);
    else if (provider.state === "saved") this.keeping?.waits(false);
    sheet?.write(writes);
    if (sheet && writes) this.citeAsked(sheet);
    this.standing.show(provider.state, writes || !provider.saved, this.keeping);
  }

  /** The server would not have what was written: it is shown to be copied, and the text begins anew as the server has it. */
  private async restart(reason: string): Promise<void> {
    this.sheet?.write(false);
    this.rescue(reason);
    this.provider.end();
    await this.keeping?.clear();
    this.keeping = undefined;
    const old = this.sheet;
    this.sheet = undefined;
    this.provider = this.begin();
    this.provider.joined.hear(() => old?.close());
    void this.enterAnew(old !== undefined);
  }

  private async enterAnew(shown: boolean): Promise<void> {
    await this.keeping?.ready;
    if (shown || this.drafting) this.provider.enter();
    else this.look();
  }

  /** Nothing here is for this reader any more, but what they had written themselves. */
  private leave(): void {
    this.gone = true;
    this.rescue("");
    this.provider.end();
    this.sheet?.close();
    void this.keeping?.clear();
  }

  private rescue(reason: string): void {
    const found = paragraphsOf(this.provider.doc, this.provider.unsent);
    if (found.length > 0) this.words.push(found.join("\n\n"));
    if (this.words.length === 0) return;
    const sentence = [reason, say("These words were not sent; copy them if you need them.")].filter(Boolean).join(" ");
    this.lost.show(sentence, this.words);
    const see = (): void => document.querySelector<HTMLElement>(".sheet .unsent textarea")?.focus();
    this.standing.note(sentence, { name: say("See your words"), run: see });
  }
}
