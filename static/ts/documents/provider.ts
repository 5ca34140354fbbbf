/**
 * Keeps a text in step with the server. What is written goes out merged as far as it is little, one message under way at a
 * time, and counts as saved when the server has stored it. What was not acknowledged is kept as the pieces in which it was
 * made and told again at the next join, where both sides say what they have: a piece that is refused leaves the others alone.
 */
import type { Awareness } from "y-protocols/awareness";
import * as Y from "yjs";
import { say } from "../words.ts";
import { signal } from "../frame/signal.ts";
import type { Line } from "../live/socket.ts";
import { fromBase64, toBase64 } from "./bytes.ts";
import { Hands } from "./hands.ts";
import { Rescue } from "./rescue.ts";
import { isBehind, lacking, learn, upTo, type Known } from "./pieces.ts";
import { SCHEMA } from "./schema.ts";
import { Waiting } from "./waiting.ts";

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

/** What is typed within this time goes out together. Milliseconds. */
const GATHERED = 30;

/** The largest change that the server takes (panel/documents/policy.py). Bytes. */
const LARGEST = 512_000;

/** After a failure it is tried again, after this. */
const AGAIN = 1_500;

/** The text of one document on this page. */
export class Provider {
  readonly hands: Hands;
  /** What the state is now, each time that it is another one or that something begins to wait. */
  readonly changed = signal<State>();
  /** Something was written here. */
  readonly wrote = signal<void>();
  /** The server would not take what was written; the sentence says why. */
  readonly refused = signal<string>();
  /** A join has been answered: whether something may be written, and the number of the room. */
  readonly joined = signal<Joined>();
  state: State = "joining";
  /** That of the newest change that stands in the text here. */
  number = 0;
  /** What is to be done around each change of somebody else's. */
  around = (change: () => void): void => change();
  /** Notices which of one's own words somebody else's change took away unseen. */
  readonly rescue: Rescue;
  private readonly waiting = new Waiting();
  private begun: readonly Uint8Array[] = [];
  private reason = "";
  private fresh = true;
  private inStep = false;
  private joining: Promise<number> | undefined;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private client: number | undefined;
  private over = false;

  constructor(
    private readonly line: Line,
    readonly name: string,
    readonly doc: Y.Doc,
  ) {
    this.rescue = new Rescue(doc);
    this.hands = new Hands(line, name, doc, () => this.writes);
    doc.on("update", (update: Uint8Array, origin: unknown, _doc: Y.Doc, change: Y.Transaction) => {
      // Without an id of the server's nothing can be written: what the screen makes of the text by itself stays here.
      if (origin === this || !change.local || this.client === undefined) return;
      const first = this.saved;
      this.waiting.add(update);
      this.wrote.send();
      if (!this.tell(this.line.up ? "saving" : "offline") && first) this.changed.send(this.state);
      this.soon();
    });
    line.changed.hear((up) => {
      if (up || this.over) return;
      this.inStep = false;
      if (this.waiting.refused) this.giveUp();
      else this.tell("offline");
    });
  }

  /** Where everybody's caret is. */
  get awareness(): Awareness {
    return this.hands.awareness;
  }

  /** Whether everything that was written here is stored by the server. */
  get saved(): boolean {
    return this.unsent.length === 0;
  }

  /** What was written here and is not acknowledged. */
  get unsent(): readonly Uint8Array[] {
    return this.waiting.all;
  }

  /** How much of the text the server has. */
  get known(): Known {
    return this.waiting.known;
  }

  /** Whether the server has given an id to write under. */
  get writes(): boolean {
    return this.client !== undefined;
  }

  /** Takes up what earlier pages have written into this text: the server is told what it lacks of it. */
  takeUp(pieces: readonly Uint8Array[]): void {
    if (this.fresh) this.begun = pieces;
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
    const update = fromBase64(data);
    this.letIn(update);
    learn(this.known, upTo(update));
    this.number = Math.max(this.number, number);
  }

  /** Takes one's caret out of the others' sight at once: the page goes. */
  leave(): void {
    this.hands.leave();
  }

  /** Stops for good: nothing goes out any more. */
  end(): void {
    this.over = true;
    clearTimeout(this.timer);
    this.inStep = false;
    this.hands.end();
  }

  private async joinNow(): Promise<number> {
    const known = new Map(this.known);
    const message = { document: this.name, schema: SCHEMA, vector: toBase64(Y.encodeStateVector(this.doc)), client: this.client ?? null };
    const answer = await this.line.ask<Joined>("document.join", message);
    if (this.over) throw new Error("this text is not shown any more");
    if (answer.error === "schema") {
      this.tell("outdated");
      throw new Error("the server has another schema");
    }
    if (answer.error ?? answer.busy ?? answer.refused) throw new Error(`the server would not let us join: ${answer.error ?? answer.refused ?? "busy"}`);
    this.writeAs(answer.client);
    const theirs = fromBase64(answer.update);
    const vector = fromBase64(answer.vector);
    // A backup was restored: what the server had is known no more, and what it lacks goes out again as far as it may.
    if (isBehind(known, vector)) this.startOver();
    // Made before theirs are let in: what dies of both together, nobody has taken away, and its author brings it back.
    this.waiting.renew(this.lacks(vector, theirs));
    this.begun = [];
    this.letIn(theirs, vector);
    this.fresh = false;
    this.number = Math.max(this.number, answer.number);
    this.inStep = true;
    this.joined.send(answer);
    if (this.waiting.more) this.flush();
    else this.tell("saved");
    this.hands.showSoon();
    return answer.seq;
  }

  private startOver(): void {
    this.known.clear();
    this.reason = say("Mesa was restored from a backup.");
  }

  private letIn(update: Uint8Array, vector?: Uint8Array): void {
    this.rescue.during(update, vector, () => this.around(() => Y.applyUpdate(this.doc, update, this)));
  }

  private writeAs(client: number | null): void {
    this.client = client ?? undefined;
    if (client !== null && client !== this.doc.clientID) this.hands.writeAs(client);
  }

  /** What was written here, since the last join or by an earlier page, that the server does not have. */
  private lacks(vector: Uint8Array, theirs: Uint8Array): Uint8Array[] {
    learn(this.known, Y.decodeStateVector(vector));
    if (this.saved && !this.fresh && !this.writes) return [];
    return lacking(this.doc, [...this.begun, ...this.unsent], { known: this.known, update: theirs, died: this.rescue.died }, this.writes || !this.saved);
  }

  private soon(): void {
    this.timer ??= setTimeout(() => {
      this.timer = undefined;
      this.flush();
    }, GATHERED);
  }

  private flush(): void {
    if (this.waiting.ready && !this.over && this.inStep) void this.send();
  }

  private async send(): Promise<void> {
    const data = this.waiting.next();
    // The server would hang up before it could say so itself.
    if (data.length > LARGEST) return this.refuse(say("This is too much at once. Please paste it in smaller parts."));
    this.tell("saving");
    const answer = await this.told(data);
    if (this.over) return;
    if (answer.number !== undefined) return this.stored(answer.number);
    if (answer.refused !== undefined) return this.refuse(answer.refused);
    this.waiting.back();
    if (this.waiting.refused) return this.giveUp();
    this.inStep = answer.busy === true;
    this.tell(this.line.up ? "saving" : "offline");
    setTimeout(() => {
      if (this.over || !this.line.up) return;
      if (this.inStep) this.flush();
      else this.enter();
    }, answer.resync ? 0 : AGAIN);
  }

  private async told(data: Uint8Array): Promise<Received> {
    try {
      return await this.line.ask<Received>("document.update", { document: this.name, data: toBase64(data) });
    } catch (reason) {
      console.info("documents: no answer to a change; it is told again", reason);
      return { resync: true };
    }
  }

  private stored(number: number): void {
    this.number = Math.max(this.number, number);
    this.waiting.stored();
    this.goOn();
  }

  private refuse(reason: string): void {
    this.waiting.refuse(this.writes);
    if (this.waiting.refused) {
      this.reason ||= reason;
      this.tell("refused");
    }
    this.goOn();
  }

  private goOn(): void {
    if (this.waiting.more) this.flush();
    else if (this.waiting.refused) this.giveUp();
    else if (this.tell("saved")) this.reason = "";
  }

  /** Nothing more can go out from here: the page is told what was refused. */
  private giveUp(): void {
    this.waiting.giveUp();
    this.inStep = false;
    this.refused.send(this.reason);
  }

  /** The line holds, and joining failed all the same: once more in a while. */
  private later(reason: unknown): void {
    if (this.over || this.state === "outdated") return;
    console.warn("documents: joining failed", reason);
    setTimeout(() => !this.over && this.line.up && !this.inStep && this.enter(), AGAIN);
  }

  /** Tells the state, if it is another one. */
  private tell(state: State): boolean {
    if (this.state === state || this.state === "outdated" || (this.waiting.refused && state !== "refused")) return false;
    this.state = state;
    this.changed.send(state);
    return true;
  }
}
