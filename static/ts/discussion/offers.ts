/** Words that are kept for a thread and open in no tab, offered beside the composer. */
import { say } from "../words.ts";
import { announce } from "../frame/announce.ts";
import { held } from "../frame/locks.ts";
import { draftsOf, lockOf, type Draft } from "./drafts.ts";

/** The offers beside one composer. */
export class Offers {
  private readonly place = document.createElement("div");
  /** Drafts that this tab let go of; the browser may still count them as open for a moment. */
  private readonly left = new Set<string>();

  /** @param open opens kept words in the composer; false when another tab has them. */
  constructor(
    form: HTMLElement,
    private readonly thread: string,
    private readonly open: (draft: Draft) => Promise<boolean>,
  ) {
    this.place.className = "drafts meta";
    this.place.hidden = true;
    form.after(this.place);
  }

  /** This tab no longer has that draft open. */
  free(token: string): void {
    this.left.add(token);
  }

  /** Lists what is kept besides the draft that is open here. */
  async list(openHere: () => string): Promise<void> {
    const open = await held(draftsOf(this.thread).map(lockOf));
    const free = draftsOf(this.thread).filter((draft) => draft.token !== openHere() && (!open.has(lockOf(draft)) || this.left.has(draft.token)));
    this.place.hidden = free.length === 0;
    this.place.replaceChildren();
    if (free.length === 0) return;
    const title = document.createElement("p");
    title.textContent = say("Other words of yours that were not sent:");
    const list = document.createElement("ul");
    list.append(...free.map((draft) => this.offer(draft)));
    this.place.append(title, list);
  }

  private offer(draft: Draft): HTMLElement {
    const item = document.createElement("li");
    const button = document.createElement("button");
    button.type = "button";
    button.className = "btn btn--bare";
    button.textContent = excerpt(draft.words);
    button.addEventListener("click", async () => {
      if (!(await this.open(draft))) announce(say("These words are open in another tab."));
    });
    item.append(button);
    if (draft.wrong) item.append(` ${draft.wrong}`);
    return item;
  }
}

/** The beginning of some words, enough to know them by. */
function excerpt(words: string): string {
  const line = words.trim().replace(/\s+/g, " ");
  return line.length > 60 ? `${line.slice(0, 60)}…` : line;
}
