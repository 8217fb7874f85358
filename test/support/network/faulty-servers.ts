import type { TykErrorCode, TykOAuthOptions, TykOutcome, TykPhase } from "../../../src/index.ts";
import { client } from "../samples/samples.ts";
import { passTime } from "../util/fake-timeouts.ts";
import { sendJson, startRawServer, startServer } from "./server.ts";
import type { ReceivedRequest, TestServer } from "./server.ts";

/** A way in which a request fails, and the expected error. */
export interface Fault {
  /** Starts the faulty server. */
  start: () => Promise<Pick<TestServer, "url" | "sockets">>;
  /** Options of the client for this fault. */
  options?: Partial<TykOAuthOptions>;
  code: TykErrorCode;
  outcome: TykOutcome;
  status?: number;
  phase?: TykPhase;
  /** The number of attempts of a read, and of a creating call. */
  attempts: readonly [read: number, once: number];
  /** The server keeps the connection open, and the client must close it. */
  closes?: true;
}

export const admin = "Attempted administrative access with invalid or missing key!";

/** A message that quotes the request: its path, its body, and the gateway's secret. */
function quoted({ url, headers, body }: ReceivedRequest): string {
  const fields = [...new URLSearchParams(body).values()].join(" ");
  const secret = String(headers["x-tyk-authorization"]);
  return `no ${url} ${decodeURIComponent(url)} ${fields} ${secret}`;
}

export function status(
  code: number,
  expected: Omit<Fault, "start" | "status">,
  body: (request: ReceivedRequest) => unknown = (request) => ({
    status: "error",
    message: quoted(request),
  }),
): Fault {
  const start = (): Promise<TestServer> =>
    startServer((request, response) => {
      sendJson(response, code, body(request));
    });
  return { ...expected, status: code, start };
}

export function answer(
  code: number,
  headers: Readonly<Record<string, string>>,
  body: string | Uint8Array,
  expected: Omit<Fault, "start">,
): Fault {
  const start = (): Promise<TestServer> =>
    startServer((_, response) => {
      response.writeHead(code, headers);
      response.end(body);
    });
  return { ...expected, start };
}

/** A response of 200 that cannot be used. */
export function unusable(
  code: TykErrorCode,
  headers: Readonly<Record<string, string>>,
  body: string | Uint8Array,
  more: Partial<Fault> = {},
): Fault {
  return answer(200, headers, body, {
    code,
    outcome: "applied",
    status: 200,
    attempts: [1, 1],
    ...more,
  });
}

export const json = { "content-type": "application/json" };

export const html = { "content-type": "text/html" };

export const page = "<html><body>sign in</body></html>";

export const document: string = JSON.stringify(client);

export const refused = { outcome: "refused", attempts: [1, 1] } as const;

export const unknown = { outcome: "unknown", attempts: [1, 1] } as const;

/** A response as raw bytes, after which the connection ends as specified. */
export function raw(
  bytes: string,
  how: "reset" | "end" | "hold",
  expected: Omit<Fault, "start">,
): Fault {
  const { timeoutMs, totalTimeoutMs = timeoutMs, fetch } = expected.options ?? {};
  const start = (): ReturnType<Fault["start"]> =>
    startRawServer(bytes, (socket) => {
      if (how === "reset") socket.resetAndDestroy();
      else if (how === "end") socket.end();
      // The client waits for a response. With a fetch of its own, it waits for a body, and time passes there.
      else if (totalTimeoutMs !== undefined && fetch === undefined) passTime(totalTimeoutMs);
    });
  return { ...expected, start };
}

export const head = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n";

export const cut = {
  code: "truncated",
  outcome: "applied",
  status: 200,
  attempts: [3, 1],
} as const;

export const broken = { code: "protocol", outcome: "unknown", attempts: [1, 1] } as const;
