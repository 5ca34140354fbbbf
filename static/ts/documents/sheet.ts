/** A text on the screen: the editor in the place of what the server has rendered, without anything moving. */
import type { Editor } from "@tiptap/core";
import { say } from "../words.ts";
import { blocksChanged, type Numbered } from "./blocks.ts";
import { tellArrivals } from "./carets.ts";
import { Chips } from "./chips.ts";
import { cite } from "./citing.ts";
import { showNotes } from "./notes.ts";
import { numbered } from "./numbers.ts";
import { pinned } from "./pinning.ts";
import type { Provider } from "./provider.ts";
import { link, startTools } from "./tools.ts";
import { openEditor } from "./writing.ts";

/** What stands beside the text is told of changes after this. Milliseconds. */
const SETTLE = 250;

/** A word that is put together (accents, other scripts, the keyboards of phones) is waited for so long. Milliseconds. */
const COMPOSING = 2_000;

/** What the browser knows of a press and the editor does not yet. */
interface Watched {
  readonly domObserver: { flush(): void };
}

/** The text of one provider, open in its place. */
export class Sheet {
  readonly editor: Editor;
  private readonly place = document.createElement("div");
  private readonly closing = new AbortController();
  private readonly notes = document.createElement("section");
  private readonly waiting: (() => void)[] = [];
  private composing: ReturnType<typeof setTimeout> | undefined;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    text: HTMLElement,
    private readonly provider: Provider,
    note: (sentence: string) => void,
  ) {
    const paper = text.dataset["paper"] ?? "";
    // Heard before the editor hears it: else it would put the caret back to where it was before a press.
    provider.awareness.on("change", () => setTimeout(() => this.settle()));
    const editor: Editor = openEditor(this.place, {
      provider,
      me: text.dataset["me"] ?? "",
      cited: (post) => void cite(editor, post, paper).then((reason) => reason && note(reason)),
      linked: () => link(editor),
      chips: new Chips(paper, note, () => provider.state === "offline"),
      note,
    });
    this.editor = editor;
    provider.around = (change) => (editor.isDestroyed ? change() : pinned(editor.view, change));
    const tools = document.getElementById("document-tools");
    if (tools) startTools(tools, editor, this.closing.signal);
    editor.on("transaction", ({ transaction }) => transaction.docChanged && this.tellSoon());
    tellArrivals(provider.awareness);
    this.notes.className = "footnotes";
    this.notes.setAttribute("role", "doc-endnotes");
    this.notes.setAttribute("aria-label", say("Notes"));
    standing(() => text.replaceChildren(this.place, this.notes));
    this.tell();
  }

  /** Lets its reader write, or no longer; what is typed in that moment stays where it is. */
  write(writes: boolean): void {
    const { awareness } = this.provider;
    if (!writes && awareness.getLocalState() !== null) this.provider.leave();
    if (writes && awareness.getLocalState() === null) awareness.setLocalState({ cursor: null });
    if (this.editor.isDestroyed || this.editor.isEditable === writes) return;
    this.editor.setEditable(writes, false);
    this.tell();
    document.getElementById("document-tools")?.dispatchEvent(new Event("tools"));
  }

  /** Lets somebody else's change in: not into a word that is being put together, and never over a caret that has just been set. */
  take(change: () => void): void {
    this.waiting.push(change);
    if (this.editor.isDestroyed || !this.editor.view.composing) return this.letIn();
    this.composing ??= setTimeout(() => this.letIn(), COMPOSING);
    this.editor.view.dom.addEventListener("compositionend", () => setTimeout(() => this.letIn()), { once: true, signal: this.closing.signal });
  }

  private letIn(): void {
    clearTimeout(this.composing);
    this.composing = undefined;
    this.settle();
    for (const change of this.waiting.splice(0)) change();
  }

  /** Takes in where the reader has just put the caret. */
  private settle(): void {
    if (!this.editor.isDestroyed) (this.editor.view as unknown as Watched).domObserver.flush();
  }

  /** Goes from the screen. */
  close(): void {
    clearTimeout(this.timer);
    clearTimeout(this.composing);
    this.closing.abort();
    this.editor.destroy();
    this.place.remove();
    this.notes.remove();
  }

  private tellSoon(): void {
    this.timer ??= setTimeout(() => {
      this.timer = undefined;
      this.tell();
    }, SETTLE);
  }

  private tell(): void {
    if (this.editor.isDestroyed) return;
    const blocks = numbered(this.editor.state.doc).map(({ node, number }): Numbered => {
      const heading = node.type.name === "heading";
      return { id: String(node.attrs["id"]), number, level: heading ? Number(node.attrs["level"]) : 0, words: node.textContent };
    });
    if (this.editor.isEditable) this.notes.hidden = true;
    else showNotes(this.notes, this.editor.state.doc);
    blocksChanged.send(blocks);
  }
}

/** Changes the text so that the block that is read now stays where it is on the screen. */
function standing(change: () => void): void {
  const first = [...document.querySelectorAll<HTMLElement>('[id^="b-"]')].find((one) => one.getBoundingClientRect().bottom > 0);
  const top = first?.getBoundingClientRect().top ?? 0;
  change();
  const now = first && scrollY > 0 ? document.getElementById(first.id)?.getBoundingClientRect().top : undefined;
  if (now !== undefined && Math.abs(now - top) >= 1) scrollBy({ top: now - top, behavior: "instant" });
}
