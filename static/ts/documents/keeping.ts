/**
 * A text on this device, so that a page that is closed without a line loses nothing. The store is one person's and one
 * document's; it goes when its owner signs out here (frame/belongings.ts).
 */
import { IndexeddbPersistence } from "y-indexeddb";
import type * as Y from "yjs";
import { forget, keep, recall, changedElsewhere } from "../frame/store.ts";
import { person, seat } from "../frame/page.ts";
import { signal } from "../frame/signal.ts";
import { TEXT, UNSENT, type Shelf } from "../frame/belongings.ts";

/** A device that does not answer in this time keeps nothing. Milliseconds. */
const PATIENCE = 3_000;

/** The store of one text. */
export class Keeping {
  /** What was kept is in the text now, or nothing can be kept. */
  readonly ready: Promise<void>;
  /** All that was written is kept, or something is not yet. */
  readonly changed = signal<void>();
  private store: IndexeddbPersistence | undefined;
  private behind = 0;
  private asking = false;

  constructor(
    private readonly document: string,
    doc: Y.Doc,
  ) {
    this.ready = this.open(doc).catch((reason: unknown) => {
      console.warn("documents: nothing can be kept on this device", reason);
      void this.end();
    });
    changedElsewhere.hear((name) => {
      // Signed out in another tab: what is written here lives as long as this page.
      if (name === TEXT + this.name && recall<Shelf>(name)?.left) void this.end();
    });
  }

  /** Whether there are words on this device that the server has not acknowledged. */
  static waits(document: string): boolean {
    return recall(`${UNSENT}${seat()}:${document}`) !== undefined;
  }

  /** Whether all that is written is kept on this device. */
  get keeps(): boolean {
    return this.works && this.behind === 0;
  }

  /** Whether this device keeps what is written here. */
  get works(): boolean {
    return this.store?.synced ?? false;
  }

  /** Notes whether something in the store waits to be stored by the server. */
  waits(unsent: boolean): void {
    const name = UNSENT + this.name;
    if (!unsent) forget(name);
    else if (this.works && recall(name) === undefined) keep(name, { at: Date.now() });
  }

  /** Lets go of the store; what is in it stays. */
  async end(): Promise<void> {
    const { store } = this;
    this.store = undefined;
    await store?.destroy();
  }

  /** Takes everything out of it: the server would not have it, or has another text by now. */
  async clear(): Promise<void> {
    const { store } = this;
    this.store = undefined;
    this.waits(false);
    if (!store?.db) return void (await store?.destroy());
    // Emptied, not deleted: another tab may have it open.
    const emptying = store.db.transaction("updates", "readwrite");
    emptying.objectStore("updates").clear();
    await new Promise((go) => (emptying.oncomplete = emptying.onabort = go));
    await store.destroy();
  }

  private get name(): string {
    return `${seat()}:${this.document}`;
  }

  private async open(doc: Y.Doc): Promise<void> {
    const database = `mesa:text:${person()}:${this.document}`;
    keep(TEXT + this.name, { database, at: Date.now() } satisfies Shelf);
    this.store = new IndexeddbPersistence(database, doc);
    const late = new Promise<never>((_, fail) => setTimeout(() => fail(new Error("the device does not answer")), PATIENCE));
    await Promise.race([this.store.whenSynced, late]);
    doc.on("update", () => {
      if (this.behind++ === 0) this.changed.send();
      this.ask();
    });
  }

  /** Asks the device whether it has everything: a question waits for all that was to be kept before it. */
  private ask(): void {
    if (this.asking || !this.store?.db) return;
    this.asking = true;
    const before = this.behind;
    const question = this.store.db.transaction("updates", "readonly");
    question.objectStore("updates").count();
    question.oncomplete = question.onabort = () => {
      this.asking = false;
      this.behind -= before;
      if (this.behind > 0) this.ask();
      else this.changed.send();
    };
  }
}
