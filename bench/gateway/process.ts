// The server, in a process of its own: answers on 127.0.0.1 as the gateway does, and counts its sockets.
import { createServer } from "node:net";
import type { AddressInfo, Socket } from "node:net";
import { answerChild } from "../support/child.ts";
import { answerTo } from "./answers.ts";
import type { Answer } from "./answers.ts";
import type { GatewayRequest, GatewayStats } from "./messages.ts";
import { RequestReader } from "./read-requests.ts";

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
    for (const { method, target, secret } of reader.take(chunk)) {
      requests += 1;
      socket.write(write(answerTo(method, target, secret)));
    }
  });
  // A client that is done may reset the connection.
  socket.on("error", () => socket.destroy());
  socket.on("close", () => open.delete(socket));
});
// As many as the largest burst opens; the system may allow fewer.
server.listen({ port: 0, host: "127.0.0.1", backlog: 16_384 }, () => {
  answerChild((request: GatewayRequest): GatewayStats => {
    if (request === "reset") {
      opened = open.size;
      peak = open.size;
      requests = 0;
    }
    const { user, system } = process.cpuUsage();
    const { port } = server.address() as AddressInfo;
    return { port, requests, opened, peak, cpuMs: (user + system) / 1000 };
  });
});

/** The gateway's answer has these headers and no others; its bodies are ASCII. */
function write({ status, type, body }: Answer): string {
  return `HTTP/1.1 ${status}\r\nContent-Type: ${type}\r\nDate: ${date}\r\nContent-Length: ${body.length}\r\n\r\n${body}`;
}
