/** The sheet that a comment is written on: beside its block, with the words that it quotes. It decides nothing. */
import { say } from "../words.ts";
import type { Draft } from "../discussion/drafts.ts";
import { Sheet } from "../discussion/sheet.ts";
import { signal } from "../frame/signal.ts";
import { blocks } from "./places.ts";

/** The sheet stands beside another block, or beside none. */
export const addressed = signal<string>();

/** How many characters of a paragraph stand in the list to choose from; as on the server. */
const NAMED = 70;

/** The sheet of one form; `place` is what is hidden as long as no block is chosen, if anything. */
export class RemarkSheet extends Sheet {
  readonly choice: HTMLSelectElement;

  constructor(
    form: HTMLFormElement,
    private readonly place: HTMLElement | null,
  ) {
    super(form);
    this.choice = form.querySelector("select[name=block]") as HTMLSelectElement;
  }

  override get answered(): { readonly parent: string; readonly name: string } {
    return { parent: this.choice.value, name: this.hidden("quotation").value };
  }

  /** The words that are quoted. */
  get quotation(): string {
    return this.hidden("quotation").value;
  }

  protected override address({ parent, parentName }: Draft): void {
    this.offer(parent);
    this.choice.value = parent;
    this.hidden("quotation").value = parentName;
    const cited = this.form.querySelector<HTMLElement>(".remark-form__cited");
    const words = cited?.querySelector("[data-quotation]");
    if (words) words.textContent = parentName;
    if (cited) cited.hidden = !parentName;
    if (this.place) this.place.hidden = !parent;
    addressed.send(parent);
  }

  override fields({ parent, parentName }: Draft): Readonly<Record<string, string>> {
    return { block: parent, quotation: parentName };
  }

  override lacks({ parent }: Draft): string {
    return parent ? "" : say("Choose the paragraph that you comment on.");
  }

  override turned(): { readonly to: string; readonly left: string } {
    const chosen = this.choice.selectedOptions[0]?.textContent?.trim() ?? "";
    return { to: say("Comment on {paragraph}", { paragraph: chosen }), left: say("Your other words are kept below.") };
  }

  override focus(): void {
    if (this.place?.hidden) return;
    this.field.focus({ preventScroll: true });
    this.form.scrollIntoView({ block: "nearest" });
  }

  override onStop(stop: () => void): void {
    this.form.querySelector("[data-cancel]")?.addEventListener("click", stop);
    this.form.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || event.isComposing || !this.place) return;
      event.stopPropagation();
      stop();
    });
  }

  /** Lists the paragraphs as the page shows them now; one that is gone stays chosen as long as it is. */
  private offer(chosen: string): void {
    const now = blocks();
    if (now.length === 0) return;
    const options = now.map(({ block, number, words }) => new Option(`¶${number} ${words.length > NAMED ? `${words.slice(0, NAMED - 1)}…` : words}`, block));
    if (chosen && now.every(({ block }) => block !== chosen)) options.unshift(new Option(say("A paragraph that is gone"), chosen));
    this.choice.replaceChildren(new Option(this.choice.options[0]?.text ?? "", ""), ...options);
  }
}
