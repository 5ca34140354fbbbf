/** Words that were begun and not sent, kept on this device for each seat, thread and answered post. */
import { keepWords } from "../frame/belongings.ts";
import { seat } from "../frame/page.ts";
import { forget, names, recall } from "../frame/store.ts";
import { newToken } from "../frame/token.ts";

/** Words that were begun. */
export interface Draft {
  readonly thread: string;
  /** The number of the post that is answered, or "". */
  readonly parent: string;
  readonly parentName: string;
  /** The name of the sending that these words will become; two tabs never share one. */
  readonly token: string;
  readonly words: string;
  /** When it was last changed. */
  readonly at: number;
  /** The words that went out under this token without an answer: they may have arrived. */
  readonly tried?: string;
  /** What the server said when it refused them. */
  readonly wrong?: string;
}

const nameOf = (draft: Pick<Draft, "thread" | "token">): string => `draft:${seat()}:${draft.thread}:${draft.token}`;

/** The name of the lock that a tab holds while it has these words open. */
export const lockOf = (draft: Pick<Draft, "token">): string => `draft:${draft.token}`;

/** A draft without words, with a token of its own; nothing is kept yet. */
export const begin = (thread: string, parent = "", parentName = ""): Draft => ({ thread, parent, parentName, token: newToken(), words: "", at: Date.now() });

/** Keeps it, or forgets it when no words are left; false when this device cannot keep it. */
export function keepDraft(draft: Draft): boolean {
  if (draft.words.trim()) return keepWords(nameOf(draft), draft);
  forget(nameOf(draft));
  return true;
}

/** The words are elsewhere now. */
export const forgetDraft = (draft: Pick<Draft, "thread" | "token">): void => forget(nameOf(draft));

/** What is kept for a thread, last changed first. */
export const draftsOf = (thread: string): Draft[] =>
  names(`draft:${seat()}:${thread}:`)
    .map((name) => recall<Draft>(name))
    .filter((draft) => draft !== undefined)
    .sort((one, other) => other.at - one.at);
