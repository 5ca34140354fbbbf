/** The line to the server: one Socket.IO connection a page, websocket first, then polling. */
import { io, type Socket } from "socket.io-client";
import { signal, type Signal } from "../frame/signal.ts";
import { BROKEN, pause } from "./returning.ts";

/** How long an answer to a question over the line may take. */
const PATIENCE = 10_000;

/** The line as the rest of the page sees it. */
export interface Line {
  readonly up: boolean;
  /** True each time the line comes up (all rooms must be entered again), false when it goes. */
  readonly changed: Signal<boolean>;
  /** The server does not want this browser: its session may have ended. */
  readonly refused: Signal<void>;
  hear<T>(event: string, listener: (message: T) => void): void;
  /** Asks and awaits the answer; throws when there is none in time. */
  ask<T>(event: string, message: object): Promise<T>;
  /** Says something that matters only now; dropped when the line is down. */
  tell(event: string, message: object): void;
  /** Tries again at once. */
  retry(): void;
}

/** Opens the line. */
export function openLine(): Line {
  const socket: Socket = io({
    transports: ["websocket", "polling"],
    tryAllTransports: true,
    ...BROKEN,
    timeout: 10_000,
  });
  const changed = signal<boolean>();
  const refused = signal<void>();
  let refusals = 0;
  let opened = false;
  let returning: number | undefined;

  const retry = (): void => {
    clearTimeout(returning);
    returning = undefined;
    if (socket.connected) return;
    // A connection that waits for its turn to retry is asked anew.
    socket.disconnect().connect();
  };
  const comeBack = (wait: number): void => {
    clearTimeout(returning);
    returning = setTimeout(retry, wait);
  };

  socket.on("connect", () => {
    refusals = 0;
    opened = true;
    changed.send(true);
  });
  socket.on("disconnect", (reason) => {
    changed.send(false);
    // After these the client does not come back by itself.
    if (reason === "io server disconnect") comeBack(pause());
  });
  socket.on("connect_error", (reason) => {
    console.info("live: no line yet", reason.message);
    // Something on the way may swallow websockets without a word: polling first then, and upwards from there.
    if (!opened) socket.io.opts.transports = ["polling", "websocket"];
    if (socket.active) return;
    comeBack(Math.min(60_000, 4_000 * 2 ** refusals++) + pause());
    refused.send();
  });
  socket.on("bye", () => {
    socket.disconnect();
    comeBack(pause());
  });
  addEventListener("online", retry);
  addEventListener("pageshow", (event) => event.persisted && retry());

  return {
    get up() {
      return socket.connected;
    },
    changed,
    refused,
    hear: (event, listener) => void socket.on(event, listener),
    ask: (event, message) => socket.timeout(PATIENCE).emitWithAck(event, message),
    tell: (event, message) => void (socket.connected && socket.volatile.emit(event, message)),
    retry,
  };
}
