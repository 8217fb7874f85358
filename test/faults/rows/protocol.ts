import { bytes, document, okHead } from "../../support/faults/answers.ts";
import { nodeMajor } from "../../support/faults/node-major.ts";
import type { Row } from "../../support/faults/row.ts";
import { serve } from "../../support/faults/server.ts";

const breach = {
  name: "TykResponseError",
  code: "protocol",
  outcome: "unknown",
  attempts: [1, 1, 1],
  closes: true,
} as const;

const length = document.length;
const chunk = `${length.toString(16)}\r\n${document}\r\n0\r\n\r\n`;
const sixEncodings = Array.from({ length: 6 }, () => "gzip").join(", ");

export const protocolRows: readonly Row[] = [
  {
    fault: "response head of more than 16 KiB",
    start: (t) => serve(t, bytes(`${okHead}x-large: ${"x".repeat(20_000)}\r\n\r\n`, "hold")),
    ...breach,
  },
  {
    fault: "response that is not HTTP",
    start: (t) => serve(t, bytes("SSH-2.0-OpenSSH_9.9\r\n\r\n", "hold")),
    ...breach,
  },
  {
    fault: "two content lengths",
    start: (t) =>
      serve(
        t,
        bytes(
          `${okHead}content-length: ${length}\r\ncontent-length: ${length + 1}\r\n\r\n${document}`,
          "hold",
        ),
      ),
    ...breach,
  },
  {
    fault: "content length and chunks",
    start: (t) =>
      serve(
        t,
        bytes(
          `${okHead}content-length: ${length}\r\ntransfer-encoding: chunked\r\n\r\n${chunk}`,
          "hold",
        ),
      ),
    ...breach,
  },
  {
    fault: "invalid chunk",
    start: (t) => serve(t, bytes(`${okHead}transfer-encoding: chunked\r\n\r\nzz\r\n{}`, "hold")),
    ...breach,
    // The response head arrived, so the gateway applied the request.
    outcome: "applied",
  },
  {
    fault: "six content encodings",
    start: (t) =>
      serve(
        t,
        bytes(`${okHead}content-encoding: ${sixEncodings}\r\ncontent-length: 2\r\n\r\n{}`, "hold"),
      ),
    ...breach,
    // undici in Node 20.19 accepts any number of encodings, so the package refuses the response.
    ...(nodeMajor === 20 ? { code: "encoding", outcome: "applied", status: 200 } : {}),
    closes: false,
  },
];
