import { getEventListeners } from "node:events";
import { afterEach, describe, expect, test, vi } from "vitest";
import { TykInputError } from "../../../src/index.ts";
import type { TykFetch } from "../../../src/index.ts";
import { createGateway } from "../../../src/testing/index.ts";
import { newClient, secret } from "../../support/client/client.ts";
import { sendJson, startServer } from "../../support/network/server.ts";
import { nodeFetch } from "../../support/network/node-client.ts";
import { otherRealm } from "../../support/realms/other-realm.ts";
import {
  PageAbortController,
  PageAbortSignal,
} from "../../support/realms/page-abort-controller.ts";
import { client } from "../../support/samples/samples.ts";
import { failure } from "../../support/util/failure.ts";
import { saying } from "../../support/util/saying.ts";

const ref = { apiId: "orders", clientId: "shop-web" };
const path = { apiID: "orders", keyName: "shop-web" };
const forever: TykFetch = () => new Promise<never>(() => undefined);

afterEach(() => {
  vi.unstubAllGlobals();
});

/** Replaces the globals that a test environment with a page replaces. */
function stubPage(): void {
  vi.stubGlobal("window", globalThis);
  vi.stubGlobal("document", {});
  vi.stubGlobal("AbortController", PageAbortController);
  vi.stubGlobal("AbortSignal", PageAbortSignal);
}

describe("in a test environment with the globals of a page", () => {
  test("the embedded gateway's client works", async () => {
    stubPage();
    const tyk = createGateway({ apis: [{ api_id: "orders" }] }).client();
    const created = await tyk.clients.create({
      api_id: "orders",
      redirect_uri: "https://shop.example/cb",
    });
    const { signal } = new AbortController();
    const read = await tyk.clients.get(
      { apiId: "orders", clientId: created.client_id },
      { signal, deadlineMs: 60_000 },
    );
    expect(read).toEqual(created);
  });

  test.each(["built-in", "node"] as const)(
    "a real server works with the %s fetch",
    async (kind) => {
      stubPage();
      const { url, requests } = await startServer((_, response) => {
        sendJson(response, 200, client);
      });
      const tyk = newClient({ baseUrl: url, ...(kind === "node" ? { fetch: nodeFetch() } : {}) });
      expect((await tyk.clients.get(ref, { signal: new AbortController().signal })).client_id).toBe(
        "shop-web",
      );
      expect(requests[0]?.headers["x-tyk-authorization"]).toBe(secret);
    },
  );

  test("a timeout still closes the connection", async () => {
    stubPage();
    const { url, sockets } = await startServer(() => undefined);
    const tyk = newClient({ baseUrl: url, maxRetries: 0 });
    const error = await failure(tyk.raw.deleteOAuthClient({ path }, { timeoutMs: 200 }));
    expect(error).toMatchObject({ code: "timeout", outcome: "unknown" });
    await vi.waitFor(() => {
      expect(sockets.length).toBeGreaterThan(0);
      expect(sockets.every(({ destroyed }) => destroyed)).toBe(true);
    });
  });

  test("fetch gets no signal if the runtime has none that it accepts, and the call still ends in time", async () => {
    stubPage();
    vi.stubGlobal("process", { versions: { node: "20.19.0" } });
    const inits: RequestInit[] = [];
    const fetch: TykFetch = (_, init) => {
      inits.push(init);
      return new Promise<never>(() => undefined);
    };
    const error = await failure(
      newClient({ fetch, maxRetries: 0 }).raw.getOAuthClient({ path }, { timeoutMs: 20 }),
    );
    expect(error).toMatchObject({ code: "timeout" });
    expect(inits).toHaveLength(1);
    expect("signal" in (inits[0] ?? {})).toBe(false);
  });
});

describe("a signal of another realm", () => {
  test.each(["method", "raw", "method with a deadline"] as const)(
    "aborts a call (%s) and keeps no listener",
    async (kind) => {
      const stop = new PageAbortController();
      const options = { signal: stop.passed };
      const tyk = newClient({ fetch: forever });
      const running = failure(
        kind === "raw"
          ? tyk.raw.deleteOAuthClient({ path }, options)
          : tyk.tokens.purgeLapsed(
              kind === "method" ? options : { ...options, deadlineMs: 60_000 },
            ),
      );
      await vi.waitFor(() => {
        expect(stop.signal.listeners).toBeGreaterThan(0);
      });
      const reason = new otherRealm.Error("stop");
      stop.abort(reason);
      const error = await running;
      expect(error).toMatchObject({ code: "aborted", outcome: "unknown" });
      expect(error.cause).toBe(reason);
      expect(stop.signal.listeners).toBe(0);
    },
  );

  test("that has aborted ends a call before it starts", async () => {
    const stop = new PageAbortController();
    stop.abort();
    const signal = stop.passed;
    for (const options of [{ signal }, { signal, deadlineMs: 60_000 }])
      expect(await failure(newClient({ fetch: forever }).clients.get(ref, options))).toMatchObject({
        code: "aborted",
        attempts: 0,
      });
  });

  test("without a reason aborts too", async () => {
    const stop = new PageAbortController();
    stop.abort(null);
    stop.signal.reason = undefined;
    const signal = stop.passed;
    expect(await failure(newClient({ fetch: forever }).clients.get(ref, { signal }))).toMatchObject(
      { code: "aborted" },
    );
  });

  test("is released after a call that succeeded; so is the platform's", async () => {
    const page = new PageAbortController();
    const platform = new AbortController();
    const tyk = newClient({ fetch: () => Promise.resolve(Response.json(client)) });
    for (const signal of [page.passed, platform.signal]) {
      await tyk.clients.get(ref, { signal });
      await tyk.clients.get(ref, { signal, deadlineMs: 60_000 });
    }
    expect(page.signal.listeners).toBe(0);
    expect(getEventListeners(platform.signal, "abort")).toEqual([]);
  });
});

describe("values of another realm", () => {
  test("a Headers or a Map as headers is refused, and not silently lost", async () => {
    class ForeignHeaders {
      *[Symbol.iterator](): Generator<string[]> {
        yield ["x-a", "1"];
      }
    }
    const foreignHeaders = new ForeignHeaders();
    for (const headers of [foreignHeaders, new Headers({ "x-a": "1" }), new Map([["x-a", "1"]])]) {
      const error = await failure(newClient().raw.hello({}, { headers: headers as never }));
      expect(error).toBeInstanceOf(TykInputError);
      expect(error.message).toBe("hello: headers must be a plain object");
    }
  });

  test("a promise in place of a patch is refused, and its rejection is handled", async () => {
    const rejected = new otherRealm.Promise((_, reject) => {
      reject(new Error("s3cret"));
    });
    const tyk = newClient({ fetch: () => Promise.resolve(Response.json(client)) });
    const error = await failure(tyk.clients.update(ref, (() => rejected) as never));
    expect(error.message).toContain("patch function must return the patch, not a promise");
  });

  test("an error of the secret function keeps its name", async () => {
    const fail = (): never => {
      throw Object.assign(new otherRealm.Error("s3cret"), { name: "TimeoutError" });
    };
    const error = await failure(
      newClient({ secret: fail, fetch: forever }).raw.getOAuthClient({ path }),
    );
    expect(error.message).toEqual(
      saying("getOAuthClient: the secret function failed (TimeoutError)"),
    );
  });
});
