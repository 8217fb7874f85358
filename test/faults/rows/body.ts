import { gzipSync } from "node:zlib";
import { bytes, document, endless, okHead } from "../../support/faults/answers.ts";
import type { Row } from "../../support/faults/row.ts";
import { serve } from "../../support/faults/server.ts";
import type { AfterTest } from "../../support/faults/server.ts";

const cut = {
  name: "TykResponseError",
  code: "truncated",
  outcome: "applied",
  status: 200,
  attempts: [3, 3, 1],
} as const;

const slow = {
  name: "TykTimeoutError",
  code: "timeout",
  outcome: "applied",
  phase: "body",
  attempts: [3, 3, 1],
  options: { timeoutMs: 150 },
  closes: true,
} as const;

const half = document.slice(0, document.length / 2);
const withLength = `${okHead}content-length: ${document.length}\r\n\r\n${half}`;
const inChunks = `${okHead}transfer-encoding: chunked\r\n\r\n${half.length.toString(16)}\r\n${half}\r\n`;
const zipped = gzipSync(document);
const zippedHead = `${okHead}content-encoding: gzip\r\ncontent-length: ${zipped.length}\r\n\r\n`;
const broken =
  "HTTP/1.1 503 Service Unavailable\r\ncontent-type: text/html\r\ncontent-length: 99\r\n\r\n<h";

export const bodyRows: readonly Row[] = [
  { fault: "reset within the body", start: (t) => serve(t, bytes(withLength, "reset")), ...cut },
  { fault: "end within the body", start: (t) => serve(t, bytes(withLength, "end")), ...cut },
  { fault: "reset within the chunks", start: (t) => serve(t, bytes(inChunks, "reset")), ...cut },
  { fault: "end within the chunks", start: (t) => serve(t, bytes(inChunks, "end")), ...cut },
  ...(["reset", "end"] as const).map((ending) => ({
    // Node treats both as the end of the response, so only the JSON shows that the body is incomplete.
    fault: `${ending} within a body without a length`,
    start: (t: AfterTest) => serve(t, bytes(`${okHead}\r\n${half}`, ending)),
    ...cut,
    code: "invalid-json" as const,
    attempts: [1, 1, 1] as const,
  })),
  {
    fault: "end within a gzip body",
    start: (t) =>
      serve(t, bytes(Buffer.concat([Buffer.from(zippedHead), zipped.subarray(0, 30)]), "end")),
    ...cut,
    code: "encoding",
    attempts: [1, 1, 1],
  },
  {
    fault: "body that sends one byte per 50 ms",
    start: (t) => serve(t, endless(`${okHead}content-length: 9999\r\n\r\n`, " ", 50)),
    ...slow,
  },
  {
    fault: "body that stops",
    start: (t) => serve(t, bytes(withLength, "hold")),
    ...slow,
  },
  {
    fault: "503 whose body stops",
    start: (t) => serve(t, bytes(broken, "hold")),
    ...slow,
    outcome: "unknown",
  },
  {
    fault: "503 whose body is cut off",
    start: (t) => serve(t, bytes(broken, "reset")),
    name: "TykServerError",
    code: "server",
    outcome: "unknown",
    status: 503,
    attempts: [3, 3, 1],
  },
];
