// A server in its own process, for any number of calls. It responds to each with a client. It sends its port to the parent
// process, and its counts on request.
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { client, deleted } from "../samples/samples.ts";

/** The counts of the server. */
export interface BulkCounts {
  readonly requests: number;
  /** The highest number of open connections. */
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
