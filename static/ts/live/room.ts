/**
 * One numbered room as this page follows it. Push n+1 is applied when the page is at n; a gap, a reconnection or a
 * heartbeat that is ahead makes it ask for what it lacks over HTTP. So the page always ends as a reload would show it.
 */
import type { Push } from "./pushes.ts";

/** What a room does to its page. */
export interface RoomPage {
  /** Puts a push in its place. Must be repeatable: the page may show it already. */
  apply(push: Push): void;
  /** Fetches the page anew and swaps its content; gives the number that the new content carries. `lost`: what the page shows was taken back. */
  swap(lost: boolean): Promise<number>;
  /** The number is known and applied. */
  reached?(seq: number): void;
}

/** How far a room is, and the mark of its past: the same numbers are other facts once a backup was restored. "": not known. */
export interface Head {
  readonly seq: number;
  readonly mark: string;
}

/** What the server lacks to tell: `pushes` null means too much, fetch the page; or that what was asked from is `lost`. */
export interface Lack extends Head {
  readonly pushes: readonly Push[] | null;
  readonly lost: boolean;
}

/** How many pushes that came too early are kept until the gap is filled; beyond, catching up brings them again. */
const EARLY = 200;

/** The room, with the number that the page is at. */
export class Room {
  private readonly early = new Map<number, Push>();
  private running: Promise<void> | undefined;
  private again = false;
  private behind = 0;
  private mark = "";

  constructor(
    readonly name: string,
    private at: number,
    private readonly page: RoomPage,
    private readonly since: (room: string, from: Head) => Promise<Lack>,
  ) {}

  /** The last number that this page has applied. */
  get seq(): number {
    return this.at;
  }

  /** The same with its mark. */
  get head(): Head {
    return { seq: this.at, mark: this.mark };
  }

  /** A push came over the line. */
  hear(push: Push): void {
    if (push.seq <= this.at) return;
    if (push.seq === this.at + 1) {
      this.take(push);
      this.takeEarly();
      return;
    }
    if (this.early.size < EARLY) this.early.set(push.seq, push);
    // A question that is under way sees afterwards what came early.
    if (!this.running) void this.catchUp();
  }

  /** The server's number, from a heartbeat; it may have been on its way for a while. One that stays behind ours means that the server lost its past. */
  beat(now: Head): void {
    this.behind = now.seq < this.at ? this.behind + 1 : 0;
    if (this.behind > 2) void this.swap(true);
    else this.compare(now, this.head);
  }

  /** The server's number on entering, and ours as it was when we asked: of one past, it cannot be behind that. */
  entered(now: Head, asked: Head): void {
    if (now.seq < asked.seq) void this.swap(true);
    else this.compare(now, asked);
  }

  private compare(now: Head, ours: Head): void {
    if (now.seq > this.at) void this.catchUp();
    else if (now.seq === ours.seq && ours.mark && now.mark !== ours.mark) void this.swap(true);
    else if (now.seq === this.at) this.mark = now.mark;
  }

  /** Asks for what is lacking; a second call while one runs makes it ask once more. */
  catchUp(): Promise<void> {
    return this.once(async () => this.receive(await this.since(this.name, this.head)));
  }

  /** Applies again what happened since an older number: for content that was fetched before that. */
  async replay(seq: number): Promise<void> {
    if (seq >= this.at) return;
    const lack = await this.since(this.name, { seq, mark: "" });
    if (lack.pushes === null) await this.swap(lack.lost);
    else for (const push of lack.pushes) this.put(push);
    if (lack.seq > this.at) this.reach(lack);
  }

  /** Takes the page's content anew. */
  swap(lost: boolean): Promise<void> {
    return this.once(() => this.swapNow(lost));
  }

  private async swapNow(lost: boolean): Promise<void> {
    if (lost) this.early.clear();
    const seq = await this.page.swap(lost);
    this.behind = 0;
    this.reach({ seq, mark: "" });
    this.takeEarly();
  }

  private async receive(lack: Lack): Promise<void> {
    if (lack.pushes === null) return this.swapNow(lack.lost);
    for (const push of lack.pushes) if (push.seq > this.at) this.take(push);
    if (lack.seq >= this.at) this.reach(lack);
    this.takeEarly();
  }

  private once(work: () => Promise<void>): Promise<void> {
    if (this.running) {
      this.again = true;
      return this.running;
    }
    this.running = this.run(work).finally(() => {
      this.running = undefined;
    });
    return this.running;
  }

  private async run(work: () => Promise<void>): Promise<void> {
    try {
      await work();
      // Once more when somebody asked meanwhile or a gap is left, but never in circles without getting further.
      for (let from = -1; (this.again || this.early.size > 0) && from !== this.at; ) {
        this.again = false;
        from = this.at;
        await this.receive(await this.since(this.name, this.head));
      }
      this.again = false;
    } catch (reason) {
      // The next heartbeat or reconnection asks again.
      this.again = false;
      console.warn(`live: ${this.name} could not catch up from ${this.at}`, reason);
    }
  }

  private takeEarly(): void {
    for (let next = this.early.get(this.at + 1); next; next = this.early.get(this.at + 1)) this.take(next);
    for (const seq of this.early.keys()) if (seq <= this.at) this.early.delete(seq);
  }

  private take(push: Push): void {
    this.put(push);
    this.reach(push);
  }

  /** A push that cannot be put in its place must not stop those after it; the page is then taken anew. */
  private put(push: Push): void {
    try {
      this.page.apply(push);
    } catch (reason) {
      console.error(`live: push ${push.seq} of ${this.name} could not be applied`, reason);
      queueMicrotask(() => void this.swap(false));
    }
  }

  private reach({ seq, mark }: Head): void {
    this.at = seq;
    this.mark = mark;
    this.page.reached?.(seq);
  }
}
