import { getEventListeners } from "node:events";
import type { Socket } from "node:net";
import { setImmediate as tick, setTimeout as wait } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { TykAbortError, TykInputError } from "../../../src/index.ts";
import type { AnyTykError } from "../../../src/index.ts";
import { json } from "../../support/network/fake-fetch.ts";
import { clientWithReplies, newClient } from "../../support/client/client.ts";
import { failure } from "../../support/util/failure.ts";
import { deferred } from "../../support/util/deferred.ts";
import { TestRuntime } from "../../support/client/test-runtime.ts";
import { client } from "../../support/samples/samples.ts";
import { fakeTimeouts, passTime } from "../../support/util/fake-timeouts.ts";
import { closes, sendJson, startServer } from "../../support/network/server.ts";
import { failStuckCall, stuckCalls, phaseTexts } from "../../support/network/stuck-calls.ts";
import { saying } from "../../support/util/saying.ts";

const ref = { apiId: "orders", clientId: "shop-web" };
const path = { apiID: "orders", keyName: "shop-web" };
const forever = new Promise<never>(() => undefined);

describe.each(stuckCalls)("in the phase %s", (phase, outcome, attempts, start) => {
  test.each([
    ["an error", new Error("the user went away")],
    [
      "an error of another call",
      new TykInputError("wrong", { operation: "getApi", field: "path.apiID" }),
    ],
  ])("an abort with %s ends the call at once, with that reason as the cause", async (_, reason) => {
    // No timer fires, so the abort alone ends the call.
    fakeTimeouts();
    const stop = new AbortController();
    const error = await failStuckCall(start, { signal: stop.signal }, async (arrived) => {
      await arrived;
      stop.abort(reason);
    });
    expect(error).toBeInstanceOf(TykAbortError);
    expect(error).toMatchObject({ outcome, attempts, operation: "deleteOAuthClient" });
    expect(error.cause).toBe(reason);
    expect(error.message).toEqual(
      saying(`deleteOAuthClient: aborted while waiting for ${phaseTexts[phase]}`),
    );
    expect(getEventListeners(stop.signal, "abort")).toEqual([]);
  });
});

describe("a signal that has aborted before the call", () => {
  test("prevents any request", async () => {
    const reason = new Error("never mind");
    const { tyk, sent } = clientWithReplies([]);
    const error = await failure(tyk.clients.get(ref, { signal: AbortSignal.abort(reason) }));
    expect(error).toBeInstanceOf(TykAbortError);
    expect(error).toMatchObject({ outcome: "not-sent", attempts: 0 });
    expect(error.cause).toBe(reason);
    expect(sent).toEqual([]);
  });
});

describe("an aborted call", () => {
  test("releases its connection, and does not affect other calls", async () => {
    const { promise, resolve } = deferred<Socket | null>();
    const server = await startServer((_, response, nth) => {
      if (nth === 1) resolve(response.socket);
      else sendJson(response, 200, client);
    });
    const tyk = newClient({ baseUrl: server.url });
    const stop = new AbortController();
    const call = failure(tyk.clients.get(ref, { signal: stop.signal }));
    const hung = await promise;
    await tyk.clients.get(ref);
    stop.abort();
    expect((await call).code).toBe("aborted");
    expect(await closes(hung ?? undefined)).toBe(true);
    expect(await tyk.clients.get(ref)).toEqual(client);
    expect(server.sockets.filter((socket) => !socket.destroyed)).not.toEqual([]);
  });

  test("reports the signal's own reason, whatever it is", async () => {
    for (const reason of ["a text", 7, null, { a: 1 }]) {
      const { tyk } = clientWithReplies([]);
      const error = await failure(tyk.clients.get(ref, { signal: AbortSignal.abort(reason) }));
      expect(error.cause).toEqual(reason);
    }
    const { tyk } = clientWithReplies([]);
    const timedOut = await failure(tyk.clients.get(ref, { signal: AbortSignal.abort() }));
    expect(timedOut.cause).toBeInstanceOf(DOMException);
  });

  test("does not replace a response that was already there", async () => {
    const stop = new AbortController();
    const { tyk } = clientWithReplies([json(client)]);
    const call = tyk.clients.get(ref, { signal: stop.signal });
    expect(await call).toEqual(client);
    stop.abort();
    expect(await call).toEqual(client);
  });
});

describe("the next attempt", () => {
  test("waits in the queue again, and is reported as queued if it is aborted there", async () => {
    fakeTimeouts();
    const stop = new AbortController();
    const runtime = new TestRuntime();
    let nth = 0;
    const tyk = newClient(
      {
        maxConcurrency: 1,
        fetch: () => {
          nth += 1;
          return nth === 1 ? Promise.resolve(Response.json({}, { status: 503 })) : forever;
        },
      },
      runtime,
    );
    let other: Promise<AnyTykError> | undefined;
    runtime.sleep = async () => {
      // Somebody else takes the place while this call waits for its next attempt.
      other = failure(tyk.clients.get(ref, { timeoutMs: 5_000, maxRetries: 0 }));
      await tick();
      setImmediate(() => {
        stop.abort();
      });
    };
    // A write, whose outcome shows that its first attempt was sent.
    const error = await failure(tyk.raw.deleteOAuthClient({ path }, { signal: stop.signal }));
    expect(error).toMatchObject({
      code: "aborted",
      attempts: 1,
      outcome: "unknown",
      message: saying("deleteOAuthClient: aborted while waiting for a free slot (maxConcurrency)"),
    });
    passTime(5_000);
    expect(await other).toMatchObject({ code: "timeout", phase: "response" });
  });
});

test("two hundred calls on one signal leave no listener and give no warning", async () => {
  const warnings: Error[] = [];
  const keep = (warning: Error): void => {
    warnings.push(warning);
  };
  process.on("warning", keep);
  const { signal } = new AbortController();
  const tyk = newClient({ fetch: () => Promise.resolve(Response.json(client)) });
  const calls = Array.from({ length: 200 }, () =>
    tyk.clients.get(ref, { signal, deadlineMs: 600_000 }),
  );
  await Promise.all(calls);
  await wait(0);
  process.off("warning", keep);
  expect(getEventListeners(signal, "abort")).toEqual([]);
  expect(warnings).toEqual([]);
});
