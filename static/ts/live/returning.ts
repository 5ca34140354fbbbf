/** How pages come back to a server that has gone: each in a moment of its own, so that one that is there again is not stormed. */

/** After the server's farewell, or its refusal: milliseconds that no two tabs share. */
export const pause = (): number => 500 + Math.random() * 2_500;

/** After a line that broke, for Socket.IO: half a second to one and a half at first, then twice as long, a quarter of a minute at most. */
export const BROKEN = { reconnectionDelay: 1_000, reconnectionDelayMax: 15_000, randomizationFactor: 0.5 } as const;
