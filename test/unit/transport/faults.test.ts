import { getEventListeners } from "node:events";
import { setImmediate as tick } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { TykConnectionError, TykRedirectError, TykTimeoutError } from "../../../src/index.ts";
import type { AnyTykError, TykOAuth, TykOutcome } from "../../../src/index.ts";
import { newClient } from "../../support/client/client.ts";
import { failure } from "../../support/util/failure.ts";
import { faults } from "../../support/network/faults.ts";
import { fetchCodes } from "../../support/network/fetch-codes.ts";
import { closes } from "../../support/network/server.ts";
import { fakeTimeouts } from "../../support/util/fake-timeouts.ts";
import { runningTimers } from "../../support/util/running-timers.ts";
import { saying } from "../../support/util/saying.ts";

const path = { apiID: "orders", keyName: "shop-web" };

/** A create with this body stores the same client each time. */
const named = { api_id: "orders", client_id: "shop-web", secret: "s" };

type Send = (tyk: TykOAuth, signal: AbortSignal) => Promise<unknown>;

const sends: [name: string, operation: string, nth: 0 | 1, send: Send][] = [
  ["a read", "getOAuthClient", 0, (tyk, signal) => tyk.raw.getOAuthClient({ path }, { signal })],
  [
    "an idempotent write",
    "createOAuthClient",
    0,
    (tyk, signal) => tyk.raw.createOAuthClient({ body: named }, { signal }),
  ],
  [
    "a creating call",
    "rotateOAuthClient",
    1,
    (tyk, signal) => tyk.raw.rotateOAuthClient({ path }, { signal }),
  ],
];

/** A read changes nothing, whatever became of its request. */
function outcomeOf(ofWrite: TykOutcome, operation: string): TykOutcome {
  return operation === "getOAuthClient" && ofWrite !== "refused" ? "not-sent" : ofWrite;
}

describe.each(Object.entries(faults))("%s", (_, fault) => {
  test.each(sends)(
    "%s fails as specified, and leaves nothing behind",
    async (__, operation, nth, send) => {
      fakeTimeouts();
      const { url, sockets } = await fault.start();
      const tyk = newClient({ baseUrl: url, ...fault.options });
      const { signal } = new AbortController();
      const before = runningTimers();

      const error: AnyTykError = await failure(send(tyk, signal));

      const { code, status, phase } = fault;
      const outcome = outcomeOf(fault.outcome, operation);
      // Only a read is retried after a 500.
      const attempts = fault.attempts[status === 500 && operation !== "getOAuthClient" ? 1 : nth];
      expect(error).toMatchObject({ code, outcome, attempts, operation, steps: [] });
      expect(error.mayHaveBeenApplied).toBe(outcome === "unknown" || outcome === "applied");
      if ("status" in error) expect(error.status).toBe(status);
      if (error instanceof TykTimeoutError) expect(error.phase).toBe(phase);
      expect(error.cause).toBeUndefined();

      await tick();
      expect(runningTimers()).toBeLessThanOrEqual(before);
      expect(getEventListeners(signal, "abort")).toEqual([]);
      if (!fault.closes) return;
      // After an abort, fetch may open a new connection in advance.
      const used = sockets.filter(({ bytesRead }) => bytesRead > 0);
      expect(used).toHaveLength(attempts);
      expect(await Promise.all(used.map(closes))).not.toContain(false);
    },
  );
});

describe("the details of an error", () => {
  async function of(name: keyof typeof faults): Promise<AnyTykError> {
    const { start, options } = faults[name] ?? {};
    if (start === undefined) throw new Error(`No fault ${name}`);
    fakeTimeouts();
    const { url } = await start();
    return failure(newClient({ baseUrl: url, ...options }).raw.getOAuthClient({ path }));
  }

  test.each([
    [
      "a refused connection",
      "ECONNREFUSED",
      "getOAuthClient: the connection failed (ECONNREFUSED)",
    ],
    [
      "a reset before the response",
      "ECONNRESET",
      "getOAuthClient: the connection failed (ECONNRESET)",
    ],
    [
      "a closed connection before the response",
      fetchCodes.ended,
      `getOAuthClient: the connection failed (${fetchCodes.ended})`,
    ],
    [
      "TLS to a server without TLS",
      "ERR_SSL_WRONG_VERSION_NUMBER",
      "getOAuthClient: the TLS handshake failed (ERR_SSL_WRONG_VERSION_NUMBER)",
    ],
  ])("%s has the system error code %s", async (name, systemCode, message) => {
    const error = await of(name);
    expect(error).toBeInstanceOf(TykConnectionError);
    expect(error).toMatchObject({ systemCode, message: saying(message) });
  });

  test.each([
    ["200 with the body null", "the response does not have the shape that this operation returns"],
    [
      "200 with an HTML page",
      "the response is not JSON: it may come from something other than the gateway",
    ],
    ["200 with incomplete JSON", "the response is not valid JSON"],
    ["200 with an empty body", "the response is empty"],
    [
      "200 compressed with gzip",
      "the response is compressed, although the request accepts no compression",
    ],
    ["200 with a body that is not UTF-8", "the response is not UTF-8"],
    [
      "200 with a body that is too large",
      "the response is larger than 50 bytes (maxResponseBytes)",
    ],
    ["201", "the status is 201, not 200"],
    ["a closed connection within the body", `the response was cut off (${fetchCodes.ended})`],
    [
      "a response with too large headers",
      `the response is not valid HTTP (${fetchCodes.largeHead})`,
    ],
    ["a timeout before the response", "timed out after 40 ms waiting for the response"],
    ["a timeout within the body", "timed out after 100 ms waiting for the rest of the response"],
    ["a timeout of the secret function", "timed out after 40 ms waiting for the secret"],
  ])("%s: %s", async (name, message) => {
    expect((await of(name)).message).toEqual(saying(`getOAuthClient: ${message}`));
  });

  test.each([
    ["a timeout before the response", 40],
    ["the timeout of all attempts together", 40],
  ])("%s names the timeout that ended it", async (name, limitMs) => {
    expect(await of(name)).toMatchObject({ limitMs });
  });

  test("a redirect has the origin that it leads to, without the path", async () => {
    const error = await of("a redirect");
    expect(error).toBeInstanceOf(TykRedirectError);
    expect(error).toMatchObject({ targetOrigin: undefined });
    expect(error.message).toContain(
      "the response is a redirect (301) to another host; redirects are",
    );
    expect(error.message).not.toContain("evil");
    expect(await of("304")).toMatchObject({ status: 304, targetOrigin: undefined });
  });

  test("an error whose body cannot be read has only its status", async () => {
    expect(await of("an error whose body is too large")).toMatchObject({ apiMessage: undefined });
    expect(await of("an error whose body is cut off")).toMatchObject({ apiMessage: undefined });
    expect(await of("503 with an HTML page")).toMatchObject({ apiMessage: undefined });
  });
});
