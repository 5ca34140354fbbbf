/** The rooms of this page: enters them whenever the line comes up, and hands each message to its room. */
import { signal } from "../frame/signal.ts";
import type { Entrance, Push } from "./pushes.ts";
import { Room, type Head, type Lack, type RoomPage } from "./room.ts";
import type { Line } from "./socket.ts";

/** The server's answer for one room. */
export interface Answer {
  readonly room: string;
  readonly refused: boolean;
  readonly may: readonly string[];
  readonly sight: string;
}

/** What the server said when a room was entered: rights may be other than before. */
export const answered = signal<Answer>();

/** Something about the reader has changed: what may be read or done can be other than before. */
export const standing = signal<void>();

/** This browser's session has ended. */
export const signedOut = signal<void>();

interface Followed {
  readonly room: Room;
  sight: string | undefined;
}

const followed = new Map<string, Followed>();
let line: Line | undefined;

/** The line that the rooms are connected with; none before the page has opened one. */
export const theLine = (): Line | undefined => line;

/** Begins to follow a room from the number that the page carries; `sight`: what the page was made for, if it tells. */
export function follow(name: string, seq: number, page: RoomPage, sight?: string): Room {
  const room = new Room(name, seq, page, since);
  followed.set(name, { room, sight });
  if (line?.up) void enter(name);
  return room;
}

/** Leaves a room for good. */
export function unfollow(name: string): void {
  followed.delete(name);
  line?.tell("leave", { room: name });
}

/** Brings every room up to date over HTTP: right after a write of one's own, when the line may be down. */
export function catchUpAll(): void {
  for (const { room } of followed.values()) void room.catchUp();
}

/** Connects the rooms with the line. */
export function listen(to: Line): void {
  line = to;
  to.changed.hear((up) => up && enterAll());
  to.refused.hear(catchUpAll);
  to.hear<Push>("push", (push) => followed.get(push.room)?.room.hear(push));
  to.hear<Head & { room: string }>("beat", (now) => followed.get(now.room)?.room.beat(now));
  to.hear<{ room: string }>("left", ({ room }) => void enter(room));
  to.hear("standing", () => {
    enterAll();
    standing.send();
  });
  if (to.up) enterAll();
}

function enterAll(): void {
  for (const name of followed.keys()) void enter(name);
}

/** A refusal is asked about once more before it is believed: rights that change just then are refused to be safe. */
const DOUBT = 500;

/** A server that does not answer is asked again after this. */
const PATIENCE = 3_000;

async function enter(name: string, doubted = false): Promise<void> {
  const one = followed.get(name);
  if (!one || !line) return;
  const asked = one.room.head;
  let entrance: Entrance;
  try {
    entrance = await line.ask<Entrance>("enter", { room: name });
  } catch (reason) {
    // The line went while asking: it is asked again when it is back. A server that is slow to answer is asked again too.
    console.warn(`live: no answer on entering ${name}`, reason);
    if (line.up) setTimeout(() => void enter(name), PATIENCE);
    return;
  }
  const { seq, mark = "", may = [], sight = "all" } = entrance;
  if (seq === undefined) {
    console.warn(`live: the server did not understand that we enter ${name}`, entrance);
    setTimeout(() => void enter(name), PATIENCE);
    return;
  }
  if (seq === null) {
    if (!doubted) return void setTimeout(() => void enter(name, true), DOUBT);
    answered.send({ room: name, refused: true, may: [], sight: "" });
    return;
  }
  answered.send({ room: name, refused: false, may, sight });
  const other = one.sight !== undefined && one.sight !== sight;
  one.sight = sight;
  if (other) await one.room.swap(false);
  one.room.entered({ seq, mark }, other ? one.room.head : asked);
}

async function since(name: string, { seq, mark }: Head): Promise<Lack> {
  const response = await fetch(`/rooms/${encodeURIComponent(name)}/since/${seq}${mark && `?mark=${encodeURIComponent(mark)}`}`, {
    headers: { Accept: "application/json" },
    signal: AbortSignal.timeout(20_000),
  });
  if (response.status === 401) signedOut.send();
  // The right was lost and the message about it too: ask at the door.
  if (response.status === 404 || response.status === 403) {
    if (line?.up) void enter(name);
    else answered.send({ room: name, refused: true, may: [], sight: "" });
  }
  if (!response.ok) throw new Error(`the server answered ${response.status}`);
  return (await response.json()) as Lack;
}
