import { describe, expect, test } from "vitest";
import type { TykRaw } from "../../../src/index.ts";
import { operations } from "../../../src/operations/operations.ts";
import type { RetryClass } from "../../../src/operations/operations.ts";
import { json, networkError, reject } from "../../support/network/fake-fetch.ts";
import type { Reply } from "../../support/network/fake-fetch.ts";
import { clientWithReplies, newClient } from "../../support/client/client.ts";
import { failure } from "../../support/util/failure.ts";
import { TestRuntime } from "../../support/client/test-runtime.ts";
import { callRaw, client, operationIds } from "../../support/samples/samples.ts";
import { sendJson, startServer } from "../../support/network/server.ts";
import { arrayOf } from "../../support/util/array-of.ts";

const ref = { apiId: "orders", clientId: "shop-web" };

const path = { apiID: "orders", keyName: "shop-web" };

const broken = reject(networkError("ECONNRESET"));

const unsent = reject(networkError("ECONNREFUSED"));

const many = json({}, 429);

const busy = json({}, 503);

describe("a failed attempt", () => {
  test("is retried, and the call returns the later response", async () => {
    const server = await startServer((_, response, nth) => {
      if (nth === 1) response.destroy();
      else if (nth === 2) sendJson(response, 503, {});
      else sendJson(response, 200, client);
    });
    const { data, response } = await newClient({ baseUrl: server.url })
      .clients.get(ref)
      .withResponse();
    expect(data).toEqual(client);
    expect(response.attempts).toBe(3);
    expect(server.requests).toHaveLength(3);
  });

  test("is retried with the same request, body included", async () => {
    const server = await startServer((_, response, nth) => {
      sendJson(response, nth === 1 ? 429 : 200, client);
    });
    const tyk = newClient({ baseUrl: server.url });
    const body = { api_id: "orders", description: "a" };
    await tyk.raw.createOAuthClient({ body }, { headers: { "x-team": "a" } });
    const [first, second] = server.requests;
    expect(first?.body).toBe('{"api_id":"orders","description":"a"}');
    expect(second).toEqual(first);
  });

  test.each([
    [0, 1],
    [1, 2],
    [2, 3],
    [5, 6],
  ])("is retried at most %i times", async (maxRetries, attempts) => {
    const { tyk, sent } = clientWithReplies(arrayOf(10, busy));
    expect(await failure(tyk.clients.get(ref, { maxRetries }))).toMatchObject({
      attempts,
      status: 503,
    });
    expect(sent).toHaveLength(attempts);
    const own = clientWithReplies(arrayOf(10, busy), { maxRetries });
    expect((await failure(own.tyk.clients.get(ref))).attempts).toBe(attempts);
  });

  const unprocessed: [string, Reply][] = [
    ["not sent", unsent],
    ["425", json({}, 425)],
    ["429", many],
  ];
  const lost: [string, Reply][] = [["broken", broken]];
  const inTheWay: [string, Reply][] = [
    ["408", json({}, 408)],
    ["502", json({}, 502)],
    ["503", busy],
    ["504", json({}, 504)],
  ];
  const failed: [string, Reply][] = [["500", json({}, 500)]];
  const final: [string, Reply][] = [
    ["400", json({}, 400)],
    ["404", json(null, 404)],
    ["501", json({}, 501)],
    ["unusable", json(7)],
  ];

  /** How many attempts each kind of failure makes of an operation. */
  type Attempts = readonly [inTheWay: number, lost: number, failed: number];
  const attempts: Readonly<Record<RetryClass, Attempts>> = {
    read: [3, 3, 3],
    idempotent: [3, 3, 1],
    "idempotent-briefly": [2, 2, 1],
    exclusive: [2, 1, 1],
    // Where the id and the secret are named.
    create: [3, 3, 1],
    once: [1, 1, 1],
  };

  async function expectAttempts(
    count: number,
    replies: readonly [string, Reply][],
    call: (raw: TykRaw) => PromiseLike<unknown>,
  ): Promise<void> {
    for (const [name, reply] of replies) {
      const { tyk, sent } = clientWithReplies(arrayOf(3, reply));
      expect((await failure(call(tyk.raw))).attempts, name).toBe(count);
      expect(sent, name).toHaveLength(count);
    }
  }

  // A create is one of two, by its body.
  const ofOneClass = operationIds.filter((id) => operations[id].retry !== "create");

  test.each(ofOneClass)("of %s is retried as its class allows", async (id) => {
    const [ifInTheWay, ifLost, ifFailed] = attempts[operations[id].retry];
    const call = (raw: TykRaw): Promise<unknown> => callRaw(raw, id);
    await expectAttempts(3, unprocessed, call);
    await expectAttempts(ifInTheWay, inTheWay, call);
    await expectAttempts(ifLost, lost, call);
    await expectAttempts(ifFailed, failed, call);
    await expectAttempts(1, final, call);
  });

  test("of a create with an id and a secret is retried, because it creates the same client", async () => {
    const body = { client_id: "shop-web", secret: "s", api_id: "orders" };
    const call = (raw: TykRaw): PromiseLike<unknown> => raw.createOAuthClient({ body });
    const [ifInTheWay, ifLost, ifFailed] = attempts.create;
    await expectAttempts(3, unprocessed, call);
    await expectAttempts(ifInTheWay, inTheWay, call);
    await expectAttempts(ifLost, lost, call);
    await expectAttempts(ifFailed, [...failed, ...final], call);
  });

  test("of a create without an id or a secret is retried like a creating call", async () => {
    for (const name of ["client_id", "secret"]) {
      const body = { api_id: "orders", [name]: "a" };
      const call = (raw: TykRaw): PromiseLike<unknown> => raw.createOAuthClient({ body });
      await expectAttempts(3, unprocessed, call);
      await expectAttempts(1, [...lost, ...inTheWay, ...failed, ...final], call);
    }
  });

  test("is not retried late if others may have written since", async () => {
    const late = json({}, 503, { "retry-after": "6" });
    const { tyk, sent } = clientWithReplies(arrayOf(3, late));
    const body = { client_id: "shop-web", client_secret: "s" };
    await failure(tyk.raw.revokeAllTokens({ body }));
    expect(sent).toHaveLength(1);
    await failure(tyk.clients.get(ref));
    expect(sent).toHaveLength(4);
  });

  test.each([
    [5_000, 2],
    [5_001, 1],
  ])(
    "is not late %d ms after the first send, however long the first attempt took: %d attempts",
    async (tookMs, attempts) => {
      const runtime = new TestRuntime();
      runtime.randomNumber = 0;
      const { tyk, sent } = clientWithReplies([], {}, runtime);
      const body = { client_id: "shop-web", client_secret: "s" };
      // A call before it, since it is its own first attempt that counts.
      await failure(tyk.raw.hello());
      runtime.time += 60_000;
      const slow = tyk.withOptions({
        fetch: () => {
          runtime.time += tookMs;
          return Promise.resolve(Response.json({}, { status: 503 }));
        },
      });
      expect(sent.length).toBeGreaterThan(0);
      expect((await failure(slow.raw.revokeAllTokens({ body }))).attempts).toBe(attempts);
    },
  );
});

describe("an outage", () => {
  test("does not multiply the load: all calls and copies of the client share one retry budget", async () => {
    const { tyk, sent } = clientWithReplies(arrayOf(2_000, busy));
    const copy = tyk.withOptions({ timeoutMs: 5_000 });
    for (let call = 0; call < 500; call += 1)
      await failure((call % 2 === 0 ? tyk : copy).clients.get(ref));
    expect(sent).toHaveLength(600);
  });

  test("does not affect the retries of another gateway", async () => {
    const { tyk, sent, fetch } = clientWithReplies(arrayOf(2_000, busy));
    for (let call = 0; call < 100; call += 1) await failure(tyk.clients.get(ref));
    const from = sent.length;
    const other = tyk.withOptions({ baseUrl: "https://other.example", fetch });
    expect((await failure(other.clients.get(ref))).attempts).toBe(3);
    expect(sent).toHaveLength(from + 3);
  });

  test("ends when requests succeed: retries work again", async () => {
    const { tyk } = clientWithReplies([
      ...arrayOf(600, busy),
      ...arrayOf(10, json(client)),
      ...arrayOf(3, busy),
    ]);
    for (let call = 0; call < 500; call += 1) await failure(tyk.clients.get(ref));
    for (let call = 0; call < 10; call += 1) await tyk.clients.get(ref);
    expect((await failure(tyk.clients.get(ref))).attempts).toBe(3);
  });
});

describe("the outcome of a call is the strongest of its attempts", () => {
  const unusable = json(null);
  test.each<[string, Reply[], string, string]>([
    ["not sent, then broken", [unsent, unsent, broken], "connection", "unknown"],
    ["broken, then not sent", [broken, unsent, unsent], "connection", "unknown"],
    ["refused, then not sent", [many, unsent, unsent], "connection", "refused"],
    ["not sent, then refused", [unsent, json(null, 404)], "not-found", "refused"],
    ["unknown, then refused", [busy, json(null, 404)], "not-found", "unknown"],
    ["unknown, then applied", [busy, unusable], "schema", "applied"],
    ["not sent at all", [unsent, unsent, unsent], "connection", "not-sent"],
  ])("%s", async (_, replies, code, outcome) => {
    const { tyk } = clientWithReplies(replies);
    expect(await failure(tyk.raw.deleteOAuthClient({ path }))).toMatchObject({
      code,
      outcome,
      attempts: replies.length,
    });
  });

  test("but only the last attempt decides about a retry", async () => {
    // The first attempt was refused for sure, so was the second; a write may try a third time.
    const { tyk, sent } = clientWithReplies([many, unsent, json(client)]);
    expect(await tyk.raw.rotateOAuthClient({ path })).toEqual(client);
    expect(sent).toHaveLength(3);
  });
});
