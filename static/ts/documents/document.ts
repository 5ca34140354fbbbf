/**
 * The page of a co-edited text: shows it live in the place of what the server has rendered, lets those write who may, and
 * sees to it that no word is lost when that ends.
 */
import * as Y from "yjs";
import { say } from "../words.ts";
import { may } from "../frame/page.ts";
import { page as fetchPage } from "../frame/send.ts";
import { expelled, standingChanged } from "../frame/standing.ts";
import { applied, replace } from "../live/apply.ts";
import type { Push } from "../live/pushes.ts";
import { answered, follow, theLine } from "../live/rooms.ts";
import type { Line } from "../live/socket.ts";
import { startCaret } from "./blocks.ts";
import { Bringing } from "./bringing.ts";
import { askedFor, cite } from "./citing.ts";
import { Keeping } from "./keeping.ts";
import { startLooks } from "./looks.ts";
import { LostWords } from "./lost.ts";
import { startOutline } from "./outline.ts";
import { Provider } from "./provider.ts";
import { Returning } from "./returning.ts";
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
  private readonly lost: LostWords;
  private returning: Returning | undefined;
  private readonly bringing: Bringing;
  private provider: Provider;
  private keeping: Keeping | undefined;
  private sheet: Sheet | undefined;
  private gone = false;
  /** Whether anything was written since the text has begun anew. */
  private wrote = true;

  constructor(
    private readonly text: HTMLElement,
    private readonly place: HTMLElement,
    private readonly line: Line,
  ) {
    this.name = text.dataset["document"] ?? "";
    this.room = place.dataset["room"] ?? "";
    this.standing = new Standing();
    this.lost = new LostWords(document.getElementById("document-lost") ?? text, this.name);
    this.bringing = new Bringing(this.name, (words) => this.giveBack(words));
    this.provider = this.begin();
  }

  start(): void {
    const outline = document.getElementById("outline");
    if (outline) startOutline(outline);
    startCaret(this.text);
    this.standing.refuse(this.lost.reason !== "");
    this.tellLost();
    this.lost.changed.hear(() => this.tellLost());
    const shown = Number(this.text.dataset["number"]);
    startLooks(this.text, this.text.dataset["look"] ?? "", () => Math.max(shown, this.provider.number));
    answered.hear(({ room, refused }) => room === this.room && !refused && void this.enter());
    expelled.hear(() => this.leave());
    standingChanged.hear(() => this.look());
    applied.hear((at) => at.id === "document-drafting" && this.turn());
    follow(this.room, Number(this.place.dataset["seq"]), {
      apply: (push) => this.apply(push),
      swap: (lost) => this.swap(lost),
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
    provider.wrote.hear(() => provider === this.provider && this.written());
    provider.changed.hear(() => provider === this.provider && this.look());
    provider.joined.hear(() => provider === this.provider && this.show());
    provider.rescue.lost.hear((lost) => {
      this.bringing.take(lost);
      queueMicrotask(() => this.bring());
    });
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
    await this.loaded();
    this.provider.enter();
  }

  /** What was kept is in the text, and what of it waits goes out with the next join. */
  private async loaded(): Promise<void> {
    const { keeping, provider } = this;
    await keeping?.ready;
    if (keeping) provider.takeUp(keeping.pieces);
  }

  private apply(push: Push): void {
    const { provider, sheet } = this;
    if (push.op === "update") {
      const change = (): void => provider.apply(push.data, push.number);
      if (sheet) sheet.take(change);
      else change();
    } else if (push.op === "replace") for (const { id, html } of push.parts ?? []) replace(id, html);
  }

  /** Too much has happened to be told one by one; or a backup was restored: whoever writes has something to bring back, all others begin anew. */
  private async swap(lost: boolean): Promise<number> {
    if (lost && !this.provider.writes && this.provider.saved) location.reload();
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
    if (provider.saved && provider.state === "saved") this.keeping?.waits(false);
    if (provider.state === "refused") this.returning ??= sheet && Returning.from(sheet.editor);
    sheet?.write(writes);
    if (provider.state === "refused") this.returning?.wait();
    if (sheet && writes) this.goOn(sheet);
    this.standing.show(provider.state, writes || !provider.saved, this.keeping);
  }

  /** What waits is written in now: by somebody who was writing before the text began anew, and with what another page asked for. */
  private goOn(sheet: Sheet): void {
    this.returning?.to(sheet.editor);
    this.returning = undefined;
    this.citeAsked(sheet);
  }

  private written(): void {
    this.wrote = true;
    this.keeping?.waits(true);
    this.standing.refuse(false);
  }

  /** The server would not have what was written: it is shown to be copied, and the text begins anew as the server has it. */
  private async restart(reason: string): Promise<void> {
    const { provider, keeping, sheet: old, wrote } = this;
    old?.write(false);
    provider.end();
    this.wrote = false;
    // What is refused although nothing was written came from the device: it is taken from there as a whole.
    await this.rescue(reason, provider.writes && wrote ? provider.unsent : undefined);
    if (this.gone || provider !== this.provider || keeping !== this.keeping) return;
    this.keeping = undefined;
    this.sheet = undefined;
    this.standing.refuse(true);
    if (!this.lost.reason) this.standing.note(reason);
    this.provider = this.begin();
    this.provider.joined.hear(() => old?.close());
    void this.enterAnew(old !== undefined);
  }

  private async enterAnew(shown: boolean): Promise<void> {
    await this.loaded();
    if (shown || this.drafting) this.provider.enter();
    else this.look();
  }

  /** Nothing here is for this reader any more, but what they had written themselves. */
  private leave(): void {
    this.gone = true;
    this.provider.end();
    this.sheet?.close();
    void this.rescue("", undefined);
  }

  /** Words that stood in a paragraph that is no more come back into the text, once it can be written. */
  private bring(): void {
    if (this.sheet && this.provider.state !== "joining") this.bringing.settle(this.sheet.editor);
  }

  private giveBack(words: readonly string[]): void {
    this.lost.add(say("Somebody took away the paragraph that you were writing in. These words of yours are no longer in the text; copy them if you need them."), words.join("\n\n"));
  }

  /** Puts what was refused where it can be copied, before it goes from the store; without anything refused, all that the server lacks. */
  private async rescue(reason: string, refused: readonly Uint8Array[] | undefined): Promise<void> {
    const { provider, keeping } = this;
    const sentence = [reason, say("These words are not in the text; copy them if you need them.")].filter(Boolean).join(" ");
    const going = (all: readonly Uint8Array[], bad: readonly Uint8Array[]): void => {
      const whole = new Y.Doc();
      for (const piece of [Y.encodeStateAsUpdate(provider.doc), ...all]) Y.applyUpdate(whole, piece);
      const known = Y.encodeStateVector(provider.known);
      const lost = [...provider.unsent, ...bad].map((piece) => Y.diffUpdate(piece, known));
      this.lost.add(sentence, paragraphsOf(whole, lost).join("\n\n"));
    };
    if (keeping) await keeping.sift(refused, going);
    else going([], []);
  }

  /** Says above the text that words lie there to be copied, as long as they do. */
  private tellLost(): void {
    const { reason } = this.lost;
    if (!reason) this.standing.refuse(false);
    if (reason) this.standing.note(reason, { name: say("See your words"), run: () => this.lost.see() });
    else this.standing.away();
  }
}
