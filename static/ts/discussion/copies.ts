/** Keeps the copies of what is on its way in step with the outbox: one for each sending of the thread, with how it stands. */
import { say } from "../words.ts";
import { focusOn } from "../live/apply.ts";
import type { Room } from "../live/room.ts";
import type { Composer } from "./composer.ts";
import { outboxChanged, standstill, takeBack, waiting, type Sending } from "./outbox.ts";
import { dropPending, pendingOf, pendings, showPending, tellPending } from "./pending.ts";

/** A sending younger than this was made just now, by this page. */
const NOW = 1_000;

/** The copies in one thread. */
export class Copies {
  /** The sendings that this tab made. */
  readonly mine = new Set<string>();

  constructor(
    private readonly list: HTMLElement,
    private readonly thread: string,
    private readonly order: string,
    private readonly room: Room,
    private readonly composer: Composer | undefined,
  ) {
    outboxChanged.hear(() => this.refresh());
    this.refresh();
  }

  private refresh(): void {
    const sendings = waiting().filter((sending) => sending.thread === this.thread);
    const tokens = new Set(sendings.map((sending) => sending.token));
    // Gone without its post: another tab sent it or took it back. What the server has tells which.
    const gone = pendings(this.list).filter((copy) => !tokens.has(copy.dataset["token"] ?? ""));
    if (gone.length > 0) void this.room.catchUp().then(() => gone.forEach((copy) => dropPending(copy, this.composer?.form)));
    for (const sending of sendings) this.show(sending);
  }

  private show(sending: Sending): void {
    const shown = pendingOf(this.list, sending.token);
    const copy = shown ?? showPending(this.list, sending, this.order);
    if (!copy) return;
    const stuck = standstill() !== undefined || !navigator.onLine;
    const edit = { label: say("Edit"), run: (): void => void this.edit(sending.token) };
    tellPending(copy, stuck ? say("Not sent yet") : say("Sending…"), stuck ? say(reasonToWait()) : "", stuck && this.composer ? edit : undefined);
    if (shown || Date.now() - sending.at > NOW) return;
    this.mine.add(sending.token);
    // An answer far above the composer is gone to; otherwise the author stays where she writes.
    copy.scrollIntoView({ block: "nearest", behavior: "instant" });
    if (sending.parent) focusOn(copy);
  }

  private async edit(token: string): Promise<void> {
    const draft = takeBack(token);
    if (!draft || !this.composer) return;
    const copy = pendingOf(this.list, token);
    if (copy) dropPending(copy, this.composer.form);
    await this.composer.bring(draft);
    this.composer.focus();
  }
}

function reasonToWait(): string {
  if (!navigator.onLine) return "Kept on this device. It goes out when the connection is back.";
  if (standstill() === "signed-out") return "Kept on this device. It goes out when you have signed in again.";
  return "Kept on this device. It goes out as soon as the server is ready.";
}
