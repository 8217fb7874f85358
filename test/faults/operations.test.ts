import { deepEqual, equal } from "node:assert/strict";
import { test } from "node:test";
import type { RequestOptions, TykOAuth } from "@tyk-oauth/sdk";
import { answer, bytes, html, json, okHead, page } from "../support/faults/answers.ts";
import { callKinds } from "../support/faults/calls.ts";
import type { Send } from "../support/faults/calls.ts";
import { fixRandomness } from "../support/faults/fix-randomness.ts";
import { failCall } from "../support/faults/fail-call.ts";
import { serve } from "../support/faults/server.ts";
import type { Script } from "../support/faults/server.ts";

// How often each operation is tried after each kind of fault; the matrix has three of them with every fault.
fixRandomness();

const faults: readonly (readonly [name: string, script: Script])[] = [
  ["429", answer(429, html, page)],
  ["503", answer(503, html, page)],
  ["reset", bytes("", "reset")],
  ["cut off", bytes(`${okHead}content-length: 99\r\n\r\n{`, "reset")],
  ["unusable", answer(200, json, "null")],
  ["500", answer(500, html, page)],
];

const path = { apiID: "orders", keyName: "shop-web" };
const listen = { listenPath: "/orders/" };
const given = { client_id: "shop-web", secret: "a-secret" };
const credentials = { client_id: "shop-web", client_secret: "a-secret" };

type Row = readonly [operation: string, attempts: readonly number[], send: Send];

const create =
  (body: Parameters<TykOAuth["raw"]["createOAuthClient"]>[0]["body"]): Send =>
  (tyk, options) =>
    tyk.raw.createOAuthClient({ body }, options);
const of = (operation: string, attempts: readonly number[]): Row[] =>
  callKinds.filter(([name]) => name === operation).map(([name, send]) => [name, attempts, send]);

/** Attempts after 429, 503, a reset, an answer that was cut off, one that cannot be used, and 500. */
const rows: readonly Row[] = [
  ...of("getOAuthClient", [3, 3, 3, 3, 1, 3]),
  ["createOAuthClient, of no id", [3, 1, 1, 1, 1, 1], create({ api_id: "orders" })],
  ["createOAuthClient, of an id", [3, 1, 1, 1, 1, 1], create({ client_id: "shop-web" })],
  ["createOAuthClient, of an id and a secret", [3, 3, 3, 3, 1, 1], create(given)],
  [
    "updateOAuthClient",
    [3, 2, 2, 2, 1, 1],
    (tyk, options) => tyk.raw.updateOAuthClient({ path, body: { description: "a" } }, options),
  ],
  ...of("rotateOAuthClient", [3, 1, 1, 1, 1, 1]),
  ...of("deleteOAuthClient", [3, 3, 3, 3, 1, 1]),
  [
    "invalidateOAuthRefresh",
    [3, 3, 3, 3, 1, 1],
    (tyk, options) =>
      tyk.raw.invalidateOAuthRefresh(
        { path: { keyName: "r3fresh" }, query: { api_id: "orders" } },
        options,
      ),
  ],
  [
    "revokeSingleToken",
    [3, 3, 3, 3, 1, 1],
    (tyk, options) =>
      tyk.raw.revokeSingleToken({ body: { client_id: "shop-web", token: "t0ken" } }, options),
  ],
  [
    "revokeAllTokens",
    [3, 2, 2, 2, 1, 1],
    (tyk, options) => tyk.raw.revokeAllTokens({ body: credentials }, options),
  ],
  [
    "authorizeClient",
    [3, 1, 1, 1, 1, 1],
    (tyk, options) =>
      tyk.raw.authorizeClient(
        { path: listen, body: { response_type: "code", client_id: "shop-web" } },
        options,
      ),
  ],
  [
    "oauthToken",
    [3, 1, 1, 1, 1, 1],
    (tyk, options) =>
      tyk.raw.oauthToken({ path: listen, body: { grant_type: "client_credentials" } }, options),
  ],
  [
    // The gateway goes on under a lock of its own when nobody listens any more.
    "purgeOAuthTokens",
    [3, 2, 1, 2, 1, 1],
    (tyk, options) => tyk.raw.purgeOAuthTokens({ query: { scope: "lapsed" } }, options),
  ],
];

const names = faults.map(([name]) => name).join(", ");

for (const [operation, expected, send] of rows) {
  test(`${operation}: ${expected.join("/")} after ${names}`, async (t) => {
    const attempts: number[] = [];
    for (const [, script] of faults) {
      const { error, target } = await failCall(t, { start: (stops) => serve(stops, script) }, send);
      equal(target.received?.(), error.attempts);
      attempts.push(error.attempts);
    }
    deepEqual(attempts, expected);
  });
}

const soon = { maxRetries: 2 } satisfies RequestOptions;

for (const [seconds, attempts] of [
  [1, 2],
  [6, 1],
] as const) {
  test(`updateOAuthClient: a retry in ${seconds} s → ${attempts} attempts, because others may write meanwhile`, async (t) => {
    const script = answer(503, { ...html, "retry-after": `${seconds}` }, page);
    const { error } = await failCall(
      t,
      { start: (stops) => serve(stops, script), options: soon },
      (tyk, options) => tyk.raw.updateOAuthClient({ path, body: { description: "a" } }, options),
    );
    equal(error.attempts, attempts);
  });
}
