import { describe, expect, test, vi } from "vitest";
import { TykAuthenticationError, TykRateLimitError } from "../../../src/index.ts";
import type { TykOAuthOptions, TykRaw } from "../../../src/index.ts";
import { operations } from "../../../src/operations/operations.ts";
import type { RetryClass } from "../../../src/operations/operations.ts";
import { json, networkError, reject } from "../../support/network/capture.ts";
import type { Reply } from "../../support/network/capture.ts";
import { clientOn, newClient } from "../../support/client/new-client.ts";
import { failure, rejection } from "../../support/util/failure.ts";
import { TestRuntime } from "../../support/client/test-runtime.ts";
import { api, callRaw, client, operationIds } from "../../support/samples/samples.ts";
import { sendJson, startServer } from "../../support/network/server.ts";
import { later } from "../../support/util/later.ts";

const ref = { apiId: "orders", clientId: "shop-web" };
const path = { apiID: "orders", keyName: "shop-web" };
const admin = {
  status: "error",
  message: "Attempted administrative access with invalid or missing key!",
};

const broken = reject(networkError("ECONNRESET"));
const unsent = reject(networkError("ECONNREFUSED"));
const many = json({}, 429);
const busy = json({}, 503);

function times<T>(count: number, one: T): T[] {
  return Array.from({ length: count }, () => one);
}

describe("an attempt that failed", () => {
  test("is repeated, and what comes then is what the call gives", async () => {
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

  test("is repeated with the same request, body and all", async () => {
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
  ])("is repeated %i times at most", async (maxRetries, attempts) => {
    const { tyk, sent } = clientOn(times(10, busy));
    expect(await failure(tyk.clients.get(ref, { maxRetries }))).toMatchObject({
      attempts,
      status: 503,
    });
    expect(sent).toHaveLength(attempts);
    const own = clientOn(times(10, busy), { maxRetries });
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
      const { tyk, sent } = clientOn(times(3, reply));
      expect((await failure(call(tyk.raw))).attempts, name).toBe(count);
      expect(sent, name).toHaveLength(count);
    }
  }

  // A create is one of two, by its body.
  const ofOneClass = operationIds.filter((id) => operations[id].retry !== "create");

  test.each(ofOneClass)("of %s is repeated as its class allows", async (id) => {
    const [ifInTheWay, ifLost, ifFailed] = attempts[operations[id].retry];
    const call = (raw: TykRaw): Promise<unknown> => callRaw(raw, id);
    await expectAttempts(3, unprocessed, call);
    await expectAttempts(ifInTheWay, inTheWay, call);
    await expectAttempts(ifLost, lost, call);
    await expectAttempts(ifFailed, failed, call);
    await expectAttempts(1, final, call);
  });

  test("of a create that names the id and the secret is repeated, as it makes the same client", async () => {
    const body = { client_id: "shop-web", secret: "s", api_id: "orders" };
    const call = (raw: TykRaw): PromiseLike<unknown> => raw.createOAuthClient({ body });
    const [ifInTheWay, ifLost, ifFailed] = attempts.create;
    await expectAttempts(3, unprocessed, call);
    await expectAttempts(ifInTheWay, inTheWay, call);
    await expectAttempts(ifLost, lost, call);
    await expectAttempts(ifFailed, [...failed, ...final], call);
  });

  test("of a create that leaves the id or the secret to the gateway is repeated as what makes something new", async () => {
    for (const name of ["client_id", "secret"]) {
      const body = { api_id: "orders", [name]: "a" };
      const call = (raw: TykRaw): PromiseLike<unknown> => raw.createOAuthClient({ body });
      await expectAttempts(3, unprocessed, call);
      await expectAttempts(1, [...lost, ...inTheWay, ...failed, ...final], call);
    }
  });

  test("is not repeated late where others may have written since", async () => {
    const late = json({}, 503, { "retry-after": "6" });
    const { tyk, sent } = clientOn(times(3, late));
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
    "is not late %d ms after it was sent first, however long the first attempt took: %d attempts",
    async (tookMs, attempts) => {
      const runtime = new TestRuntime();
      runtime.dice = 0;
      const { tyk, sent } = clientOn([], {}, runtime);
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
  test("multiplies no load: the budget of repeats is one for all calls, and for copies of the client", async () => {
    const { tyk, sent } = clientOn(times(2_000, busy));
    const copy = tyk.withOptions({ timeoutMs: 5_000 });
    for (let call = 0; call < 500; call += 1)
      await failure((call % 2 === 0 ? tyk : copy).clients.get(ref));
    expect(sent).toHaveLength(600);
  });

  test("leaves the repeats of another gateway alone", async () => {
    const { tyk, sent, fetch } = clientOn(times(2_000, busy));
    for (let call = 0; call < 100; call += 1) await failure(tyk.clients.get(ref));
    const from = sent.length;
    const other = tyk.withOptions({ baseUrl: "https://other.example", fetch });
    expect((await failure(other.clients.get(ref))).attempts).toBe(3);
    expect(sent).toHaveLength(from + 3);
  });

  test("is over when requests succeed: repeats are there again", async () => {
    const { tyk } = clientOn([...times(600, busy), ...times(10, json(client)), ...times(3, busy)]);
    for (let call = 0; call < 500; call += 1) await failure(tyk.clients.get(ref));
    for (let call = 0; call < 10; call += 1) await tyk.clients.get(ref);
    expect((await failure(tyk.clients.get(ref))).attempts).toBe(3);
  });
});

describe("the outcome of a call of several attempts is the strongest of theirs", () => {
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
    const { tyk } = clientOn(replies);
    const path = { apiID: ref.apiId, keyName: ref.clientId };
    expect(await failure(tyk.raw.getOAuthClient({ path }))).toMatchObject({
      code,
      outcome,
      attempts: replies.length,
    });
  });

  test("but whether it may be repeated is told by the last alone", async () => {
    // The first attempt was refused for sure, so was the second; a write may try a third time.
    const { tyk, sent } = clientOn([many, unsent, json(client)]);
    expect(await tyk.raw.rotateOAuthClient({ path })).toEqual(client);
    expect(sent).toHaveLength(3);
  });
});

describe("the waits", () => {
  test("grow, by the dice", async () => {
    const runtime = new TestRuntime();
    const { tyk } = clientOn(times(6, busy), { maxRetries: 5 }, runtime);
    await failure(tyk.clients.get(ref));
    expect(runtime.waits).toEqual([100, 200, 400, 800, 1_600]);
  });

  test("are as long as Retry-After asks for, where that is longer", async () => {
    const runtime = new TestRuntime();
    const soon = new Date(runtime.time + 4_000).toUTCString();
    const { tyk } = clientOn(
      [
        json({}, 429, { "retry-after": "2" }),
        json({}, 503, { "retry-after": "0" }),
        json({}, 503, { "retry-after": soon, date: new Date(runtime.time).toUTCString() }),
        json(client),
      ],
      { maxRetries: 3 },
      runtime,
    );
    await tyk.clients.get(ref);
    expect(runtime.waits).toEqual([2_000, 200, 4_000]);
  });

  test("that Retry-After asks for are measured by our clock where the answer tells no time", async () => {
    const runtime = new TestRuntime();
    const { tyk } = clientOn(
      [
        json({}, 503, { "retry-after": new Date(runtime.time + 3_000).toUTCString() }),
        json(client),
      ],
      {},
      runtime,
    );
    await tyk.clients.get(ref);
    expect(runtime.waits).toEqual([3_000]);
  });

  test("that are longer than is waited are told instead", async () => {
    const { tyk, sent } = clientOn([json({}, 429, { "retry-after": "31" })]);
    const error = await failure(tyk.clients.get(ref));
    expect(error).toBeInstanceOf(TykRateLimitError);
    expect(error).toMatchObject({ retryAfterMs: 31_000, attempts: 1 });
    expect(sent).toHaveLength(1);
  });

  test("that are not waited cost nothing of the budget", async () => {
    const tooLong = json({}, 429, { "retry-after": "31" });
    const { tyk } = clientOn([...times(100, tooLong), ...times(3, busy)]);
    for (let call = 0; call < 100; call += 1) await failure(tyk.clients.get(ref));
    expect((await failure(tyk.clients.get(ref))).attempts).toBe(3);
  });

  test.each([
    [5_000, 1, []],
    [5_001, 2, [5_000]],
  ])(
    "that do not fit into the total limit are not begun: %i ms",
    async (totalTimeoutMs, attempts, waits) => {
      // Its own clock stands still, so that the wait and what is left are the same to the millisecond.
      vi.useFakeTimers();
      try {
        const runtime = new TestRuntime();
        const reply = json({}, 429, { "retry-after": "5" });
        const { tyk, sent } = clientOn([reply, reply], { maxRetries: 1 }, runtime);
        const error = await failure(tyk.clients.get(ref, { totalTimeoutMs }));
        expect(error).toMatchObject({ code: "rate-limit", retryAfterMs: 5_000, attempts });
        expect(sent).toHaveLength(attempts);
        expect(runtime.waits).toEqual(waits);
      } finally {
        vi.useRealTimers();
      }
    },
  );

  test("that break off by themselves leave the failure that they were for", async () => {
    const runtime = new TestRuntime();
    runtime.sleep = () => rejection(new Error("no clock"));
    const { tyk } = clientOn([busy], {}, runtime);
    expect(await failure(tyk.clients.get(ref))).toMatchObject({ code: "server", attempts: 1 });
  });

  test("take no place among those that may run at once", async () => {
    const runtime = new TestRuntime();
    const { promise, resolve } = later();
    let waiting = false;
    runtime.sleep = async () => {
      waiting = true;
      await promise;
    };
    const { tyk } = clientOn([busy, json([api]), json(client)], { maxConcurrency: 1 }, runtime);
    const first = tyk.clients.get(ref);
    // The second call comes in while the first waits for its next attempt.
    expect(await tyk.apis.list()).toEqual([api]);
    expect(waiting).toBe(true);
    resolve(undefined);
    expect(await first).toEqual(client);
  });
});

describe("the gateway's 403 for its own secret", () => {
  const secrets = (
    ...values: string[]
  ): { asked: () => number; secret: TykOAuthOptions["secret"] } => {
    let asked = 0;
    return {
      asked: () => asked,
      secret: () => {
        asked += 1;
        return values[Math.min(asked, values.length) - 1] ?? "";
      },
    };
  };

  test("makes a secret function be asked once more, at once", async () => {
    const { secret } = secrets("old", "new");
    const runtime = new TestRuntime();
    const { tyk, sent } = clientOn(
      [json(admin, 403), json(client)],
      { secret, maxRetries: 0 },
      runtime,
    );
    const { response } = await tyk.clients.get(ref).withResponse();
    expect(response.attempts).toBe(2);
    expect(sent.map(({ headers }) => headers["x-tyk-authorization"])).toEqual(["old", "new"]);
    expect(runtime.waits).toEqual([0]);
  });

  test("is no reason to try a third time", async () => {
    const { secret, asked } = secrets("old", "new");
    const { tyk } = clientOn([json(admin, 403), json(admin, 403)], { secret });
    const error = await failure(tyk.clients.get(ref));
    expect(error).toBeInstanceOf(TykAuthenticationError);
    expect(error).toMatchObject({ attempts: 2, outcome: "refused" });
    expect(asked()).toBe(2);
  });

  test("is renewed beyond the count of retries", async () => {
    const { secret } = secrets("old", "new");
    const replies = [json(admin, 403), busy, json(client)];
    const { tyk } = clientOn(replies, { secret, maxRetries: 1 });
    expect(await tyk.clients.get(ref)).toEqual(client);
    const more = clientOn([...replies.slice(0, 2), busy], {
      secret: secrets("old", "new").secret,
      maxRetries: 1,
    });
    expect(await failure(more.tyk.clients.get(ref))).toMatchObject({ code: "server", attempts: 3 });
  });

  test.each(["access", "invalid", "missing"])(
    "is known as such for a client of the id %s, and for such a secret",
    async (word) => {
      const { tyk } = clientOn([json(admin, 403)]);
      const call = tyk.clients.get({ apiId: "orders", clientId: word });
      expect((await failure(call)).code).toBe("authentication");
      const { secret } = secrets(word, "new");
      const renewed = clientOn([json(admin, 403), json(client)], { secret });
      expect(await renewed.tyk.clients.get(ref)).toEqual(client);
    },
  );

  test("is renewed for writes too, since the gateway did nothing", async () => {
    const { secret } = secrets("old", "new");
    const { tyk } = clientOn([json(admin, 403), json(client)], { secret });
    expect(await tyk.raw.rotateOAuthClient({ path })).toEqual(client);
  });

  test("is final where the secret cannot change", async () => {
    const { tyk, sent } = clientOn([json(admin, 403)]);
    expect((await failure(tyk.clients.get(ref))).code).toBe("authentication");
    expect(sent).toHaveLength(1);
  });

  test("is what another 403 is not", async () => {
    const { secret, asked } = secrets("old", "new");
    const { tyk } = clientOn([json({ message: "no" }, 403)], { secret });
    expect((await failure(tyk.clients.get(ref))).code).toBe("permission");
    expect(asked()).toBe(1);
  });

  test("a secret function is asked for each attempt", async () => {
    const { secret } = secrets("first", "second", "third");
    const { tyk, sent } = clientOn([busy, busy, json(client)], { secret });
    await tyk.clients.get(ref);
    expect(sent.map(({ headers }) => headers["x-tyk-authorization"])).toEqual([
      "first",
      "second",
      "third",
    ]);
  });

  test("a secret function that fails ends the call, which knows what was before", async () => {
    let asked = 0;
    const { tyk, sent } = clientOn([busy], {
      secret: () => {
        asked += 1;
        if (asked > 1) throw new Error("no vault");
        return "first";
      },
    });
    expect(await failure(tyk.clients.get(ref))).toMatchObject({
      code: "config",
      attempts: 1,
      outcome: "unknown",
      operation: "getOAuthClient",
    });
    expect(sent).toHaveLength(1);
  });

  test("a secret function that gives no secret is a wrong one", async () => {
    const { tyk, sent } = clientOn([], { secret: () => "a\r\nb" });
    expect(await failure(tyk.clients.get(ref))).toMatchObject({
      code: "config",
      message: "getOAuthClient: secret contains characters that a header cannot have",
      attempts: 0,
      outcome: "not-sent",
    });
    expect(sent).toEqual([]);
  });
});
