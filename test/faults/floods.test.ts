import { equal, ok } from "node:assert/strict";
import type { Socket } from "node:net";
import { test } from "node:test";
import { gzipSync } from "node:zlib";
import { okHead } from "../support/faults/answers.ts";
import { callKinds } from "../support/faults/calls.ts";
import { failCall } from "../support/faults/fail-call.ts";
import { serve } from "../support/faults/server.ts";
import type { Script } from "../support/faults/server.ts";
import { fixRandomness } from "../support/faults/fix-randomness.ts";

fixRandomness();

const mebibyte = 1_048_576;
/** What is read of an answer, and of an error, unless it is said otherwise. */
const cap = 10 * mebibyte;
const errorCap = 65_536;

/** How much more than the cap the server can get rid of. */
const slack = 2 * mebibyte;
/** How much the process may grow, in which both ends of the connection are. */
const maxGrowth = 64 * mebibyte;

/**
 * Writes as fast as the other end reads, until the connection ends. Of each turn of the loop only one piece, so that the
 * kernel's own buffers (4 MB on Linux) are not filled before anything is read.
 */
function pour(socket: Socket, piece: Uint8Array): void {
  if (socket.destroyed) return;
  const more = (): void => {
    setImmediate(pour, socket, piece);
  };
  if (socket.write(piece)) more();
  else socket.once("drain", more);
}

const piece = Buffer.alloc(65_536, "x");
const chunk = Buffer.concat([Buffer.from("10000\r\n"), piece, Buffer.from("\r\n")]);
const flood =
  (head: string, bytes: Uint8Array): Script =>
  ({ socket }) => {
    socket.write(head);
    pour(socket, bytes);
  };

// 256 MiB in 261 KB.
const bomb = gzipSync(Buffer.alloc(256 * mebibyte));

const rows: readonly (readonly [name: string, script: Script, code: string, atMost: number])[] = [
  [
    "gzip bomb → encoding",
    ({ response }) => {
      response.writeHead(200, { "content-type": "application/json", "content-encoding": "gzip" });
      response.end(bomb);
    },
    "encoding",
    bomb.length + slack,
  ],
  [
    "gzip bomb that does not say so → encoding",
    ({ response }) => {
      response.writeHead(200, { "content-type": "application/json" });
      response.end(bomb);
    },
    "encoding",
    bomb.length + slack,
  ],
  [
    "1 GB by its length → too-large",
    flood(`${okHead}content-length: 1000000000\r\n\r\n`, piece),
    "too-large",
    cap + slack,
  ],
  [
    "chunks without an end → too-large",
    flood(`${okHead}transfer-encoding: chunked\r\n\r\n`, chunk),
    "too-large",
    cap + slack,
  ],
  ["no length and no end → too-large", flood(`${okHead}\r\n`, piece), "too-large", cap + slack],
  [
    "page without an end → content-type",
    flood("HTTP/1.1 200 OK\r\ncontent-type: text/html\r\n\r\n", piece),
    "content-type",
    slack,
  ],
  [
    "503 without an end → server",
    flood("HTTP/1.1 503 Busy\r\ncontent-type: application/json\r\n\r\n", piece),
    "server",
    errorCap + slack,
  ],
];

for (const [name, script, code, atMost] of rows) {
  test(`flood: ${name}, and the server sends little more than is read`, async (t) => {
    for (const [operation, send] of callKinds) {
      await t.test(operation, async (inner) => {
        const sent: number[] = [];
        const watching: Script = (exchange) => {
          exchange.socket.once("close", () => sent.push(exchange.socket.bytesWritten));
          script(exchange);
        };
        globalThis.gc?.();
        const before = process.memoryUsage().rss;
        const setup = {
          start: (stops: Parameters<typeof serve>[0]) => serve(stops, watching),
          closes: !name.includes("does not say so"),
          options: { maxRetries: 0 },
        };
        const { error } = await failCall(inner, setup, send);
        equal(error.code, code);
        const growth = process.memoryUsage().rss - before;
        for (const bytes of sent) ok(bytes <= atMost, `${bytes} bytes were sent`);
        ok(growth < maxGrowth, `grew by ${Math.round(growth / mebibyte)} MiB`);
      });
    }
  });
}
