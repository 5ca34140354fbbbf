/**
 * Words of a text that the server would not have, to be copied. They are kept on this device, whatever becomes of the page
 * and of the text, until their author says that they have them.
 */
import { say } from "../words.ts";
import { field } from "../discussion/unsent.ts";
import { keepWords, LOST } from "../frame/belongings.ts";
import { seat } from "../frame/page.ts";
import { changedElsewhere, forget, names, recall } from "../frame/store.ts";
import { newToken } from "../frame/token.ts";
import { signal } from "../frame/signal.ts";

/** Words that lie there together, and why. */
interface Box {
  readonly reason: string;
  readonly words: string;
  readonly at: number;
}

/** The boxes of one text, in a place of their own. */
export class LostWords {
  /** There are others than before. */
  readonly changed = signal<void>();
  private readonly place = document.createElement("section");
  private readonly beginning: string;

  constructor(after: Element, text: string) {
    this.beginning = `${LOST}${seat()}:${text}:`;
    this.place.className = "unsent";
    this.place.dataset["kept"] = "";
    after.after(this.place);
    changedElsewhere.hear((name) => name.startsWith(this.beginning) && this.show());
    this.show();
  }

  /** What is said of the words that came last; "": there are none. */
  get reason(): string {
    return this.boxes().at(-1)?.[1].reason ?? "";
  }

  /** Keeps words, and shows them. */
  add(reason: string, words: string): void {
    if (!words.trim() || this.boxes().some(([, box]) => box.words === words)) return;
    keepWords(this.beginning + newToken(), { reason, words, at: Date.now() } satisfies Box);
    this.show();
  }

  /** Leads to the words that came last. */
  see(): void {
    [...this.place.querySelectorAll("textarea")].at(-1)?.focus();
  }

  private boxes(): [string, Box][] {
    const kept = names(this.beginning).map((name) => [name, recall<Box>(name)] as const);
    return kept.filter((one): one is [string, Box] => one[1] !== undefined).sort(([, one], [, other]) => one.at - other.at);
  }

  private show(): void {
    const boxes = this.boxes();
    this.place.hidden = boxes.length === 0;
    this.place.replaceChildren(...boxes.flatMap(([name, box]) => this.shown(name, box)));
    this.changed.send();
  }

  private shown(name: string, { reason, words }: Box): HTMLElement[] {
    const sentence = document.createElement("p");
    sentence.className = "notice";
    sentence.setAttribute("role", "status");
    sentence.textContent = reason;
    const place = field(words);
    const button = document.createElement("button");
    button.type = "button";
    button.className = "btn";
    button.textContent = say("I have copied them");
    button.addEventListener("click", () => {
      forget(name);
      this.show();
    });
    const acts = document.createElement("div");
    acts.className = "form__acts";
    acts.append(...place.querySelectorAll("button"), button);
    place.append(acts);
    return [sentence, place];
  }
}
