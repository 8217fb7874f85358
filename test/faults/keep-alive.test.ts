import { deepEqual, equal, ok } from "node:assert/strict";
import type { Socket } from "node:net";
import { test } from "node:test";
import type { TestContext } from "node:test";
import { setTimeout as wait } from "node:timers/promises";
import { isTykError } from "@tyk-oauth/sdk";
import { client, deleted, samples } from "../support/samples/samples.ts";
import { once, read, idempotent } from "../support/faults/calls.ts";
import { newClient } from "../support/faults/new-client.ts";
import { fixDice } from "../support/faults/fix-dice.ts";
import { fails } from "../support/faults/fails.ts";
import type { Scene } from "../support/faults/fails.ts";
import { showsNothing } from "../support/faults/gates.ts";
import { serve } from "../support/faults/server.ts";
import type { Exchange } from "../support/faults/server.ts";

fixDice();

function succeed({ method, url, response }: Exchange): void {
  const body = method === "DELETE" ? deleted : url === "/hello" ? samples.hello.answer : client;
  response.writeHead(200, { "content-type": "application/json" });
  response.end(JSON.stringify(body));
}

/** A server that answers the first request of each connection, and ends the connection at the second. */
const onceEach: Scene["start"] = (t) => {
  const used = new WeakSet<Socket>();
  return serve(t, (exchange) => {
    if (used.has(exchange.socket)) exchange.socket.resetAndDestroy();
    else succeed(exchange);
    used.add(exchange.socket);
  });
};

/** A client with an idle connection to such a server. */
async function warm(t: TestContext): ReturnType<typeof prepared> {
  const scene = await prepared(t);
  await scene.tyk.raw.hello();
  await wait(5);
  return scene;
}

async function prepared(t: TestContext) {
  const target = await onceEach(t);
  return { target, ...newClient({ baseUrl: target.url }) };
}

for (const [operation, send] of [read, idempotent]) {
  test(`stale connection: ${operation} takes one more attempt`, async (t) => {
    const { tyk, target, sent } = await warm(t);
    const result = await send(tyk, {});
    deepEqual(result, operation === "getOAuthClient" ? client : deleted);
    equal(sent(), 3);
    equal(target.received?.(), 3);
    equal(target.sockets.length, 2);
  });
}

test("stale connection: a rotation is not repeated → connection, unknown, 1", async (t) => {
  const start: Scene["start"] = async (stops) => {
    const target = await onceEach(stops);
    await newClient({ baseUrl: target.url }).tyk.raw.hello();
    await wait(5);
    return target;
  };
  const { error, target } = await fails(t, { start }, once[1]);
  const { name, code, outcome, attempts } = error;
  deepEqual(
    { name, code, outcome, attempts },
    { name: "TykConnectionError", code: "connection", outcome: "unknown", attempts: 1 },
  );
  // The call that made the connection, and this one.
  equal(target.received?.(), 2);
});

/** A server that ends each connection a few milliseconds after its answer, as one with a short limit for idle ones does. */
async function racing(t: TestContext) {
  let rotations = 0;
  const target = await serve(t, (exchange) => {
    if (exchange.method === "PUT") rotations += 1;
    succeed(exchange);
    setTimeout(() => exchange.socket.end(), exchange.nth % 7).unref();
  });
  return { target, rotations: () => rotations, ...newClient({ baseUrl: target.url }) };
}

const rounds = 150;

test("connections that end as the next request comes: each read succeeds", async (t) => {
  const { tyk, target, sent, ...watched } = await racing(t);
  for (let round = 0; round < rounds; round += 1) {
    deepEqual(await read[1](tyk, {}), client);
    await wait(round % 6);
  }
  const received = target.received?.() ?? 0;
  ok(received >= rounds && received <= sent(), `${rounds} calls, ${sent()} sent, ${received} came`);
  await showsNothing(undefined, { tyk, sent, ...watched });
});

test("connections that end as the next request comes: a rotation comes once at most", async (t) => {
  const { tyk, rotations, ...watched } = await racing(t);
  let succeeded = 0;
  for (let round = 0; round < rounds; round += 1) {
    const [result] = await Promise.allSettled([once[1](tyk, {})]);
    if (result.status === "fulfilled") {
      succeeded += 1;
    } else {
      const error: unknown = result.reason;
      ok(isTykError(error), "a foreign error");
      const { code, outcome, attempts } = error;
      deepEqual(
        { code, outcome, attempts },
        { code: "connection", outcome: "unknown", attempts: 1 },
      );
      await showsNothing(error, { tyk, ...watched });
    }
    await wait(round % 6);
  }
  t.diagnostic(
    `› rotations on connections that end: ${succeeded} of ${rounds} succeeded, ${rotations()} came`,
  );
  ok(succeeded <= rotations() && rotations() <= rounds, "a rotation came twice");
});
