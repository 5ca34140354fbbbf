/**
 * Where one writes. Every keystroke is kept on this device, for each thread and answered post; sending takes the words
 * into the outbox, which gives them back if the server refuses them. Nothing here ever empties the field without the
 * words being somewhere else first.
 */
import { say } from "../words.ts";
import { announce } from "../frame/announce.ts";
import { room } from "../frame/limits.ts";
import { canLock, hold, RELOADING } from "../frame/locks.ts";
import { shown } from "../frame/page.ts";
import { signal } from "../frame/signal.ts";
import { changedElsewhere } from "../frame/store.ts";
import { begin, draftsOf, forgetDraft, keepDraft, lockOf, type Draft } from "./drafts.ts";
import { Offers } from "./offers.ts";
import { keepAgain, outboxChanged, post, refused, type Sending } from "./outbox.ts";
import { Preview } from "./preview.ts";
import { Sheet } from "./sheet.ts";

/** The words in some composer have changed, by typing. */
export const typed = signal<void>();

/** What is in the composer, or kept beside it, is other than before. */
export const draftsChanged = signal<void>();

/** The composer of one thread. */
export class Composer {
  private readonly preview: Preview;
  private readonly offers: Offers;
  private draft: Draft;
  private release: (() => void) | undefined;
  /** Counts the changes of draft, so that an answer to an old question is not taken for the new one. */
  private turn = 0;

  constructor(
    readonly form: HTMLFormElement,
    readonly thread: string,
    private readonly sheet: Sheet = new Sheet(form),
  ) {
    this.preview = new Preview(form, () => this.words, (wrong) => (wrong ? this.complain(wrong) : this.sheet.tell(say("This could not be loaded. Try again."), false)));
    this.offers = new Offers(form, thread, async (draft) => {
      const done = await this.bring(draft);
      if (done) this.focus();
      return done;
    });
    const { parent, name } = this.sheet.answered;
    this.draft = begin(thread, parent, name);
    this.listen();
    void this.start();
  }

  /** The words that stand here now. */
  get words(): string {
    return this.sheet.words;
  }

  /** Turns to a post to answer it, or to the thread as a whole; the words that stood here come back when one returns. */
  async answer(parent: string, name = ""): Promise<void> {
    this.focus();
    if (parent === this.draft.parent) return;
    this.keep();
    const left = this.words.trim() !== "";
    await this.open(begin(this.thread, parent, name));
    this.focus();
    const said = this.sheet.turned(name);
    if (parent) announce(said.to);
    if (!left || !parent) return;
    this.sheet.tell(said.left);
    announce(said.left);
  }

  /** The same words are for something else. */
  readdress(parent: string, name: string): void {
    this.draft = { ...this.draft, parent, parentName: name };
    this.sheet.show({ ...this.draft, words: this.words });
    this.keep();
  }

  /** What was answered here is no more: the words stay, for no post in particular. */
  answersNobody(): void {
    this.readdress("", "");
    this.complain(say("The post that you answer is no longer in this thread. Your words are kept here."));
  }

  /** What the words here are for: the number of the post that is answered, or "". */
  get parent(): string {
    return this.draft.parent;
  }

  /** Opens kept words; false when another tab has them open. */
  async bring(draft: Draft): Promise<boolean> {
    const turn = ++this.turn;
    const release = await hold(lockOf(draft));
    if (!release) return false;
    if (turn !== this.turn) {
      release();
      return false;
    }
    this.keep();
    this.show(draft, release);
    return true;
  }

  /** Puts the caret into the field and the field into sight. */
  focus(): void {
    this.sheet.focus();
  }

  /** Whether somebody is in the middle of writing here. */
  get busy(): boolean {
    return document.activeElement === this.sheet.field && this.words.trim() !== "" && shown(this.form);
  }

  /** Everything that was written for this thread and not sent, this composer's words first. */
  unsent(): Draft[] {
    this.keep();
    return [...(this.words.trim() ? [this.draft] : []), ...draftsOf(this.thread).filter((draft) => draft.token !== this.draft.token)];
  }

  /** A post of one's own has appeared: if the words here are those that it was made of, they have arrived. */
  seen(token: string): void {
    if (token !== this.draft.token) return;
    if (this.words === this.draft.tried) this.clear();
    else {
      forgetDraft(this.draft);
      this.rename();
      this.keep();
      this.sheet.tell(say("This was published a while ago. What stands here now would be a further post."));
    }
  }

  private listen(): void {
    this.sheet.field.addEventListener("input", () => this.typed());
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.post();
    });
    this.sheet.field.addEventListener("keydown", (event) => {
      if (event.isComposing) return;
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
        event.preventDefault();
        this.post();
      } else if (event.key === "Escape") this.sheet.field.blur();
    });
    this.sheet.onStop(() => void this.answer(""));
    addEventListener("pagehide", () => this.keep());
    refused.hear((draft) => void this.takeBack(draft));
    outboxChanged.hear(() => this.offer());
    // Browsers without locks: the same draft changed in another tab becomes two.
    changedElsewhere.hear((name) => {
      if (!name.startsWith("draft:")) return;
      if (!canLock() && name.endsWith(this.draft.token) && this.words.trim()) this.rename();
      this.offer();
    });
  }

  /** Words that the server put here (a form that was refused) come first, then what is kept on this device. */
  private async start(): Promise<void> {
    const given = this.sheet.field.defaultValue;
    const asked = this.draft.parent;
    if (given.trim()) {
      this.draft = { ...this.draft, words: given, wrong: this.sheet.complaint };
      this.release = await hold(lockOf(this.draft));
      this.show({ ...this.draft, words: this.sheet.field.value }, this.release);
      return;
    }
    const typedMeanwhile = this.sheet.field.value;
    await this.open(this.draft, RELOADING);
    // What a browser restores by itself is what we have kept; anything else that is typed already stays.
    if (typedMeanwhile.trim() && !this.words.trim()) {
      this.sheet.field.value = typedMeanwhile;
      this.keep();
    }
    if (asked && this.draft.parent === asked) this.focus();
  }

  /** Opens the kept words for the blank's post, if there are any that no other tab has open; else the blank. */
  private async open(blank: Draft, patience = 0): Promise<void> {
    const turn = ++this.turn;
    // A page that is opened on no post in particular takes up whatever was being written last.
    const any = patience > 0 && !blank.parent;
    for (const draft of draftsOf(this.thread)) {
      if (draft.parent !== blank.parent && !any) continue;
      const release = await hold(lockOf(draft), patience);
      if (!release) continue;
      if (turn !== this.turn || this.typedOver(blank)) {
        release();
        break;
      }
      this.show(draft, release);
      return;
    }
    if (turn === this.turn) this.show(blank, undefined);
  }

  /** Somebody began to type while the kept words were being asked for: those stay kept, and are offered. */
  private typedOver(blank: Draft): boolean {
    return this.draft.token === blank.token && this.words.trim() !== "";
  }

  private show(draft: Draft, release: (() => void) | undefined): void {
    const same = this.draft.token === draft.token;
    if (same && !draft.words && this.words) draft = { ...draft, words: this.words };
    if (!same) this.letGo();
    this.draft = draft;
    this.release = release ?? this.release;
    this.sheet.show(draft);
    this.preview.close();
    if (draft.words.trim()) this.keep();
    this.offer();
    draftsChanged.send();
  }

  /** Under a new token the words here are a post of their own, whatever became of the old one. */
  private rename(): void {
    const { tried: _, ...rest } = this.draft;
    this.letGo();
    this.draft = { ...rest, token: begin(this.thread).token };
    this.sheet.name(this.draft.token);
  }

  private letGo(): void {
    this.release?.();
    this.release = undefined;
    this.offers.free(this.draft.token);
  }

  private typed(): void {
    this.complain("");
    this.keep();
    if (!this.release && this.words.trim()) void this.claim();
    typed.send();
  }

  /** Says to other tabs that this draft is open here. */
  private async claim(): Promise<void> {
    const { token } = this.draft;
    const release = await hold(lockOf(this.draft));
    if (token === this.draft.token && !this.release) this.release = release;
    else release?.();
  }

  private keep(): void {
    const words = this.sheet.field.value;
    if (!words.trim() && !this.draft.words) return;
    if (words !== this.draft.words) this.draft = { ...this.draft, words, at: Date.now() };
    const kept = keepDraft(this.draft);
    if (words.trim()) this.sheet.tell(kept ? say("Saved on this device") : say("This could not be kept on this device. Leave this page open until it is sent."), kept);
    else this.sheet.tell("");
  }

  private post(): void {
    const words = this.sheet.field.value;
    const left = room(this.sheet.field);
    if (!words.trim() || (left !== undefined && left < 0)) {
      this.complain(words.trim() ? say("{count} characters too many", { count: -(left ?? 0) }) : say("Write something first."));
      this.sheet.field.focus({ preventScroll: true });
      return;
    }
    const lack = this.sheet.lacks(this.draft);
    if (lack) return this.complain(lack);
    const { parent, parentName, token } = this.draft;
    const fields = this.sheet.fields(this.draft);
    const sending: Sending = { thread: this.thread, action: this.form.action, parent, parentName, fields, token, words, at: Date.now(), tries: 0 };
    const kept = post(sending);
    this.clear();
    if (!kept && !keepAgain(token)) announce(say("This could not be kept on this device. Leave this page open until it is sent."));
  }

  /** The words are elsewhere now: the field is empty for the next ones. */
  private clear(): void {
    forgetDraft(this.draft);
    this.letGo();
    this.turn++;
    this.sheet.field.value = "";
    this.show(begin(this.thread), undefined);
  }

  /** Refused words come back here at once if nothing else is being written, else they are offered beside. */
  private async takeBack(draft: Draft): Promise<void> {
    if (draft.thread !== this.thread) return;
    if (draft.wrong) announce(draft.wrong);
    if (!this.words.trim() && (await this.bring(draft))) return;
    this.offer();
  }

  private offer(): void {
    void this.offers.list(() => this.draft.token);
  }

  private complain(sentence: string): void {
    if (this.draft.wrong !== sentence) this.draft = sentence ? { ...this.draft, wrong: sentence } : withoutWrong(this.draft);
    this.sheet.complain(sentence);
  }
}

const withoutWrong = ({ wrong: _, ...draft }: Draft): Draft => draft;
