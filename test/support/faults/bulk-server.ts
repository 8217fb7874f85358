// A server in a process of its own, for as many calls as there are: it answers each with a client, and tells its parent the
// port, and when asked what it has counted.
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { client, deleted } from "../samples/samples.ts";

/** What the server has counted. */
export interface BulkCounts {
  readonly requests: number;
  /** The most connections that were open at once. */
  readonly mostOpen: number;
}

let requests = 0;
let open = 0;
let mostOpen = 0;

const server = createServer((request, response) => {
  requests += 1;
  request.resume().on("end", () => {
    response.writeHead(200, { "content-type": "application/json" });
    response.end(JSON.stringify(request.method === "DELETE" ? deleted : client));
  });
});
server.on("connection", (socket) => {
  open += 1;
  mostOpen = Math.max(mostOpen, open);
  socket.on("close", () => {
    open -= 1;
  });
});
server.listen(0, "127.0.0.1", () => {
  process.send?.((server.address() as AddressInfo).port);
});
process.on("message", () => {
  process.send?.({ requests, mostOpen } satisfies BulkCounts);
});
process.on("disconnect", () => {
  process.exit();
});
