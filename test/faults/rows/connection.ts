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

const noResponse = {
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
    fault: "reset right after the accept",
    start: (t) => serveSockets(t, (socket) => socket.resetAndDestroy()),
    ...notSent,
    systemCode: "ECONNRESET",
  },
  {
    fault: "host name that does not exist",
    start: unresolvedName("ENOTFOUND"),
    ...notSent,
    systemCode: "ENOTFOUND",
  },
  {
    fault: "no name server responds",
    start: unresolvedName("EAI_AGAIN"),
    ...notSent,
    systemCode: "EAI_AGAIN",
  },
  {
    fault: "connection that is never accepted",
    start: blackHole,
    ...noResponse,
  },
  {
    fault: "reset before the response head",
    start: (t) => serve(t, bytes("", "reset")),
    ...lost,
    systemCode: "ECONNRESET",
  },
  {
    fault: "end before the response head",
    start: (t) => serve(t, bytes("", "end")),
    ...lost,
    systemCode: "UND_ERR_SOCKET",
  },
  {
    fault: "reset within the response head",
    start: (t) => serve(t, bytes("HTTP/1.1 200 OK\r\ncontent-ty", "reset")),
    ...lost,
  },
  {
    fault: "end within the response head",
    start: (t) => serve(t, bytes("HTTP/1.1 200 OK\r\ncontent-ty", "end")),
    ...lost,
  },
  { fault: "no response head", start: (t) => serve(t, nothing), ...noResponse, closes: true },
  {
    fault: "half a response head",
    start: (t) => serve(t, bytes("HTTP/1.1 200 OK\r\ncontent-ty", "hold")),
    ...noResponse,
    closes: true,
  },
  {
    fault: "endless 103 responses",
    start: (t) => serve(t, endless("", "HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\n", 5)),
    ...noResponse,
    closes: true,
  },
  {
    // Node treats an unrequested 100 as an invalid response.
    fault: "endless 100 responses",
    start: (t) => serve(t, endless("", "HTTP/1.1 100 Continue\r\n\r\n", 5)),
    ...lost,
    systemCode: "UND_ERR_SOCKET",
    closes: true,
  },
];
