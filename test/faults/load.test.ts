import { deepEqual, equal, ok } from "node:assert/strict";
import { getEventListeners } from "node:events";
import { test } from "node:test";
import type { TestContext } from "node:test";
import { setTimeout as wait } from "node:timers/promises";
import { TykOAuth, isTykError } from "@tyk-oauth/sdk";
import { client, deleted } from "../unit/support/samples.ts";
import { answer, html, json, page } from "./support/answers.ts";
import { kinds, read, repeatable } from "./support/calls.ts";
import { fixDice } from "./support/dice.ts";
import { noise, timers } from "./support/gates.ts";
import { markers } from "./support/markers.ts";
import { startBulkServer } from "./support/bulk.ts";
import { closedPort, serve } from "./support/server.ts";
import type { Script, Target } from "./support/server.ts";

fixDice();

const calls = 10_000;
const mebibyte = 1_048_576;
/** How much more memory they may take, in MiB: ten kilobytes a call that waits, and what the collector has not looked at yet. */
const maxGrown = 512;

const succeed: Script = (exchange) => {
  const body = exchange.method === "DELETE" ? deleted : client;
  answer(200, json, JSON.stringify(body))(exchange);
};

for (const [name, options, sockets] of [
  ["by default", {}, 16],
  ["with maxConcurrency 64", { maxConcurrency: 64 }, 64],
] as const) {
  test(`load: 10,000 calls at once ${name}: all succeed, on ${sockets} connections at most`, async (t) => {
    const { url, counts } = await startBulkServer(t);
    const tyk = new TykOAuth({ baseUrl: url, secret: markers.admin, ...options });
    // None may fail for want of time: it is the queue that is long, not an answer.
    const limits = { totalTimeoutMs: 120_000 };
    globalThis.gc?.();
    const before = { timers: timers(), rss: process.memoryUsage().rss };
    const startedAt = performance.now();
    const cpuBefore = process.cpuUsage();
    const results = await Promise.allSettled(
      Array.from({ length: calls }, (_, nth) => (kinds[nth % 3] ?? read)[1](tyk, limits)),
    );
    const tookMs = Math.round(performance.now() - startedAt);
    const cpu = process.cpuUsage(cpuBefore);
    const cpuMs = Math.round((cpu.user + cpu.system) / 1_000);
    const grown = Math.round((process.memoryUsage().rss - before.rss) / mebibyte);
    equal(timers(), before.timers, "a timer is left running");
    const { requests, mostOpen } = await counts();
    t.diagnostic(
      `› 10,000 calls ${name}: ${tookMs} ms, ${mostOpen} connections, ${grown} MiB more`,
    );
    deepEqual(
      results.find(({ status }) => status === "rejected"),
      undefined,
    );
    equal(requests, calls);
    deepEqual(noise, []);
    // Not the time by the clock, which is also that of whatever else the machine does.
    ok(cpuMs < 10_000, `took ${cpuMs} ms of the processor`);
    ok(grown < maxGrown, `${grown} MiB more`);
    ok(mostOpen <= sockets, `${mostOpen} connections`);
  });
}

test("load: 2,000 calls on one signal leave no listener, no warning and no memory", async (t) => {
  const { gc } = globalThis;
  ok(gc, "needs --expose-gc");
  const target = await serve(t, succeed);
  const tyk = new TykOAuth({ baseUrl: target.url, secret: markers.admin });
  const { signal } = new AbortController();
  const some = async (count: number): Promise<number> => {
    for (let made = 0; made < count; made += 50)
      await Promise.all(Array.from({ length: 50 }, () => read[1](tyk, { signal })));
    for (let turn = 0; turn < 3; turn += 1) {
      await wait(10);
      await gc({ type: "major", execution: "async" });
    }
    return process.memoryUsage().heapUsed;
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
      const [, send] = nth % 3 === 0 ? read : repeatable;
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
