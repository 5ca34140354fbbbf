/** The hands that are in a text: where each one's caret is, as the line tells it. */
import { Awareness, applyAwarenessUpdate, encodeAwarenessUpdate, removeAwarenessStates } from "y-protocols/awareness";
import type * as Y from "yjs";
import type { Line } from "../live/socket.ts";
import { fromBase64, toBase64 } from "./bytes.ts";

/** Carets are told at most this often. Milliseconds. */
const CARETS = 80;

/** The hands in one text, one's own among them. */
export class Hands {
  readonly awareness: Awareness;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private over = false;

  /** @param writes whether there is an id to show one's own under. */
  constructor(
    private readonly line: Line,
    private readonly name: string,
    private readonly doc: Y.Doc,
    private readonly writes: () => boolean,
  ) {
    const here = `document:${name}`;
    this.awareness = new Awareness(doc);
    this.awareness.setLocalState(null);
    this.awareness.on("update", (_change: unknown, origin: unknown) => origin === "local" && this.showSoon());
    line.hear<{ room: string; data: string }>("document.awareness", ({ room, data }) => {
      if (room === here && !this.over) applyAwarenessUpdate(this.awareness, fromBase64(data), this);
    });
    line.hear<{ room: string; seats?: string[] }>("here", ({ room, seats }) => room === here && seats && !this.over && this.seen(seats));
    addEventListener("pagehide", () => this.leave());
  }

  /** One's own hand is known by this id from now on. */
  writeAs(client: number): void {
    this.awareness.setLocalState(null);
    this.doc.clientID = this.awareness.clientID = client;
  }

  /** Takes one's caret out of the others' sight at once: the page goes. */
  leave(): void {
    if (this.over || !this.awareness.states.has(this.doc.clientID)) return;
    removeAwarenessStates(this.awareness, [this.doc.clientID], this);
    this.tell();
  }

  /** Stops for good. */
  end(): void {
    this.over = true;
    clearTimeout(this.timer);
    this.awareness.destroy();
  }

  /** Shows the others one's caret. */
  showSoon(): void {
    this.timer ??= setTimeout(() => {
      this.timer = undefined;
      if (!this.over && this.writes() && this.awareness.states.has(this.doc.clientID)) this.tell();
    }, CARETS);
  }

  private tell(): void {
    const data = toBase64(encodeAwarenessUpdate(this.awareness, [this.doc.clientID]));
    this.line.tell("document.awareness", { document: this.name, data });
  }

  /** Somebody came or went: who has gone has no caret here, and who has come has to be shown ours. */
  private seen(seats: readonly string[]): void {
    const gone = [...this.awareness.states].filter(([client, state]) => client !== this.doc.clientID && !seats.includes(String((state["user"] as { seat?: string } | undefined)?.seat)));
    removeAwarenessStates(this.awareness, gone.map(([client]) => client), this);
    // Counted anew: who was told so before, and has been told that we are not here, would not believe it twice.
    const own = this.awareness.getLocalState();
    if (own) this.awareness.setLocalState(own);
  }
}
