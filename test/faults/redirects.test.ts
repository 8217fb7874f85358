import { deepEqual, equal } from "node:assert/strict";
import { test } from "node:test";
import type { TestContext } from "node:test";
import { TykRedirectError } from "@tyk-oauth/sdk";
import { answer, document, json } from "../support/faults/answers.ts";
import { read, idempotent } from "../support/faults/calls.ts";
import type { Send } from "../support/faults/calls.ts";
import { fails } from "../support/faults/fails.ts";
import { markers } from "../support/faults/markers.ts";
import { serve, serveTls } from "../support/faults/server.ts";
import type { Target } from "../support/faults/server.ts";

const methods: readonly (readonly [method: string, send: Send])[] = [
  ["GET", read[1]],
  ["DELETE", idempotent[1]],
  [
    "PUT",
    (tyk, options) =>
      tyk.raw.updateOAuthClient(
        { path: { apiID: "orders", keyName: "shop-web" }, body: { description: markers.metadata } },
        options,
      ),
  ],
  [
    "POST",
    (tyk, options) =>
      tyk.raw.revokeAllTokens({ body: { client_id: "a", client_secret: markers.client } }, options),
  ],
];

const welcome = answer(200, json, document);

/** Where the redirect leads, beside the server that it comes from. */
const elsewhere: readonly (readonly [
  name: string,
  start: (t: TestContext) => Promise<Target | undefined>,
])[] = [
  ["the same origin", () => Promise.resolve(undefined)],
  ["another port", (t) => serve(t, welcome)],
  ["https", (t) => serveTls(t, "good", welcome)],
];

for (const status of [301, 302, 303, 307, 308]) {
  for (const [where, startOther] of elsewhere) {
    test(`${status} to ${where} is never followed, by GET, DELETE, PUT and POST`, async (t) => {
      for (const [method, send] of methods) {
        const other = await startOther(t);
        const paths: string[] = [];
        const { error, target } = await fails(
          t,
          {
            start: (stops) =>
              serve(stops, (exchange) => {
                paths.push(`${exchange.method} ${exchange.url}`);
                const location = `${other?.url ?? ""}/tyk/keys/victim?token=${markers.token}`;
                answer(status, { location }, "")(exchange);
              }),
          },
          send,
        );
        equal(error instanceof TykRedirectError && error.status, status);
        const to = other?.url ?? target.url;
        const isSameHost = new URL(to).hostname === new URL(target.url).hostname;
        // Another host is not named: it could hold a secret.
        equal(error instanceof TykRedirectError && error.targetOrigin, isSameHost ? to : undefined);
        deepEqual([error.outcome, error.attempts], ["refused", 1]);
        equal(paths.length, 1, `${method}: ${paths.join(", ")}`);
        equal(other?.sockets.length ?? 0, 0, "the other server was called");
      }
    });
  }
}

test("a redirect from https to http is never followed", async (t) => {
  for (const [, send] of methods) {
    const other = await serve(t, welcome);
    const script = answer(307, { location: `${other.url}/tyk/keys/victim` }, "");
    const { error, target } = await fails(
      t,
      { start: (stops) => serveTls(stops, "good", script) },
      send,
    );
    equal(error instanceof TykRedirectError && error.targetOrigin, undefined);
    equal(target.received?.(), 1);
    equal(other.sockets.length, 0, "the other server was called");
  }
});
