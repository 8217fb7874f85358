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
import type { Fault } from "./faulty-servers.ts";

export const faults: Readonly<Record<string, Fault>> = {
  "400": status(400, { code: "bad-request", ...refused }),
  "401": status(401, { code: "permission", ...refused }),
  "403": status(403, { code: "permission", ...refused }),
  "403 for the gateway's secret": status(403, { code: "authentication", ...refused }, () => ({
    status: "error",
    message: admin,
  })),
  "404": status(404, { code: "not-found", ...refused }),
  "404 null": status(404, { code: "not-found", ...refused }, () => null),
  "404 as text": answer(404, { "content-type": "text/plain" }, "404 page not found\n", {
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
  "500 for a body that was not parsed": status(500, { code: "server", ...refused }, () => ({
    status: "error",
    message: "Unmarshalling failed",
  })),
  "501": status(501, { code: "server", ...refused }),
  "502": status(502, { code: "server", outcome: "unknown", attempts: [3, 1] }),
  "503 as a page": answer(503, html, page, {
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
  "an error whose body breaks off": raw(
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

  "200 null": unusable("schema", json, "null"),
  "200 with another document": unusable("schema", json, '{"status":"ok","message":"done"}'),
  "200 with a list": unusable("schema", json, `[${document}]`),
  "200 with a page": unusable("content-type", html, page),
  "200 as text": unusable("content-type", { "content-type": "text/plain" }, document),
  "200 of no kind": unusable("content-type", {}, document),
  "200 that is cut JSON": unusable("invalid-json", json, document.slice(0, -5)),
  "200 with more after the JSON": unusable("invalid-json", json, `${document}${document}`),
  "200 that is empty": unusable("empty-body", json, ""),
  "200 that is white space": unusable("empty-body", json, " \r\n"),
  "200 in gzip": unusable("encoding", { ...json, "content-encoding": "gzip" }, gzipSync(document)),
  "200 in what nobody knows": unusable(
    "encoding",
    { ...json, "content-encoding": "x-own" },
    document,
  ),
  "200 that is not UTF-8": unusable(
    "encoding",
    json,
    Buffer.from(document.replace("Shop", "\u00fc"), "latin1"),
  ),
  "200 that is too large": unusable("too-large", json, document, {
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
  "200 without a length that ends early": raw(`${head}\r\n${document.slice(0, -9)}`, "end", {
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
  "a reset before the answer": raw("", "reset", {
    code: "connection",
    outcome: "unknown",
    attempts: [3, 1],
  }),
  "an end before the answer": raw("", "end", {
    code: "connection",
    outcome: "unknown",
    attempts: [3, 1],
  }),
  "a reset within the body": raw(`${head}content-length: 999\r\n\r\n{"client_id":`, "reset", cut),
  "an end within the body": raw(`${head}content-length: 999\r\n\r\n{"client_id":`, "end", cut),
  "an end within the chunks": raw(
    `${head}transfer-encoding: chunked\r\n\r\n5\r\n{"cli\r\n`,
    "end",
    cut,
  ),
  // Node 24's parser error has no code for it.
  "an answer that is not HTTP": raw("SSH-2.0-OpenSSH_9.9\r\n\r\n", "hold", {
    ...broken,
    closes: true,
  }),
  "an answer of two lengths": raw(
    `${head}content-length: 2\r\ncontent-length: 3\r\n\r\n{}`,
    "hold",
    { ...broken, closes: true },
  ),
  "an answer whose head is too large": raw(
    `${head}x-large: ${"x".repeat(20_000)}\r\n\r\n`,
    "hold",
    {
      ...broken,
      closes: true,
    },
  ),
  "TLS with a server that has none": {
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

  "no answer in time": raw("", "hold", {
    code: "timeout",
    outcome: "unknown",
    phase: "response",
    attempts: [3, 1],
    options: { timeoutMs: 40 },
    closes: true,
  }),
  "no end of the body in time": raw(`${head}content-length: 999\r\n\r\n{"client_id":`, "hold", {
    code: "timeout",
    outcome: "applied",
    phase: "body",
    attempts: [3, 1],
    options: { timeoutMs: 100 },
    closes: true,
  }),
  "no end of an error's body in time": raw(
    "HTTP/1.1 503 Service Unavailable\r\ncontent-type: application/json\r\ncontent-length: 99\r\n\r\n{",
    "hold",
    {
      code: "timeout",
      outcome: "unknown",
      phase: "body",
      attempts: [3, 1],
      options: { timeoutMs: 100 },
      closes: true,
    },
  ),
  "no secret in time": {
    start: () => startSocketServer(() => undefined),
    code: "timeout",
    outcome: "not-sent",
    phase: "secret",
    attempts: [0, 0],
    options: { timeoutMs: 40, secret: () => new Promise<string>(() => undefined) },
  },
  "no end of all attempts in time": raw("", "hold", {
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
