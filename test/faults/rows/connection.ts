import { blackHole } from "../../support/faults/black-hole.ts";
import { bytes, endless } from "../../support/faults/answers.ts";
import { unresolvedName } from "../../support/faults/unresolved-name.ts";
import type { Row } from "../../support/faults/row.ts";
import { closedPort, serve, serveSockets } from "../../support/faults/server.ts";

const notSent = {
  name: "TykConnectionError",
  code: "connection",
  outcome: "not-sent",
  attempts: [3, 3, 3],
} as const;

const lost = {
  name: "TykConnectionError",
  code: "connection",
  outcome: "unknown",
  attempts: [3, 3, 1],
} as const;

const noAnswer = {
  name: "TykTimeoutError",
  code: "timeout",
  outcome: "unknown",
  phase: "response",
  attempts: [3, 3, 1],
  options: { timeoutMs: 150 },
} as const;

const nothing = (): void => undefined;

export const connectionRows: readonly Row[] = [
  {
    fault: "connection refused",
    start: closedPort,
    ...notSent,
    systemCode: "ECONNREFUSED",
  },
  {
    fault: "reset as it is accepted",
    start: (t) => serveSockets(t, (socket) => socket.resetAndDestroy()),
    ...notSent,
    systemCode: "ECONNRESET",
  },
  {
    fault: "no such name",
    start: unresolvedName("ENOTFOUND"),
    ...notSent,
    systemCode: "ENOTFOUND",
  },
  {
    fault: "no name server answers",
    start: unresolvedName("EAI_AGAIN"),
    ...notSent,
    systemCode: "EAI_AGAIN",
  },
  {
    fault: "connect timeout, ours",
    start: blackHole,
    ...noAnswer,
  },
  {
    fault: "reset before the head",
    start: (t) => serve(t, bytes("", "reset")),
    ...lost,
    systemCode: "ECONNRESET",
  },
  {
    fault: "end before the head",
    start: (t) => serve(t, bytes("", "end")),
    ...lost,
    systemCode: "UND_ERR_SOCKET",
  },
  {
    fault: "reset within the head",
    start: (t) => serve(t, bytes("HTTP/1.1 200 OK\r\ncontent-ty", "reset")),
    ...lost,
  },
  {
    fault: "end within the head",
    start: (t) => serve(t, bytes("HTTP/1.1 200 OK\r\ncontent-ty", "end")),
    ...lost,
  },
  { fault: "no head", start: (t) => serve(t, nothing), ...noAnswer, closes: true },
  {
    fault: "half a head",
    start: (t) => serve(t, bytes("HTTP/1.1 200 OK\r\ncontent-ty", "hold")),
    ...noAnswer,
    closes: true,
  },
  {
    fault: "103 without an end",
    start: (t) => serve(t, endless("", "HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\n", 5)),
    ...noAnswer,
    closes: true,
  },
  {
    // Node takes a 100 that nobody asked for as a broken answer, whatever comes after.
    fault: "100 without an end",
    start: (t) => serve(t, endless("", "HTTP/1.1 100 Continue\r\n\r\n", 5)),
    ...lost,
    systemCode: "UND_ERR_SOCKET",
    closes: true,
  },
];
