// Runs the server in a separate process. It responds on 127.0.0.1 like the gateway, and counts its sockets.
import { createServer } from "node:net";
import type { AddressInfo, Socket } from "node:net";
import { serveParent } from "../support/child.ts";
import { respond } from "./responses.ts";
import type { GatewayResponse } from "./responses.ts";
import type { GatewayCommand, GatewayStats } from "./messages.ts";
import { RequestReader } from "./request-reader.ts";

const open = new Set<Socket>();
let opened = 0;
let peak = 0;
let requests = 0;
let date = new Date().toUTCString();
setInterval(() => (date = new Date().toUTCString()), 1000).unref();

const server = createServer({ noDelay: true }, (socket) => {
  const reader = new RequestReader();
  open.add(socket);
  opened += 1;
  peak = Math.max(peak, open.size);
  socket.on("data", (chunk) => {
    for (const { method, target, secret } of reader.read(chunk)) {
      requests += 1;
      socket.write(formatResponse(respond(method, target, secret)));
    }
  });
  // A client may reset its connection when it exits.
  socket.on("error", () => socket.destroy());
  socket.on("close", () => open.delete(socket));
});
// The backlog is larger than the largest burst. The system may allow less.
server.listen({ port: 0, host: "127.0.0.1", backlog: 16_384 }, () => {
  serveParent((command: GatewayCommand): GatewayStats => {
    if (command === "reset") {
      opened = open.size;
      peak = open.size;
      requests = 0;
    }
    const { user, system } = process.cpuUsage();
    const { port } = server.address() as AddressInfo;
    return { port, requests, opened, peak, cpuMs: (user + system) / 1000 };
  });
});

/** Formats a response with the gateway's headers. The bodies are ASCII, so their length is their size in bytes. */
function formatResponse({ status, type, body }: GatewayResponse): string {
  return `HTTP/1.1 ${status}\r\nContent-Type: ${type}\r\nDate: ${date}\r\nContent-Length: ${body.length}\r\n\r\n${body}`;
}
