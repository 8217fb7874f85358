import { deepEqual, equal, ok } from "node:assert/strict";
import { getEventListeners } from "node:events";
import { test } from "node:test";
import { setTimeout as wait } from "node:timers/promises";
import { TykOAuth } from "@tyk-oauth/sdk";
import { leaks } from "../support/secrets/leaks.ts";
import { maxResponseBytes } from "./chaos/faults.ts";
import { variants } from "./chaos/operations.ts";
import { Random } from "./chaos/random.ts";
import { callHeader, startChaos } from "./chaos/server.ts";
import { attemptsGivenUp, faultsOf } from "./chaos/verdict.ts";
import type { Settled } from "./chaos/verdict.ts";
import { retriedCode } from "./chaos/retried-code.ts";
import { assertClosesSoon, warningsAndRejections } from "../support/faults/assertions.ts";
import { runningTimers } from "../support/util/running-timers.ts";
import { markers } from "../support/secrets/markers.ts";

const calls = Number(process.env["FAULTS_CALLS"] ?? 20_000);
const seed = Number(process.env["FAULTS_SEED"] ?? Date.now() % 2 ** 31);
const concurrency = 64;
/** Of an attempt. Long enough for a machine that has other things to do: both ends of each call run in this process. */
const timeoutMs = 1_500;
const ignore = (): void => undefined;
const abort = (stop: AbortController): void => {
  stop.abort();
};

test(`chaos: ${calls} calls of every operation, to a server that fails in every way`, async (t) => {
  t.diagnostic(`› chaos: seed ${seed} (FAULTS_SEED=${seed} gives the same faults)`);
  const server = await startChaos(t, seed);
  const dice = new Random(seed, -2);
  // The waits between attempts are a tenth of what they are.
  Math.random = () => dice.next() / 10;
  const tyk = new TykOAuth({
    baseUrl: server.target.url,
    secret: markers.admin,
    maxConcurrency: concurrency,
    maxResponseBytes,
    timeoutMs,
  });
  const shared = new AbortController();
  const before = runningTimers();

  const made = async (call: number): Promise<Settled> => {
    const random = new Random(seed, call, -3);
    const variant = variants[random.below(variants.length)] ?? variants[0];
    ok(variant);
    let sent = 0;
    const codes: string[] = [];
    const onRequest = (): void => {
      sent += 1;
    };
    // The failure of each attempt that was retried; the error itself names that of the last one.
    const info = (line: string): void => {
      codes.push(retriedCode(line));
    };
    const logger = { debug: ignore, info, warn: ignore, error: ignore };
    const copy = tyk.withOptions({ hooks: { onRequest }, logger });
    const stop = random.percent(2) ? new AbortController() : undefined;
    const timer = stop && setTimeout(abort, random.below(30), stop);
    const { signal } = stop ?? shared;
    const headers = { [callHeader]: String(call) };
    const [result] = await Promise.allSettled([variant.call(copy, { signal, headers })]);
    clearTimeout(timer);
    return { call, variant, result, sent, codes, aborted: signal.aborted };
  };

  const wrong: string[] = [];
  const tally = new Map<string, number>();
  let [sent, came, repeated, givenUp, next] = [0, 0, 0, 0, 0];
  const startedAt = performance.now();
  const worker = async (): Promise<void> => {
    while (next < calls) {
      const settled = await made(next++);
      const plays = server.plays(settled.call);
      const { result } = settled;
      sent += settled.sent;
      came += plays.length;
      repeated += Math.max(settled.sent - 1, 0);
      givenUp += attemptsGivenUp(settled);
      const error =
        result.status === "rejected" ? (result.reason as { outcome?: unknown }) : undefined;
      const kind = error === undefined ? "succeeded" : String(error.outcome);
      tally.set(kind, (tally.get(kind) ?? 0) + 1);
      const found = faultsOf(settled, plays);
      if (error !== undefined && settled.call % 10 === 0)
        found.push(...leaks(markers, error).map((name) => `shows ${name}`));
      const met = plays.map(({ name }) => name).join(", ");
      for (const fault of found)
        wrong.push(`call ${settled.call}, ${settled.variant.id}: ${fault} (${met})`);
    }
  };
  // More than may be under way at once, so that some wait for a place.
  await Promise.all(Array.from({ length: concurrency * 1.5 }, worker));
  const seconds = Math.round((performance.now() - startedAt) / 100) / 10;

  const told = [...tally].map(([kind, count]) => `${count} ${kind}`).join(", ");
  t.diagnostic(`› chaos: ${seconds} s, ${told}; ${sent} sent, ${came} came, ${repeated} repeated`);
  deepEqual(wrong.slice(0, 20), [], `${wrong.length} calls ended wrongly`);
  equal(
    [...tally.values()].reduce((sum, count) => sum + count, 0),
    calls,
  );
  // What was sent and did not come: at most one for each connection that the server ended before or between requests, and
  // for each attempt that the client gave up before it had an answer, perhaps even a connection.
  const lostAtMost = server.lostAtMost() + givenUp;
  ok(sent - came <= lostAtMost, `${sent - came} did not come, ${lostAtMost} can be lost`);
  for (const kind of ["succeeded", "not-sent", "refused", "unknown", "applied"])
    ok((tally.get(kind) ?? 0) > 0, `no call that ${kind}`);
  ok(repeated > calls / 20, `${repeated} repeats`);

  deepEqual(getEventListeners(shared.signal, "abort"), []);
  equal(runningTimers(), before, "a timer is left running");
  await assertClosesSoon(server.held);
  await wait(1);
  deepEqual(warningsAndRejections, []);
});
