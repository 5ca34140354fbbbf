/**
 * Where one writes. Every keystroke is kept on this device, for each thread and answered post; sending takes the words
 * into the outbox, which gives them back if the server refuses them. Nothing here ever empties the field without the
 * words being somewhere else first.
 */
import { say } from "../words.ts";
import { announce } from "../frame/announce.ts";
import { room, tellRoom } from "../frame/limits.ts";
import { canLock, held, hold, RELOADING } from "../frame/locks.ts";
import { shown } from "../frame/page.ts";
import { signal } from "../frame/signal.ts";
import { changedElsewhere } from "../frame/store.ts";
import { begin, draftsOf, forgetDraft, keepDraft, lockOf, type Draft } from "./drafts.ts";
import { keepAgain, outboxChanged, post, refused, type Sending } from "./outbox.ts";

/** The words in some composer have changed, by typing. */
export const typed = signal<void>();

/** What is in the composer, or kept beside it, is other than before. */
export const draftsChanged = signal<void>();

export class Composer {
  private readonly field: HTMLTextAreaElement;
  private readonly answering: HTMLElement | null;
  private readonly saved: HTMLElement | null;
  private readonly wrong: HTMLElement | null;
  private readonly count: HTMLElement | null;
  private readonly preview: HTMLElement | null;
  private readonly others: HTMLElement;
  private draft: Draft;
  private release: (() => void) | undefined;
  /** Counts the changes of draft, so that an answer to an old question is not taken for the new one. */
  private turn = 0;
  /** Drafts that this tab let go of; the browser may still count them as open for a moment. */
  private readonly left = new Set<string>();

  constructor(
    readonly form: HTMLFormElement,
    readonly thread: string,
  ) {
    const one = <E extends HTMLElement>(selector: string): E | null => form.querySelector<E>(selector);
    this.field = form.querySelector("textarea[name=body]") as HTMLTextAreaElement;
    this.answering = one(".composer__answering");
    this.saved = one(".saved");
    this.wrong = one(".wrong");
    this.count = one("[data-count]");
    this.preview = one(".composer__preview");
    this.others = document.createElement("div");
    this.others.className = "drafts meta";
    this.others.hidden = true;
    form.after(this.others);
    this.draft = begin(thread, this.hidden("parent").value, this.answeringName());
    this.listen();
    void this.start();
  }

  /** The words that stand here now. */
  get words(): string {
    return this.field.value;
  }

  /** Turns to a post to answer it, or to the thread as a whole; the words that stood here come back when one returns. */
  async answer(parent: string, name = ""): Promise<void> {
    this.focus();
    if (parent === this.draft.parent) return;
    this.keep();
    const left = this.words.trim() !== "";
    await this.open(begin(this.thread, parent, name));
    this.focus();
    if (parent) announce(say("In reply to {name}", { name }));
    if (!left || !parent) return;
    const sentence = say("Your other words are kept and come back when you stop answering.");
    this.tell(sentence);
    announce(sentence);
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

  focus(): void {
    this.field.focus({ preventScroll: true });
    this.form.scrollIntoView({ block: "nearest" });
  }

  /** Whether somebody is in the middle of writing here. */
  get busy(): boolean {
    return document.activeElement === this.field && this.words.trim() !== "" && shown(this.form);
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
      this.tell(say("This was published a while ago. What stands here now would be a further post."));
    }
  }

  private listen(): void {
    this.field.addEventListener("input", () => this.typed());
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.post();
    });
    this.field.addEventListener("keydown", (event) => {
      if (event.isComposing) return;
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
        event.preventDefault();
        this.post();
      } else if (event.key === "Escape") this.field.blur();
    });
    this.answering?.querySelector("button")?.addEventListener("click", () => void this.answer(""));
    this.form.querySelector("[data-preview]")?.addEventListener("click", () => void this.togglePreview());
    addEventListener("pagehide", () => this.keep());
    refused.hear((draft) => void this.takeBack(draft));
    outboxChanged.hear(() => void this.listOthers());
    // Browsers without locks: the same draft changed in another tab becomes two.
    changedElsewhere.hear((name) => {
      if (!name.startsWith("draft:")) return;
      if (!canLock() && name.endsWith(this.draft.token) && this.words.trim()) this.rename();
      void this.listOthers();
    });
  }

  /** Words that the server put here (a form that was refused) come first, then what is kept on this device. */
  private async start(): Promise<void> {
    const given = this.field.defaultValue;
    if (given.trim()) {
      this.draft = { ...this.draft, words: given, wrong: this.wrong?.textContent ?? "" };
      this.release = await hold(lockOf(this.draft));
      this.show({ ...this.draft, words: this.field.value }, this.release);
      return;
    }
    const typedMeanwhile = this.field.value;
    await this.open(this.draft, RELOADING);
    // What a browser restores by itself is what we have kept; anything else that is typed already stays.
    if (typedMeanwhile.trim() && !this.words.trim()) {
      this.field.value = typedMeanwhile;
      this.keep();
    }
    if (this.draft.parent && this.hidden("parent").defaultValue) this.focus();
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
    if (this.field.value !== draft.words) this.field.value = draft.words;
    this.hidden("token").value = draft.token;
    this.hidden("parent").value = draft.parent;
    if (this.answering) {
      this.answering.hidden = !draft.parent;
      const sentence = this.answering.querySelector("span");
      if (sentence && draft.parent) sentence.textContent = say("In reply to {name}", { name: draft.parentName });
    }
    this.complain(draft.wrong ?? "");
    this.closePreview();
    this.tell(draft.words.trim() ? say("Saved on this device") : "");
    if (this.count) tellRoom(this.field, this.count);
    if (draft.words.trim()) this.keep();
    void this.listOthers();
    draftsChanged.send();
  }

  /** Under a new token the words here are a post of their own, whatever became of the old one. */
  private rename(): void {
    const { tried: _, ...rest } = this.draft;
    this.letGo();
    this.draft = { ...rest, token: begin(this.thread).token };
    this.hidden("token").value = this.draft.token;
  }

  private letGo(): void {
    this.release?.();
    this.release = undefined;
    this.left.add(this.draft.token);
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
    const words = this.field.value;
    if (!words.trim() && !this.draft.words) return;
    if (words !== this.draft.words) this.draft = { ...this.draft, words, at: Date.now() };
    const kept = keepDraft(this.draft);
    if (words.trim()) this.tell(kept ? say("Saved on this device") : say("This could not be kept on this device. Leave this page open until it is sent."), kept);
    else this.tell("");
  }

  private post(): void {
    const words = this.field.value;
    const left = room(this.field);
    if (!words.trim() || (left !== undefined && left < 0)) {
      this.complain(words.trim() ? say("{count} characters too many", { count: -(left ?? 0) }) : say("Write something first."));
      this.field.focus({ preventScroll: true });
      return;
    }
    const { parent, parentName, token } = this.draft;
    const sending: Sending = { thread: this.thread, action: this.form.action, parent, parentName, token, words, at: Date.now(), tries: 0 };
    const kept = post(sending);
    this.clear();
    if (!kept && !keepAgain(token)) announce(say("This could not be kept on this device. Leave this page open until it is sent."));
  }

  /** The words are elsewhere now: the field is empty for the next ones. */
  private clear(): void {
    forgetDraft(this.draft);
    this.letGo();
    this.turn++;
    this.field.value = "";
    this.show(begin(this.thread), undefined);
  }

  /** Refused words come back here at once if nothing else is being written, else they are offered beside. */
  private async takeBack(draft: Draft): Promise<void> {
    if (draft.thread !== this.thread) return;
    if (draft.wrong) announce(draft.wrong);
    if (!this.words.trim() && (await this.bring(draft))) return;
    await this.listOthers();
  }

  private complain(sentence: string): void {
    if (this.draft.wrong !== sentence) this.draft = sentence ? { ...this.draft, wrong: sentence } : withoutWrong(this.draft);
    if (!this.wrong) return;
    this.wrong.textContent = sentence;
    this.wrong.hidden = sentence === "";
    if (sentence) this.field.setAttribute("aria-invalid", "true");
    else this.field.removeAttribute("aria-invalid");
  }

  private tell(sentence: string, kept = true): void {
    if (!this.saved) return;
    if (this.saved.textContent !== sentence) this.saved.textContent = sentence;
    this.saved.hidden = sentence === "";
    this.saved.className = kept ? "saved" : "count count--over";
  }

  private answeringName(): string {
    const sentence = this.answering?.querySelector("span")?.textContent?.trim() ?? "";
    const empty = say("In reply to {name}", { name: "" }).trim();
    return sentence.startsWith(empty) ? sentence.slice(empty.length).trim() : "";
  }

  /** Offers what else is kept for this thread and not open in any tab. */
  private async listOthers(): Promise<void> {
    const all = draftsOf(this.thread).filter((draft) => draft.token !== this.draft.token);
    const open = await held(all.map(lockOf));
    const free = all.filter((draft) => (!open.has(lockOf(draft)) || this.left.has(draft.token)) && draft.token !== this.draft.token);
    this.others.hidden = free.length === 0;
    this.others.replaceChildren();
    if (free.length === 0) return;
    const title = document.createElement("p");
    title.textContent = say("Other words of yours that were not sent:");
    const list = document.createElement("ul");
    for (const draft of free) list.append(this.offer(draft));
    this.others.append(title, list);
  }

  private offer(draft: Draft): HTMLElement {
    const item = document.createElement("li");
    const button = document.createElement("button");
    button.type = "button";
    button.className = "btn btn--bare";
    button.textContent = excerpt(draft.words);
    button.addEventListener("click", async () => {
      if (await this.bring(draft)) this.focus();
      else announce(say("These words are open in another tab."));
    });
    item.append(button);
    if (draft.wrong) item.append(` ${draft.wrong}`);
    return item;
  }

  private async togglePreview(): Promise<void> {
    const { preview } = this;
    if (!preview) return;
    if (!preview.hidden) return this.closePreview();
    const outcome = await fetchPreview(this.words);
    if (outcome === undefined) return this.tell(say("This could not be loaded. Try again."), false);
    preview.innerHTML = outcome; // Rendered and cleaned by the server, like every post.
    preview.hidden = false;
    this.form.querySelector("[data-preview]")?.setAttribute("aria-pressed", "true");
  }

  private closePreview(): void {
    if (!this.preview || this.preview.hidden) return;
    this.preview.hidden = true;
    this.preview.replaceChildren();
    this.form.querySelector("[data-preview]")?.setAttribute("aria-pressed", "false");
  }

  private hidden(name: string): HTMLInputElement {
    return this.form.querySelector(`input[name=${name}]`) as HTMLInputElement;
  }
}

const withoutWrong = ({ wrong: _, ...draft }: Draft): Draft => draft;

/** The beginning of some words, enough to know them by. */
function excerpt(words: string): string {
  const line = words.trim().replace(/\s+/g, " ");
  return line.length > 60 ? `${line.slice(0, 60)}…` : line;
}

async function fetchPreview(body: string): Promise<string | undefined> {
  try {
    const response = await fetch("/preview", { method: "POST", body: new URLSearchParams({ body }), headers: { Accept: "text/html" }, signal: AbortSignal.timeout(15_000) });
    if (response.ok && !response.redirected) return await response.text();
    console.warn(`composer: no preview (${response.status})`);
  } catch (reason) {
    console.warn("composer: no preview", reason);
  }
  return undefined;
}
