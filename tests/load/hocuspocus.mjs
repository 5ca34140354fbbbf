// What co-editing is compared with: Hocuspocus as it comes, in memory, on a free port of this machine.
// `node hocuspocus.mjs FILE [DATABASE]` prints its port; each document is loaded from the updates in
// FILE, each of which stands after its length (four bytes). Given a DATABASE, it stores each edit there
// before it takes it in, as safely as Mesa does; without one, nothing is ever stored.
import { readFileSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { Server } from "@hocuspocus/server";
import { applyUpdate } from "yjs";

const LENGTH = 4;
const PATIENCE = 600_000; // milliseconds in which somebody who only listens is not cut off
const CHANGE = 2; // of a synchronisation's messages, the one that brings an edit
const [history, database] = process.argv.slice(2);

async function onLoadDocument({ document }) {
  const data = readFileSync(history);
  document.transact(() => {
    for (let at = 0; at < data.length; ) {
      const begin = at + LENGTH;
      at = begin + data.readUInt32BE(begin - LENGTH);
      applyUpdate(document, data.subarray(begin, at));
    }
  });
}

function storing(file) {
  const table = new DatabaseSync(file);
  table.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL");
  table.exec("CREATE TABLE edit (id INTEGER PRIMARY KEY, data BLOB)");
  const insert = table.prepare("INSERT INTO edit (data) VALUES (?)");
  return async ({ type, payload }) => {
    if (type === CHANGE) insert.run(payload);
  };
}

const server = new Server({
  address: "127.0.0.1",
  port: 0,
  quiet: true,
  timeout: PATIENCE,
  onLoadDocument,
  ...(database && { beforeSync: storing(database) }),
});
await server.listen();
console.log(server.address.port);
