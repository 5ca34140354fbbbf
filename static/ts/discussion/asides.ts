/**
 * What the page of a thread says to its reader alone: where branches were moved, and what a moderator can undo. It is no
 * push, since not all who hear the thread may read where its posts went; so the page asks again when posts have gone.
 */
import { announce } from "../frame/announce.ts";
import { page as fetchPage } from "../frame/send.ts";
import { morph } from "../live/apply.ts";
import { threadAddress } from "./posts.ts";

/** Many pages lose the same posts at once; they do not all ask at once. */
const SPREAD = 2_000;
const SETTLE = 300;

/** The asides of one thread. */
export class Asides {
  private timer: number | undefined;

  constructor(private readonly thread: string) {
    // What was just done here can be undone; an undone move leads back to where the branch is.
    document.addEventListener("done", (event) => {
      const url = event instanceof CustomEvent ? (event.detail as { url?: unknown } | null)?.url : undefined;
      if (typeof url === "string") location.assign(url);
      else void this.fetch().then(() => announce(document.querySelector("#asides .undo p")?.textContent?.trim() ?? ""));
    });
  }

  /** Posts have gone from the thread. */
  renew(): void {
    this.timer ??= setTimeout(() => void this.fetch(), SETTLE + Math.random() * SPREAD);
  }

  /** Takes over what a page says that was fetched anew. */
  take(fresh: ParentNode): void {
    const [old, now] = [document.getElementById("asides"), fresh.querySelector("#asides")];
    if (old && now) morph(old, now);
  }

  private async fetch(): Promise<void> {
    clearTimeout(this.timer);
    this.timer = undefined;
    try {
      const fresh = await fetchPage(`${threadAddress(this.thread)}/asides`);
      if (fresh) this.take(fresh);
    } catch (reason) {
      console.warn("asides: what was moved from here is not known yet", reason);
    }
  }
}
