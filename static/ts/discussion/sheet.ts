/** What a composer looks like: its field, whom it answers, what is kept and what is wrong. It decides nothing. */
import { say } from "../words.ts";
import { tellRoom } from "../frame/limits.ts";
import type { Draft } from "./drafts.ts";

/** The sheet that one writes on. */
export class Sheet {
  readonly field: HTMLTextAreaElement;
  protected readonly answering: HTMLElement | null;
  private readonly saved: HTMLElement | null;
  private readonly wrong: HTMLElement | null;
  private readonly count: HTMLElement | null;

  constructor(protected readonly form: HTMLFormElement) {
    this.field = form.querySelector("textarea[name=body]") as HTMLTextAreaElement;
    this.answering = form.querySelector(".composer__answering");
    this.saved = form.querySelector(".saved");
    this.wrong = form.querySelector("[data-complaint]") ?? form.querySelector(".wrong");
    this.count = form.querySelector("[data-count]");
  }

  /** The words on it. */
  get words(): string {
    return this.field.value;
  }

  /** Whom the server's page says it answers: number and name, both empty for the thread as a whole. */
  get answered(): { readonly parent: string; readonly name: string } {
    const sentence = this.answering?.querySelector("span")?.textContent?.trim() ?? "";
    const empty = say("In reply to {name}", { name: "" }).trim();
    return { parent: this.hidden("parent").value, name: sentence.startsWith(empty) ? sentence.slice(empty.length).trim() : "" };
  }

  /** What the server's page says is wrong. */
  get complaint(): string {
    return this.wrong?.hidden === false ? (this.wrong.textContent ?? "") : "";
  }

  /** Shows a draft. */
  show(draft: Draft): void {
    if (this.field.value !== draft.words) this.field.value = draft.words;
    this.name(draft.token);
    this.address(draft);
    this.complain(draft.wrong ?? "");
    this.tell(draft.words.trim() ? say("Saved on this device") : "");
    if (this.count) tellRoom(this.field, this.count);
  }

  /** Shows what the words are for. */
  protected address({ parent, parentName }: Draft): void {
    this.hidden("parent").value = parent;
    if (!this.answering) return;
    this.answering.hidden = !parent;
    const sentence = this.answering.querySelector("span");
    if (sentence && parent) sentence.textContent = say("In reply to {name}", { name: parentName });
  }

  /** What goes out beside the words. */
  fields(draft: Draft): Readonly<Record<string, string>> {
    return { parent: draft.parent };
  }

  /** Why the words cannot go out yet, if so. */
  lacks(_draft: Draft): string {
    return "";
  }

  /** What is said when one turns to something else with words here: whether they come back by themselves. */
  turned(name: string): { readonly to: string; readonly left: string } {
    return { to: say("In reply to {name}", { name }), left: say("Your other words are kept and come back when you stop answering.") };
  }

  /** Puts the token into the form, for the day that scripts fail. */
  name(token: string): void {
    this.hidden("token").value = token;
  }

  /** Says what is wrong beside the field; nothing: nothing is. */
  complain(sentence: string): void {
    if (sentence) this.field.setAttribute("aria-invalid", "true");
    else this.field.removeAttribute("aria-invalid");
    if (!this.wrong) return;
    this.wrong.textContent = sentence;
    this.wrong.hidden = sentence === "";
  }

  /** Says how the words are kept. */
  tell(sentence: string, kept = true): void {
    if (!this.saved) return;
    if (this.saved.textContent !== sentence) this.saved.textContent = sentence;
    this.saved.hidden = sentence === "";
    this.saved.className = kept ? "saved" : "count count--over";
  }

  /** Puts the caret into the field and the field into sight. */
  focus(): void {
    this.field.focus({ preventScroll: true });
    this.form.scrollIntoView({ block: "nearest" });
  }

  /** Calls when the reader stops answering a post. */
  onStop(stop: () => void): void {
    this.answering?.querySelector("button")?.addEventListener("click", stop);
  }

  protected hidden(name: string): HTMLInputElement {
    return this.form.querySelector(`input[name=${name}]`) as HTMLInputElement;
  }
}
