import { deepEqual, equal } from "node:assert/strict";
import { test } from "node:test";
import type { TestContext } from "node:test";
import { setTimeout as wait } from "node:timers/promises";
import type { TykOAuth } from "@tyk-oauth/sdk";
import { client, code, samples } from "../support/samples/samples.ts";
import { answer, bytes, document, json, okHead } from "../support/faults/answers.ts";
import { callKinds } from "../support/faults/calls.ts";
import { watchedClient } from "../support/faults/watched-client.ts";
import { fixRandomness } from "../support/faults/fix-randomness.ts";
import { failCall } from "../support/faults/fail-call.ts";
import { warningsAndRejections } from "../support/faults/assertions.ts";
import { assertExpected } from "../support/faults/row.ts";
import { serve, serveTls } from "../support/faults/server.ts";
import type { Script, Target } from "../support/faults/server.ts";

// Answers that are odd, and what is made of them. Of each exactly one attempt is made.
fixRandomness();

const path = { apiID: "orders", keyName: "shop-web" };

async function against(t: TestContext, script: Script): Promise<{ tyk: TykOAuth; target: Target }> {
  const target = await serve(t, script);
  return { tyk: watchedClient({ baseUrl: target.url }).tyk, target };
}

/** A client as JSON, with something more. */
const withMore = (more: string): string => `{${more},${JSON.stringify(client).slice(1)}`;

const readable: readonly (readonly [name: string, script: Script, expected: unknown])[] = [
  ["a byte order mark", answer(200, json, `\ufeff${JSON.stringify(client)}`), client],
  [
    "a kind in capitals",
    answer(200, { "content-type": "Application/JSON; charset=UTF-8" }, JSON.stringify(client)),
    client,
  ],
  [
    "the coding identity",
    answer(200, { ...json, "content-encoding": "identity" }, JSON.stringify(client)),
    client,
  ],
  [
    "the same name twice: the last counts",
    answer(200, json, withMore('"client_id":"first"')),
    client,
  ],
  ["a name that is not known", answer(200, json, withMore('"new":[1]')), { ...client, new: [1] }],
  [
    "a number beyond 2^53 in metadata: as near as JavaScript has it",
    answer(200, json, JSON.stringify(client).replace('"tier":2', '"tier":9007199254740993')),
    { ...client, meta_data: { team: "storefront", tier: 9007199254740992 } },
  ],
  [
    "103 before it",
    bytes(
      `HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\n${okHead}content-length: ${JSON.stringify(client).length}\r\n\r\n${JSON.stringify(client)}`,
      "hold",
    ),
    client,
  ],
  ["no length, and an end", bytes(`${okHead}\r\n${JSON.stringify(client)}`, "end"), client],
];

for (const [name, script, expected] of readable) {
  test(`accepted: ${name}`, async (t) => {
    const { tyk, target } = await against(t, script);
    deepEqual(await tyk.raw.getOAuthClient({ path }), expected);
    equal(target.received?.(), 1);
    deepEqual(warningsAndRejections, []);
  });
}

test("accepted: text/plain of authorize-client, and of nothing else", async (t) => {
  const plain = { "content-type": "text/plain; charset=utf-8" };
  const { tyk } = await against(t, answer(200, plain, JSON.stringify(code)));
  const body = {
    response_type: "code",
    client_id: "a",
    redirect_uri: "https://a.example",
  } as const;
  deepEqual(await tyk.raw.authorizeClient({ path: { listenPath: "/orders/" }, body }), code);
});

for (const polluting of [
  '"__proto__":{"polluted":true}',
  '"constructor":{"prototype":{"polluted":true}}',
]) {
  test(`accepted as data: ${polluting}`, async (t) => {
    const inMetadata = JSON.stringify({ ...client, meta_data: {} }).replace("{}", `{${polluting}}`);
    for (const text of [withMore(polluting), inMetadata]) {
      const { tyk } = await against(t, answer(200, json, text));
      const result = await tyk.raw.getOAuthClient({ path });
      equal(Object.getPrototypeOf(result), Object.prototype);
      equal(Object.getPrototypeOf(result.meta_data), Object.prototype);
      equal(({} as { polluted?: unknown }).polluted, undefined);
      equal((result as { polluted?: unknown }).polluted, undefined);
      // To the letter what was sent: an own property, whatever its name.
      deepEqual(result, JSON.parse(text));
    }
  });
}

/** A whole answer, as bytes. */
function whole(id: string): string {
  const body = JSON.stringify({ ...client, client_id: id });
  return `${okHead}content-length: ${body.length}\r\n\r\n${body}`;
}

const rounds = 50;

test("never used as a response: bytes after a response", async (t) => {
  const { tyk } = await against(t, bytes(whole("shop-web") + whole("evil"), "hold"));
  for (let round = 0; round < rounds; round += 1)
    equal((await tyk.raw.getOAuthClient({ path })).client_id, "shop-web");
});

test("never used as a response: bytes while the connection is idle", async (t) => {
  let staged = 0;
  const { tyk } = await against(t, ({ socket }) => {
    socket.write(whole("shop-web"));
    // Once the answer is surely read.
    setTimeout(() => {
      socket.write(whole("evil"), () => {
        staged += 1;
      });
    }, 2).unref();
  });
  for (let round = 1; round <= rounds; round += 1) {
    equal((await tyk.raw.getOAuthClient({ path })).client_id, "shop-web");
    // Not before it is there: what comes after the next request has gone out is an answer to that one.
    while (staged < round) await wait(1);
    await wait(2);
  }
});

const schema = {
  name: "TykResponseError",
  code: "schema",
  outcome: "applied",
  status: 200,
} as const;
const tokens = JSON.stringify(samples.getOAuthClientTokens.answer);

test("rejected: a number beyond 2^53 in a known field → schema, applied, 1", async (t) => {
  const text = tokens.replace(/"expires":\d+/, '"expires":9007199254740993');
  const failed = await failCall(
    t,
    { start: (stops) => serve(stops, answer(200, json, text)) },
    (tyk, options) => tyk.raw.getOAuthClientTokens({ path, query: { page: 1 } }, options),
  );
  assertExpected(failed, schema, 1);
});

test("rejected: null in place of a list → schema, applied, 1; of 404 → not-found, refused, 1", async (t) => {
  const list = (status: number): Parameters<typeof failCall>[1] => ({
    start: (stops) => serve(stops, answer(status, json, "null")),
  });
  const send: Parameters<typeof failCall>[2] = (tyk, options) =>
    tyk.raw.listOAuthClients({ path: { apiID: "orders" } }, options);
  assertExpected(await failCall(t, list(200), send), schema, 1);
  const refused = {
    name: "TykNotFoundError",
    code: "not-found",
    outcome: "refused",
    status: 404,
  } as const;
  assertExpected(await failCall(t, list(404), send), refused, 1);
});

test("a trusted certificate: the calls succeed, so those of the matrix fail for the stated reason", async (t) => {
  const target = await serveTls(t, "good", answer(200, json, document));
  const { tyk } = watchedClient({ baseUrl: target.url });
  for (const [operation, send] of callKinds.filter(([name]) => name !== "deleteOAuthClient")) {
    deepEqual(await send(tyk, {}), JSON.parse(document), operation);
  }
});
