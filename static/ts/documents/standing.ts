/** How what is written stands, in words: said beside the title, and told to those who listen when it matters. */
import { say } from "../words.ts";
import { announce } from "../frame/announce.ts";
import type { State } from "./provider.ts";

/** Between two words nothing is said to be saved: it would flicker. Milliseconds. */
const CALM = 400;

/** What the device does for a text. */
interface Kept {
  /** It keeps what is written. */
  readonly works: boolean;
  /** And has all of it. */
  readonly keeps: boolean;
}

/** The words about a text on its page. */
export class Standing {
  private readonly place = document.getElementById("document-state");
  private readonly notes = document.getElementById("document-note");
  private timer: ReturnType<typeof setTimeout> | undefined;
  private told: State | undefined;
  private refused = false;

  /** Whether something was refused, and nothing written since: all the rest may be saved, and that is not to be said then. */
  refuse(refused: boolean): void {
    this.refused = refused;
  }

  /** Says how the text stands; those who only read are told what concerns them. */
  show(state: State, writes: boolean, keeping: Kept | undefined): void {
    clearTimeout(this.timer);
    if (state === "outdated") this.outdated();
    const words = writes ? sentence(state === "saved" && this.refused ? "refused" : state, keeping) : "";
    if (state === "saved" && this.place?.textContent) this.timer = setTimeout(() => this.say(words), CALM);
    else this.say(words);
    if (writes && state === "offline" && keeping?.keeps && this.told !== "offline") announce(words);
    if (writes && state === "saved" && this.told === "offline") announce(say("All that you wrote is saved."));
    if ((state === "offline" && keeping?.keeps) || state === "saved") this.told = state;
  }

  /** Says a sentence above the text, until it is put away. */
  note(words: string, act: { readonly name: string; readonly run: () => void } = { name: say("Close"), run: () => this.away() }): void {
    if (!this.notes) return;
    const place = document.createElement("p");
    place.textContent = words;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "btn";
    button.textContent = act.name;
    button.addEventListener("click", act.run);
    this.notes.replaceChildren(place, button);
    this.notes.hidden = false;
    announce(words);
  }

  /** Takes the sentence away. */
  away(): void {
    if (this.notes) this.notes.hidden = true;
  }

  private outdated(): void {
    this.note(say("Mesa has been renewed. Load the page anew to go on writing; what you wrote is kept."), { name: say("Load the page anew"), run: () => location.reload() });
  }

  private say(words: string): void {
    if (this.place && this.place.textContent !== words) this.place.textContent = words;
  }
}

function sentence(state: State, keeping: Kept | undefined): string {
  if (state === "saved") return say("Saved");
  if (state === "saving") return say("Saving…");
  if (state === "joining") return say("Connecting…");
  if (state === "refused") return say("Not accepted");
  if (state === "outdated") return "";
  if (!keeping?.works) return say("Offline: leave this page open");
  return keeping.keeps ? say("Offline: kept on this device") : say("Saving…");
}
