/** Who is here: the seats on the table's edge, as the server renders them. */
import type { Line } from "../live/socket.ts";

/** Follows the presence of all rooms that this page shows. */
export function startPresence(line: Line): void {
  line.hear<{ room: string; html: string }>("here", ({ room, html }) => {
    const place = document.getElementById(`here-${room}`);
    if (place?.dataset["here"] !== undefined) place.innerHTML = html; // Of our own macro.
  });
}
