/**
 * Citations in what is pasted: of a text that is not this one, anything may have been made. What does not stand here yet is asked
 * about first, as any post that is to be cited; what may not be cited here does not come in, and a sentence says why.
 */
import type { Fragment, Slice } from "@tiptap/pm/model";
import { TextSelection } from "@tiptap/pm/state";
import type { EditorView } from "@tiptap/pm/view";
import { wordsOf, type Cited } from "./citing.ts";

type Answer = Awaited<ReturnType<typeof wordsOf>>;

/** Keeps citations out of a text that were not asked about. */
export class Chips {
  /** Those that the server has allowed, and those that were copied here: they need not be asked about while nobody can be. */
  private readonly known = new Set<string>();
  private readonly copies = new Set<string>();

  constructor(
    private readonly paper: string,
    private readonly note: (sentence: string) => void,
    private readonly offline: () => boolean,
  ) {}

  /** Knows again what is copied or cut here. */
  copied(slice: Slice): Slice {
    for (const one of keysIn(slice.content)) this.copies.add(one);
    return slice;
  }

  /** Asks about the citations in what is pasted, and pastes then; gives whether there are any. */
  pasted(view: EditorView, slice: Slice, html: string): boolean {
    const standing = keysIn(view.state.doc.content);
    const known = (one: string): boolean => this.known.has(one) || standing.has(one) || (this.offline() && this.copies.has(one));
    if ([...keysIn(slice.content)].every(known)) return false;
    void this.paste(view, html);
    return true;
  }

  /** The same for what is dropped. */
  dropped(view: EditorView, event: DragEvent, slice: Slice): boolean {
    const at = view.posAtCoords({ left: event.clientX, top: event.clientY });
    const asked = at !== null && this.pasted(view, slice, event.dataTransfer?.getData("text/html") ?? "");
    if (asked) view.dispatch(view.state.tr.setSelection(TextSelection.near(view.state.doc.resolve(at.pos))));
    return asked;
  }

  private async paste(view: EditorView, html: string): Promise<void> {
    const page = new DOMParser().parseFromString(html, "text/html");
    const asked = new Map<string, Promise<Answer>>();
    const reasons = new Set<string>();
    for (const chip of page.querySelectorAll<HTMLElement>("a[data-citation]")) {
      const post = { thread: chip.dataset["thread"] ?? "", number: Number(chip.dataset["number"]) };
      const name = `${post.thread}:${post.number}`;
      if (!asked.has(name)) asked.set(name, this.ask(post));
      const answer = (await asked.get(name)) ?? "";
      if (typeof answer === "string") {
        reasons.add(answer);
        chip.remove();
      } else {
        chip.textContent = `[${answer.words}]`;
        this.known.add(key(answer));
      }
    }
    if (view.isDestroyed || !view.editable) return;
    if (page.body.textContent?.trim()) view.pasteHTML(page.body.innerHTML);
    if (reasons.size > 0) this.note([...reasons].join(" "));
  }

  private ask(post: Cited): Promise<Answer> {
    return wordsOf(post, this.paper);
  }
}

function keysIn(content: Fragment): Set<string> {
  const found = new Set<string>();
  content.descendants((node) => {
    if (node.type.name === "citation") found.add(key(node.attrs as Cited & { words: string }));
  });
  return found;
}

const key = ({ thread, number, words }: Cited & { readonly words: string }): string => JSON.stringify([thread, Number(number), words]);
