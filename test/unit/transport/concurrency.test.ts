import { setImmediate as tick } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import type { TykFetch, TykOAuth } from "../../../src/index.ts";
import { json } from "../../support/network/fake-fetch.ts";
import { clientWithReplies, newClient } from "../../support/client/client.ts";
import { failure } from "../../support/util/failure.ts";
import { api, client, code, policy, samples } from "../../support/samples/samples.ts";
import { fakeTimeouts, passTime } from "../../support/util/fake-timeouts.ts";
import { startServer } from "../../support/network/server.ts";

const ref = { apiId: "orders", clientId: "shop-web" };

/** A fetch that answers when it is told to, and counts what is under way. */
function gate(): {
  fetch: TykFetch;
  running: () => number;
  most: () => number;
  open: () => Promise<void>;
} {
  let running = 0;
  let most = 0;
  const waiting: (() => void)[] = [];
  return {
    running: () => running,
    most: () => most,
    open: async () => {
      for (const go of waiting.splice(0)) go();
      // A place is handed on in the next turn, and used in that.
      await tick();
      await tick();
    },
    fetch: async () => {
      running += 1;
      most = Math.max(most, running);
      await new Promise<void>((resolve) => waiting.push(resolve));
      running -= 1;
      return Response.json(client);
    },
  };
}

describe("the number of requests in flight", () => {
  test("is at most sixteen by default", async () => {
    const { fetch, running, open } = gate();
    const tyk = newClient({ fetch });
    // What makes calls is loaded at the first one, which takes its time.
    await failure(tyk.clients.get({ ...ref, apiId: "" }));
    const calls = Array.from({ length: 40 }, () => tyk.clients.get(ref));
    await tick();
    expect(running()).toBe(16);
    await open();
    expect(running()).toBe(16);
    await open();
    expect(running()).toBe(8);
    await open();
    expect(await Promise.all(calls)).toHaveLength(40);
  });

  test("includes the reading of the body, on real connections", async () => {
    let running = 0;
    let most = 0;
    const text = JSON.stringify(client);
    const server = await startServer((_, response) => {
      running += 1;
      most = Math.max(most, running);
      response.writeHead(200, { "content-type": "application/json" });
      response.write(text.slice(0, 9), () => {
        running -= 1;
        response.end(text.slice(9));
      });
    });
    const tyk = newClient({ baseUrl: server.url, maxConcurrency: 3 });
    await Promise.all(Array.from({ length: 30 }, () => tyk.clients.get(ref)));
    expect(server.requests).toHaveLength(30);
    expect(most).toBeLessThanOrEqual(3);
  });

  test("is shared with copies of the client, unless they set their own", async () => {
    const { fetch, most, running, open } = gate();
    const tyk = newClient({ fetch, maxConcurrency: 2 });
    const copy = tyk.withOptions({ timeoutMs: 5_000 });
    const own = tyk.withOptions({ maxConcurrency: 1 });
    const same = copy.withOptions({ maxConcurrency: undefined });
    const calls = [tyk, copy, copy.withOptions({}), same, tyk, copy].map((one) =>
      one.clients.get(ref),
    );
    await tick();
    expect(running()).toBe(2);
    calls.push(own.clients.get(ref), own.clients.get(ref));
    await tick();
    expect(running()).toBe(3);
    while (running() > 0) await open();
    await Promise.all(calls);
    expect(most()).toBe(3);
  });

  test("is not used up by calls that fail, however they fail", async () => {
    fakeTimeouts();
    let nth = 0;
    const tyk = newClient({
      maxConcurrency: 1,
      fetch: () => {
        nth += 1;
        if (nth === 1) return Promise.reject(new Error("no"));
        if (nth === 2) throw new Error("no");
        if (nth === 3) {
          setImmediate(passTime, 30);
          return new Promise(() => undefined);
        }
        if (nth === 4) return Promise.resolve(Response.json(null));
        return Promise.resolve(Response.json(client));
      },
    });
    const once = { maxRetries: 0, timeoutMs: 30 };
    await failure(tyk.clients.get(ref, once));
    await failure(tyk.clients.get(ref, once));
    await failure(tyk.clients.get(ref, once));
    await failure(tyk.clients.get(ref, once));
    await failure(tyk.clients.get(ref, { signal: AbortSignal.abort() }));
    expect(await tyk.clients.get(ref)).toEqual(client);
  });
});

describe("a copy with other options", () => {
  test("has the new options, and the rest of the original", async () => {
    const { tyk, sent } = clientWithReplies([json(client), json(client), json(client)], {
      headers: { "x-team": "a" },
      orgId: "acme",
    });
    const copy = tyk.withOptions({ headers: { "x-team": "b" } });
    await copy.clients.get(ref);
    await tyk.clients.get(ref);
    expect(sent.map(({ headers }) => headers["x-team"])).toEqual(["b", "a"]);
    const other = tyk.withOptions({ baseUrl: "https://other.example", secret: "other" });
    await other.clients.get(ref);
    expect(sent[2]?.url).toMatch(/^https:\/\/other\.example\//);
    expect(sent[2]?.headers).toMatchObject({ "x-tyk-authorization": "other", "x-team": "a" });
  });

  test("shares the caches of APIs, policies and the gateway, unless it uses another gateway", async () => {
    let looks = 0;
    const fetch: TykFetch = (url) => {
      const { pathname, search } = new URL(url);
      if (/^\/(hello|tyk\/(apis|policies))/.test(pathname)) looks += 1;
      // For the capabilities there is no API, whose tokens would be looked at.
      if (pathname === "/tyk/apis")
        return Promise.resolve(Response.json(search === "" ? [] : [api]));
      if (pathname === "/tyk/apis/orders") return Promise.resolve(Response.json(api));
      if (pathname === "/tyk/policies") return Promise.resolve(Response.json([policy]));
      if (pathname === "/tyk/policies/gold") return Promise.resolve(Response.json(policy));
      if (pathname === "/tyk/oauth/clients/orders/shop-web")
        return Promise.resolve(Response.json(client));
      if (pathname === "/hello") return Promise.resolve(Response.json(samples.hello.answer));
      if (pathname.startsWith("/tyk/keys"))
        return Promise.resolve(Response.json({ status: "error", message: "no" }, { status: 404 }));
      if (pathname.startsWith("/tyk/oauth/clients/apis")) return Promise.resolve(Response.json([]));
      if (pathname === "/tyk/oauth/tokens")
        return Promise.resolve(Response.json({ status: "error", message: "no" }, { status: 400 }));
      return Promise.resolve(Response.json(code));
    };
    const request = { redirectUri: "https://shop.example/cb" };
    /** How many definitions, policies and healths are looked at for it. */
    const looksOf = async (tyk: TykOAuth): Promise<number> => {
      const before = looks;
      await tyk.clients.authorize(ref, request);
      await tyk.gateway.capabilities();
      return looks - before;
    };
    const tyk = newClient({ fetch });
    // The API, all APIs and the policy; the health, the APIs and the policies.
    expect(await looksOf(tyk)).toBe(6);
    expect(await looksOf(tyk)).toBe(0);
    expect(await looksOf(tyk.withOptions({ timeoutMs: 500 }))).toBe(0);
    expect(await looksOf(tyk.withOptions({ fetch: undefined, orgId: undefined }))).toBe(0);
    expect(await looksOf(tyk.withOptions({ maxConcurrency: 1 }))).toBe(0);
    for (const elsewhere of [
      { baseUrl: "https://other.example" },
      { secret: "other" },
      { fetch },
    ]) {
      const other = tyk.withOptions(elsewhere);
      expect(await looksOf(other)).toBe(6);
      expect(await looksOf(other)).toBe(0);
    }
  });
});
