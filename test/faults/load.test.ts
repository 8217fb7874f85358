import { deepEqual, equal, ok } from "node:assert/strict";
import { getEventListeners } from "node:events";
import { test } from "node:test";
import type { TestContext } from "node:test";
import { setTimeout as wait } from "node:timers/promises";
import { TykOAuth, isTykError } from "@tyk-oauth/sdk";
import { client, deleted } from "../support/samples/samples.ts";
import { answer, html, json, page } from "../support/faults/answers.ts";
import { kinds, read, idempotent } from "../support/faults/calls.ts";
import { fixDice } from "../support/faults/fix-dice.ts";
import { noise, timers } from "../support/faults/gates.ts";
import { markers } from "../support/faults/markers.ts";
import { startBulkServer } from "../support/faults/start-bulk-server.ts";
import { closedPort, serve } from "../support/faults/server.ts";
import type { Script, Target } from "../support/faults/server.ts";

fixDice();

const calls = 10_000;
const mebibyte = 1_048_576;
/** How much memory one call may hold while it waits in the queue, in bytes. */
const maxHeldByCall = 16_384;

const succeed: Script = (exchange) => {
  const body = exchange.method === "DELETE" ? deleted : client;
  answer(200, json, JSON.stringify(body))(exchange);
};

/** The bytes in use after garbage collection. */
async function heap(): Promise<number> {
  const { gc } = globalThis;
  ok(gc, "needs --expose-gc");
  for (let turn = 0; turn < 3; turn += 1) {
    await wait(10);
    await gc({ type: "major", execution: "async" });
  }
  return process.memoryUsage().heapUsed;
}

const mebibytes = (bytes: number): number => Math.round(bytes / mebibyte);

for (const [name, options, sockets] of [
  ["by default", {}, 16],
  ["with maxConcurrency 64", { maxConcurrency: 64 }, 64],
] as const) {
  test(`load: 10,000 calls at once ${name}: all succeed, on ${sockets} connections at most`, async (t) => {
    const { url, counts } = await startBulkServer(t);
    const tyk = new TykOAuth({ baseUrl: url, secret: markers.admin, ...options });
    // The queue is long, so no call may time out in it.
    const limits = { totalTimeoutMs: 120_000 };
    const before = { timers: timers(), heap: await heap() };
    const failures: unknown[] = [];
    const settled = Array.from({ length: calls }, (_, nth) =>
      (kinds[nth % 3] ?? read)[1](tyk, limits).then(
        () => undefined,
        (error: unknown) => failures.push(error),
      ),
    );
    await Promise.race(settled);
    const queued = (await heap()) - before.heap;
    await Promise.all(settled);
    const left = (await heap()) - before.heap;
    equal(timers(), before.timers, "a timer is left running");
    const { requests, mostOpen } = await counts();
    t.diagnostic(
      `› 10,000 calls ${name}: ${mostOpen} connections, ${mebibytes(queued)} MiB while they wait, ${mebibytes(left)} MiB after`,
    );
    deepEqual(failures, []);
    equal(requests, calls);
    deepEqual(noise, []);
    ok(queued < calls * maxHeldByCall, `${mebibytes(queued)} MiB while they wait`);
    ok(left < 12 * mebibyte, `${mebibytes(left)} MiB after`);
    ok(mostOpen <= sockets, `${mostOpen} connections`);
  });
}

test("load: 2,000 calls on one signal leave no listener, no warning and no memory", async (t) => {
  const target = await serve(t, succeed);
  const tyk = new TykOAuth({ baseUrl: target.url, secret: markers.admin });
  const { signal } = new AbortController();
  const some = async (count: number): Promise<number> => {
    for (let made = 0; made < count; made += 50)
      await Promise.all(Array.from({ length: 50 }, () => read[1](tyk, { signal })));
    return heap();
  };
  // What the runtime keeps of a first round, such as compiled code, is no leak.
  const before = await some(500);
  const grown = (await some(2_000)) - before;
  t.diagnostic(`› 2,000 calls on one signal: ${Math.round(grown / 1_024)} KiB more`);
  deepEqual(getEventListeners(signal, "abort"), []);
  deepEqual(noise, []);
  ok(grown <= 2 * mebibyte, `the heap grew by ${grown} bytes`);
});

/** Makes all calls through two copies of one client while nothing works, and gives how many attempts were sent. */
async function outage(
  t: TestContext,
  target: Target,
  code: string,
  count: number,
): Promise<number> {
  let sent = 0;
  const onRequest = (): void => {
    sent += 1;
  };
  const tyk = new TykOAuth({
    baseUrl: target.url,
    secret: markers.admin,
    maxConcurrency: 64,
    totalTimeoutMs: 120_000,
    hooks: { onRequest },
  });
  const copy = tyk.withOptions({ timeoutMs: 9_000 });
  const results = await Promise.allSettled(
    Array.from({ length: count }, (_, nth) => {
      const [, send] = nth % 3 === 0 ? read : idempotent;
      return send(nth % 2 === 0 ? tyk : copy, {});
    }),
  );
  const other = results.find(
    (result) =>
      result.status === "fulfilled" || !isTykError(result.reason) || result.reason.code !== code,
  );
  deepEqual(other, undefined);
  t.diagnostic(`› ${count} calls in an outage (${code}): ${sent} requests`);
  return sent;
}

for (const [name, start, code, count, repeats] of [
  ["503", (t: TestContext) => serve(t, answer(503, html, page)), "server", calls, 100],
  // What a repeat costs does not change with the number of calls.
  ["refused connections", closedPort, "connection", 1_000, 100],
  [
    "connections that are reset",
    (t: TestContext) => serve(t, ({ socket }) => socket.resetAndDestroy()),
    "connection",
    1_000,
    50,
  ],
] as const) {
  test(`load: outage, ${name}: ${count} calls make ${count + repeats} requests`, async (t) => {
    const target = await start(t);
    const sent = await outage(t, target, code, count);
    equal(sent, count + repeats);
    if (target.received !== undefined) equal(target.received(), sent);
    deepEqual(noise, []);
  });
}
