/** Posts that a text cites: from a permalink that is pasted, or from the page of a thread by ?cite=<thread>:<number>. */
import type { Editor } from "@tiptap/core";
import { say } from "../words.ts";
import { announce } from "../frame/announce.ts";
import { panel } from "../frame/page.ts";

/** A post, as it is cited. */
export interface Cited {
  readonly thread: string;
  readonly number: number;
}

const POST = /^\/p\/([^/]+)\/threads\/([a-z0-9]{1,24})\/posts\/(\d{1,9})\/?$/;

/** The post of this panel that an address leads to, if it is one. */
export function postAt(text: string, here: Pick<Location, "origin"> = location): Cited | undefined {
  if (!/^https?:\/\/\S+$/.test(text)) return undefined;
  const url = new URL(text);
  const [, slug, thread, number] = POST.exec(url.pathname) ?? [];
  return url.origin === here.origin && slug === panel() && thread && number ? { thread, number: Number(number) } : undefined;
}

/** The post that the page's address asks to cite. */
export function askedFor(search: string): Cited | undefined {
  const [, thread, number] = /^([a-z0-9]{1,24}):(\d{1,9})$/.exec(new URLSearchParams(search).get("cite") ?? "") ?? [];
  return thread && number ? { thread, number: Number(number) } : undefined;
}

/** Puts a citation where the caret is; gives the sentence why not, if the server would not have it. */
export async function cite(editor: Editor, post: Cited, paper: string): Promise<string | undefined> {
  const answer = await wordsOf(post, paper);
  if (typeof answer === "string") return answer;
  if (editor.isDestroyed || !editor.isEditable) return undefined;
  const { from } = editor.state.selection;
  const before = editor.state.doc.textBetween(Math.max(0, from - 1), from);
  const space = before && !/\s/.test(before) ? [{ type: "text", text: " " }] : [];
  editor.chain().focus().insertContent([...space, { type: "citation", attrs: answer }, { type: "text", text: " " }]).run();
  announce(say("The post is cited."));
  return undefined;
}

/** Asks how a post is cited in a paper; a sentence says why it is not. */
export async function wordsOf({ thread, number }: Cited, paper: string): Promise<{ thread: string; number: number; words: string } | string> {
  const unheard = say("The post could not be cited just now. Please try again.");
  try {
    const response = await fetch(`/p/${panel()}/threads/${thread}/posts/${number}/citation?paper=${encodeURIComponent(paper)}`, { headers: { Accept: "application/json" }, signal: AbortSignal.timeout(10_000) });
    const said = (await response.json()) as { thread: string; number: number; words: string; message?: string };
    if (response.ok) return said;
    return response.status === 404 ? say("There is no such post for those who read this paper.") : (said.message ?? unheard);
  } catch (reason) {
    console.warn("documents: a post could not be cited", reason);
    return unheard;
  }
}
