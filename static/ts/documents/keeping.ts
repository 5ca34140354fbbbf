/**
 * A text on this device, so that a page that is closed without a line loses nothing. The store is one person's and one
 * document's; it goes when its owner signs out here (frame/belongings.ts).
 */
import { IndexeddbPersistence } from "y-indexeddb";
import type * as Y from "yjs";
import { forget, keep, names, recall, changedElsewhere } from "../frame/store.ts";
import { person, seat } from "../frame/page.ts";
import { signal } from "../frame/signal.ts";
import { newToken } from "../frame/token.ts";
import { TEXT, UNSENT, type Shelf } from "../frame/belongings.ts";
import { parted } from "./pieces.ts";

/** A device that does not answer in this time keeps nothing. Milliseconds. */
const PATIENCE = 3_000;

/** What names the words of this tab among those of others that write in the same store. */
const TAB = newToken();

/** That words of a tab wait in the store: another stamp with each of them. */
interface Flag {
  readonly at: number;
  readonly stamp: string;
}

/** What is in the store when something is taken out of it: all, and what goes. */
type Going = (all: readonly Uint8Array[], bad: readonly Uint8Array[]) => void;

/** The store of one text. */
export class Keeping {
  /** What was kept is in the text now, or nothing can be kept. */
  readonly ready: Promise<void>;
  /** All that was written is kept, or something is not yet. */
  readonly changed = signal<void>();
  /** What was in the store when it was opened, as it was written there. */
  pieces: readonly Uint8Array[] = [];
  /** The flags of other tabs whose words came out of the store with the rest. */
  private readonly adopted = new Map<string, string>();
  private store: IndexeddbPersistence | undefined;
  private behind = 0;
  private asking = false;
  private waiting = false;

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

  /** Whether there are words on this device that the server has not acknowledged, of whichever tab. */
  static waits(document: string): boolean {
    return names(`${UNSENT}${seat()}:${document}:`).length > 0;
  }

  /** Whether all that is written is kept on this device. */
  get keeps(): boolean {
    return this.works && this.behind === 0;
  }

  /** Whether this device keeps what is written here. */
  get works(): boolean {
    return this.store?.synced ?? false;
  }

  /** Notes that this tab has written something, or that the server has all that is in this tab. */
  waits(unsent: boolean): void {
    this.waiting = unsent;
    if (unsent) return void (this.works && keep(this.flag, { at: Date.now(), stamp: newToken() } satisfies Flag));
    forget(this.flag);
    // A tab that has written since then has words that are not here.
    for (const [name, stamp] of this.adopted) if (recall<Flag>(name)?.stamp === stamp) forget(name);
    this.adopted.clear();
  }

  /** Lets go of the store; what is in it stays. */
  async end(): Promise<void> {
    const { store } = this;
    this.store = undefined;
    await store?.destroy();
  }

  /**
   * Takes out of it what was refused, and what builds on it; without anything refused, all. What other tabs have written
   * besides stays there, to be sent. Before anything goes, it is told.
   */
  async sift(refused: readonly Uint8Array[] | undefined, going: Going): Promise<void> {
    const { store } = this;
    this.store = undefined;
    if (!refused) this.adopt();
    if (store?.db) await sifted(store.db, refused, going);
    else going([], []);
    // The flags of other tabs stay with their words, until those are sent.
    if (refused) forget(this.flag);
    else this.waits(false);
    await store?.destroy();
  }

  /** Takes over the flags of the tabs whose words are in the store now. */
  private adopt(): void {
    for (const name of names(`${UNSENT}${this.name}:`)) {
      const stamp = recall<Flag>(name)?.stamp;
      if (stamp !== undefined && name !== this.flag) this.adopted.set(name, stamp);
    }
  }

  private get flag(): string {
    return `${UNSENT}${this.name}:${TAB}`;
  }

  private get name(): string {
    return `${seat()}:${this.document}`;
  }

  private async open(doc: Y.Doc): Promise<void> {
    const database = `mesa:text:${person()}:${this.document}`;
    keep(TEXT + this.name, { database, at: Date.now() } satisfies Shelf);
    this.adopt();
    this.store = new IndexeddbPersistence(database, doc);
    const late = new Promise<never>((_, fail) => setTimeout(() => fail(new Error("the device does not answer")), PATIENCE));
    await Promise.race([this.store.whenSynced, late]);
    if (this.store?.db) this.pieces = await rows(this.store.db.transaction("updates", "readonly").objectStore("updates"));
    if (this.waiting) this.waits(true);
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

/** Everything that is in a store, in the order in which it was put there. */
const rows = (updates: IDBObjectStore): Promise<Uint8Array[]> =>
  new Promise((go, fail) => {
    const asked = updates.getAll() as IDBRequest<Uint8Array[]>;
    asked.onsuccess = () => go(asked.result);
    asked.onerror = () => fail(new Error("the device does not give what it keeps", { cause: asked.error }));
  });

/** Emptied, not deleted, and in one step: another tab may have it open. */
async function sifted(db: IDBDatabase, refused: readonly Uint8Array[] | undefined, going: Going): Promise<void> {
  const change = db.transaction("updates", "readwrite");
  const done = new Promise((go) => (change.oncomplete = change.onabort = go));
  const updates = change.objectStore("updates");
  const asked = updates.getAll() as IDBRequest<Uint8Array[]>;
  asked.onsuccess = () => {
    const { good, bad } = refused ? parted(asked.result, refused) : { good: [], bad: asked.result };
    going(asked.result, bad);
    updates.clear();
    for (const piece of good) updates.add(piece);
  };
  await done;
}
