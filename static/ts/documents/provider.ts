/**
 * Keeps a text in step with the server. Whatever is written goes out merged, one piece under way at a time, and counts as
 * saved when the server has stored it. What was not acknowledged is told again at the next join: both sides say what they have.
 */
import { Awareness, applyAwarenessUpdate, encodeAwarenessUpdate, removeAwarenessStates } from "y-protocols/awareness";
import * as Y from "yjs";
import { say } from "../words.ts";
import { signal } from "../frame/signal.ts";
import type { Line } from "../live/socket.ts";
import { fromBase64 } from "./bytes.ts";
import { SCHEMA } from "./schema.ts";

/** How what was written here stands with the server. */
export type State = "joining" | "saved" | "saving" | "offline" | "refused" | "outdated";

/** The server's answer to joining. */
interface Joined {
  readonly client: number | null;
  readonly update: string;
  readonly vector: string;
  readonly seq: number;
  /** That of the newest change that is stored. */
  readonly number: number;
  readonly drafting: boolean;
  readonly error?: string;
  readonly refused?: string;
  readonly busy?: true;
}

interface Received {
  readonly number?: number;
  readonly resync?: true;
  readonly busy?: true;
  readonly refused?: string;
  readonly error?: string;
}

/** What is typed within this time goes out together; carets are told at most this often. Milliseconds. */
const GATHERED = 30;
const CARETS = 80;

/** The largest change that the server takes (panel/documents/policy.py). Bytes. */
const LARGEST = 512_000;

/** After a failure it is tried again, after this. */
const AGAIN = 1_500;

/** Whether all that is taken away here is taken away there, too; `theirs` came with what the server has. */
function takesMore(doc: Y.Doc, theirs: Uint8Array): boolean {
  const sorted = Y.mergeDeleteSets([Y.decodeUpdate(theirs).ds]);
  return !Y.equalDeleteSets(sorted, Y.createDeleteSetFromStructStore(doc.store));
}

/** The text of one document on this page. */
export class Provider {
  readonly awareness: Awareness;
  /** What the state is now, each time that it is another one or that something begins to wait. */
  readonly changed = signal<State>();
  /** The server would not take what was written; the sentence says why. */
  readonly refused = signal<string>();
  /** A join has been answered: whether something may be written, and the number of the room. */
  readonly joined = signal<Joined>();
  state: State = "joining";
  /** That of the newest change that stands in the text here. */
  number = 0;
  /** What is to be done around each change of somebody else's. */
  around = (change: () => void): void => change();
  private pending: Uint8Array[] = [];
  private under: Uint8Array | undefined;
  private fresh = true;
  private inStep = false;
  private joining: Promise<number> | undefined;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private carets: ReturnType<typeof setTimeout> | undefined;
  private client: number | undefined;
  private over = false;

  constructor(
    private readonly line: Line,
    readonly name: string,
    readonly doc: Y.Doc,
  ) {
    this.awareness = new Awareness(doc);
    this.awareness.setLocalState(null);
    doc.on("update", (update: Uint8Array, origin: unknown, _doc: Y.Doc, change: Y.Transaction) => {
      // Without an id of the server's nothing can be written: what the screen makes of the text by itself stays here.
      if (origin === this || !change.local || this.client === undefined) return;
      const first = this.saved;
      this.pending.push(update);
      if (!this.tell(this.line.up ? "saving" : "offline") && first) this.changed.send(this.state);
      this.soon();
    });
    this.awareness.on("update", (_change: unknown, origin: unknown) => origin === "local" && this.showSoon());
    line.hear<{ room: string; data: string }>("document.awareness", ({ room, data }) => {
      if (room === this.room && !this.over) applyAwarenessUpdate(this.awareness, fromBase64(data), this);
    });
    line.hear<{ room: string; seats?: string[] }>("here", ({ room, seats }) => room === this.room && seats && !this.over && this.seen(seats));
    line.changed.hear((up) => {
      if (up || this.over) return;
      this.inStep = false;
      this.tell("offline");
    });
    addEventListener("pagehide", () => this.leave());
  }

  get room(): string {
    return `document:${this.name}`;
  }

  /** Whether everything that was written here is stored by the server. */
  get saved(): boolean {
    return this.pending.length === 0 && !this.under;
  }

  /** What was written here and is not acknowledged. */
  get unsent(): readonly Uint8Array[] {
    return this.under ? [this.under, ...this.pending] : this.pending;
  }

  /** Whether the server has given an id to write under. */
  get writes(): boolean {
    return this.client !== undefined;
  }

  /** Joins, and tries again until it is done or does not matter any more. */
  enter(): void {
    this.join().catch((reason: unknown) => this.later(reason));
  }

  /** Joins, or joins again: afterwards both have the same. Gives the number of the room that the text belongs to. */
  join(): Promise<number> {
    this.joining ??= this.joinNow().finally(() => {
      this.joining = undefined;
    });
    return this.joining;
  }

  /** A change of somebody else's, as the room tells it. */
  apply(data: string, number: number): void {
    this.around(() => Y.applyUpdate(this.doc, fromBase64(data), this));
    this.number = Math.max(this.number, number);
  }

  /** Takes one's caret out of the others' sight at once: the page goes. */
  leave(): void {
    if (this.over || !this.awareness.states.has(this.doc.clientID)) return;
    removeAwarenessStates(this.awareness, [this.doc.clientID], this);
    const data = encodeAwarenessUpdate(this.awareness, [this.doc.clientID]);
    this.line.tell("document.awareness", { document: this.name, data });
  }

  /** Stops for good: nothing goes out any more. */
  end(): void {
    this.over = true;
    clearTimeout(this.timer);
    clearTimeout(this.carets);
    this.inStep = false;
    this.awareness.destroy();
  }

  private async joinNow(): Promise<number> {
    const message = { document: this.name, schema: SCHEMA, vector: Y.encodeStateVector(this.doc), client: this.client ?? null };
    const answer = await this.line.ask<Joined>("document.join", message);
    if (this.over) throw new Error("this text is not shown any more");
    if (answer.error === "schema") {
      this.tell("outdated");
      throw new Error("the server has another schema");
    }
    if (answer.error ?? answer.busy ?? answer.refused) throw new Error(`the server would not let us join: ${answer.error ?? answer.refused ?? "busy"}`);
    this.writeAs(answer.client);
    const theirs = fromBase64(answer.update);
    this.around(() => Y.applyUpdate(this.doc, theirs, this));
    const lacking = Y.encodeStateAsUpdate(this.doc, fromBase64(answer.vector));
    this.pending = this.lacks(lacking, theirs) ? [lacking] : [];
    this.fresh = false;
    this.number = Math.max(this.number, answer.number);
    this.inStep = true;
    this.joined.send(answer);
    if (this.pending.length > 0) this.flush();
    else this.tell("saved");
    this.showSoon();
    return answer.seq;
  }

  private writeAs(client: number | null): void {
    this.client = client ?? undefined;
    if (client === null || client === this.doc.clientID) return;
    this.awareness.setLocalState(null);
    this.doc.clientID = this.awareness.clientID = client;
  }

  /** Whether something was written here that the server does not have: since the last join, or by an earlier page. */
  private lacks(lacking: Uint8Array, theirs: Uint8Array): boolean {
    if (!this.saved) return true;
    if (!this.fresh && !this.writes) return false;
    return Y.decodeUpdate(lacking).structs.length > 0 || (this.writes && takesMore(this.doc, theirs));
  }

  private soon(): void {
    this.timer ??= setTimeout(() => {
      this.timer = undefined;
      this.flush();
    }, GATHERED);
  }

  private flush(): void {
    if (this.under || this.over || !this.inStep || this.pending.length === 0) return;
    void this.send();
  }

  private async send(): Promise<void> {
    const data = Y.mergeUpdates(this.pending);
    this.pending = [];
    // The server would hang up before it could say so itself.
    if (data.length > LARGEST) return this.refuse(data, say("This is too much at once. Please paste it in smaller parts."));
    this.under = data;
    this.tell("saving");
    let answer: Received;
    try {
      answer = await this.line.ask<Received>("document.update", { document: this.name, data });
    } catch (reason) {
      console.info("documents: no answer to a change; it is told again", reason);
      answer = { resync: true };
    }
    this.under = undefined;
    if (this.over) return;
    if (answer.number !== undefined) {
      this.number = Math.max(this.number, answer.number);
      return this.pending.length > 0 ? this.flush() : void this.tell("saved");
    }
    if (answer.refused !== undefined) return this.refuse(data, answer.refused);
    this.pending.unshift(data);
    this.inStep = answer.busy === true;
    this.tell(this.line.up ? "saving" : "offline");
    setTimeout(() => {
      if (this.over || !this.line.up) return;
      if (this.inStep) this.flush();
      else this.enter();
    }, answer.resync ? 0 : AGAIN);
  }

  private refuse(data: Uint8Array, reason: string): void {
    this.pending.unshift(data);
    this.inStep = false;
    this.tell("refused");
    this.refused.send(reason);
  }

  /** The line holds, and joining failed all the same: once more in a while. */
  private later(reason: unknown): void {
    if (this.over || this.state === "outdated") return;
    console.warn("documents: joining failed", reason);
    setTimeout(() => !this.over && this.line.up && !this.inStep && this.enter(), AGAIN);
  }

  /** Tells the state, if it is another one. */
  private tell(state: State): boolean {
    if (this.state === state || this.state === "outdated") return false;
    this.state = state;
    this.changed.send(state);
    return true;
  }

  private showSoon(): void {
    this.carets ??= setTimeout(() => {
      this.carets = undefined;
      if (this.over || this.client === undefined || !this.awareness.states.has(this.doc.clientID)) return;
      const data = encodeAwarenessUpdate(this.awareness, [this.doc.clientID]);
      this.line.tell("document.awareness", { document: this.name, data });
    }, CARETS);
  }

  /** Somebody came or went: who has gone has no caret here, and who has come has to be shown ours. */
  private seen(seats: readonly string[]): void {
    const gone = [...this.awareness.states].filter(([client, state]) => client !== this.doc.clientID && !seats.includes(String((state["user"] as { seat?: string } | undefined)?.seat)));
    removeAwarenessStates(this.awareness, gone.map(([client]) => client), this);
    this.showSoon();
  }
}
