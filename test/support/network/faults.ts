import { gzipSync } from "node:zlib";
import { closedPort, startRawServer, startSocketServer } from "./server.ts";
import {
  broken,
  cut,
  status,
  head,
  raw,
  unknown,
  refused,
  document,
  page,
  html,
  json,
  unusable,
  answer,
  admin,
} from "./faulty-servers.ts";
import { fetchThenPassTime, passTime } from "../util/fake-timeouts.ts";
import type { Fault } from "./faulty-servers.ts";

export const faults: Readonly<Record<string, Fault>> = {
  "400": status(400, { code: "bad-request", ...refused }),
  "401": status(401, { code: "permission", ...refused }),
  "403": status(403, { code: "permission", ...refused }),
  "403 for a wrong gateway secret": status(403, { code: "authentication", ...refused }, () => ({
    status: "error",
    message: admin,
  })),
  "404": status(404, { code: "not-found", ...refused }),
  "404 with the body null": status(404, { code: "not-found", ...refused }, () => null),
  "404 in plain text": answer(404, { "content-type": "text/plain" }, "404 page not found\n", {
    code: "route",
    status: 404,
    ...refused,
  }),
  "405": status(405, { code: "route", ...refused }),
  "408": status(408, { code: "api", outcome: "unknown", attempts: [3, 1] }),
  "409": status(409, { code: "api", ...refused }),
  "422": status(422, { code: "bad-request", ...refused }),
  "425": status(425, { code: "api", outcome: "refused", attempts: [3, 3] }),
  "429": status(429, { code: "rate-limit", outcome: "refused", attempts: [3, 3] }),
  "500": status(500, { code: "server", outcome: "unknown", attempts: [3, 1] }),
  "500 for a body that the gateway cannot parse": status(
    500,
    { code: "server", ...refused },
    () => ({
      status: "error",
      message: "Unmarshalling failed",
    }),
  ),
  "501": status(501, { code: "server", ...refused }),
  "502": status(502, { code: "server", outcome: "unknown", attempts: [3, 1] }),
  "503 with an HTML page": answer(503, html, page, {
    code: "server",
    status: 503,
    outcome: "unknown",
    attempts: [3, 1],
  }),
  "504": status(504, { code: "server", outcome: "unknown", attempts: [3, 1] }),
  "505": status(505, { code: "server", ...refused }),
  "999": status(999, { code: "api", ...unknown }),
  "an error whose body is too large": answer(400, json, `{"message":"${"x".repeat(70_000)}"}`, {
    code: "bad-request",
    status: 400,
    ...refused,
  }),
  "an error whose body is cut off": raw(
    'HTTP/1.1 400 Bad Request\r\ncontent-type: application/json\r\ncontent-length: 99\r\n\r\n{"message":"a',
    "end",
    { code: "bad-request", status: 400, ...refused },
  ),

  "a redirect": answer(301, { location: "https://evil.example/a?b#c" }, "", {
    code: "redirect",
    status: 301,
    ...refused,
  }),
  "304": answer(304, {}, "", { code: "redirect", status: 304, ...refused }),

  "200 with the body null": unusable("schema", json, "null"),
  "200 with a document of another shape": unusable(
    "schema",
    json,
    '{"status":"ok","message":"done"}',
  ),
  "200 with a list instead of an object": unusable("schema", json, `[${document}]`),
  "200 with an HTML page": unusable("content-type", html, page),
  "200 with the content type text/plain": unusable(
    "content-type",
    { "content-type": "text/plain" },
    document,
  ),
  "200 without a content type": unusable("content-type", {}, document),
  "200 with incomplete JSON": unusable("invalid-json", json, document.slice(0, -5)),
  "200 with text after the JSON": unusable("invalid-json", json, `${document}${document}`),
  "200 with an empty body": unusable("empty-body", json, ""),
  "200 with a body of white space": unusable("empty-body", json, " \r\n"),
  "200 compressed with gzip": unusable(
    "encoding",
    { ...json, "content-encoding": "gzip" },
    gzipSync(document),
  ),
  "200 with an unknown content encoding": unusable(
    "encoding",
    { ...json, "content-encoding": "x-own" },
    document,
  ),
  "200 with a body that is not UTF-8": unusable(
    "encoding",
    json,
    Buffer.from(document.replace("Shop", "\u00fc"), "latin1"),
  ),
  "200 with a body that is too large": unusable("too-large", json, document, {
    options: { maxResponseBytes: 50 },
  }),
  "201": answer(201, json, document, {
    code: "protocol",
    outcome: "applied",
    status: 201,
    attempts: [1, 1],
  }),
  "204": answer(204, {}, "", {
    code: "protocol",
    outcome: "applied",
    status: 204,
    attempts: [1, 1],
  }),
  "200 without a length, whose body ends early": raw(`${head}\r\n${document.slice(0, -9)}`, "end", {
    code: "invalid-json",
    outcome: "applied",
    status: 200,
    attempts: [1, 1],
  }),

  "a refused connection": {
    start: closedPort,
    code: "connection",
    outcome: "not-sent",
    attempts: [3, 3],
  },
  "a reset before the response": raw("", "reset", {
    code: "connection",
    outcome: "unknown",
    attempts: [3, 1],
  }),
  "a closed connection before the response": raw("", "end", {
    code: "connection",
    outcome: "unknown",
    attempts: [3, 1],
  }),
  "a reset within the body": raw(`${head}content-length: 999\r\n\r\n{"client_id":`, "reset", cut),
  "a closed connection within the body": raw(
    `${head}content-length: 999\r\n\r\n{"client_id":`,
    "end",
    cut,
  ),
  "a closed connection within the chunks": raw(
    `${head}transfer-encoding: chunked\r\n\r\n5\r\n{"cli\r\n`,
    "end",
    cut,
  ),
  // The parser error of Node 24 has no code for this.
  "a response that is not HTTP": raw("SSH-2.0-OpenSSH_9.9\r\n\r\n", "hold", {
    ...broken,
    closes: true,
  }),
  "a response with two lengths": raw(
    `${head}content-length: 2\r\ncontent-length: 3\r\n\r\n{}`,
    "hold",
    { ...broken, closes: true },
  ),
  "a response with too large headers": raw(
    `${head}x-large: ${"x".repeat(20_000)}\r\n\r\n`,
    "hold",
    {
      ...broken,
      closes: true,
    },
  ),
  "TLS to a server without TLS": {
    start: async () => {
      const { url, sockets } = await startRawServer(
        "HTTP/1.1 400 Bad Request\r\n\r\n",
        (socket) => {
          socket.end();
        },
      );
      return { url: url.replace("http:", "https:"), sockets };
    },
    code: "tls",
    outcome: "not-sent",
    attempts: [1, 1],
  },

  "a timeout before the response": raw("", "hold", {
    code: "timeout",
    outcome: "unknown",
    phase: "response",
    attempts: [3, 1],
    options: { timeoutMs: 40 },
    closes: true,
  }),
  "a timeout within the body": raw(`${head}content-length: 999\r\n\r\n{"client_id":`, "hold", {
    code: "timeout",
    outcome: "applied",
    phase: "body",
    attempts: [3, 1],
    options: { timeoutMs: 100, fetch: fetchThenPassTime(100) },
    closes: true,
  }),
  "a timeout within an error's body": raw(
    "HTTP/1.1 503 Service Unavailable\r\ncontent-type: application/json\r\ncontent-length: 99\r\n\r\n{",
    "hold",
    {
      code: "timeout",
      outcome: "unknown",
      phase: "body",
      attempts: [3, 1],
      options: { timeoutMs: 100, fetch: fetchThenPassTime(100) },
      closes: true,
    },
  ),
  "a timeout of the secret function": {
    start: () => startSocketServer(() => undefined),
    code: "timeout",
    outcome: "not-sent",
    phase: "secret",
    attempts: [0, 0],
    options: {
      timeoutMs: 40,
      secret: () => {
        setImmediate(passTime, 40);
        return new Promise<string>(() => undefined);
      },
    },
  },
  "the timeout of all attempts together": raw("", "hold", {
    code: "timeout",
    outcome: "unknown",
    phase: "response",
    attempts: [1, 1],
    options: { totalTimeoutMs: 40 },
    closes: true,
  }),
  "a secret function that fails": {
    start: () => startSocketServer(() => undefined),
    code: "config",
    outcome: "not-sent",
    attempts: [0, 0],
    options: { secret: () => Promise.reject(new Error("no vault")) },
  },
};
