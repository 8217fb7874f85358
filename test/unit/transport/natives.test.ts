import { afterEach, describe, expect, test, vi } from "vitest";

const client = { client_id: "shop-web", redirect_uri: "https://shop.example/cb", secret: "s3cret" };

/** Natives that workers and browsers refuse to call on any object but their owner. */
const functions = [
  "setTimeout",
  "clearTimeout",
  "queueMicrotask",
  "setImmediate",
  "fetch",
  "btoa",
  "atob",
] as const;
const methods = [
  ["performance", "now"],
  ["crypto", "getRandomValues"],
] as const;

afterEach(() => {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
  vi.resetModules();
});

/** Makes a function throw unless it is called on `owner`, or without an owner if it is a global. */
function strict(
  native: (...args: never[]) => unknown,
  owner: unknown,
  called: () => void,
): unknown {
  return function (this: unknown, ...args: never[]): unknown {
    if (this !== owner && !(owner === globalThis && this === undefined))
      throw new TypeError("Illegal invocation");
    called();
    return Reflect.apply(native, this, args);
  };
}

describe("a native function", () => {
  test("is never called on an object that is not its owner", async () => {
    const called = new Set<string>();
    const replies = vi.fn(() => Promise.resolve(Response.json(client)));
    for (const name of functions) {
      const native = (name === "fetch" ? replies : globalThis[name]) as () => unknown;
      vi.stubGlobal(
        name,
        strict(native, globalThis, () => called.add(name)),
      );
    }
    for (const [owner, name] of methods) {
      // The type of a global has no index signature.
      const object = globalThis[owner] as unknown as Record<string, () => unknown>;
      const native = object[name] as () => unknown;
      vi.spyOn(object, name).mockImplementation(
        strict(native, object, () => called.add(name)) as () => unknown,
      );
    }
    vi.resetModules();
    const { TykOAuth } = await import("../../../src/index.ts");
    const { newClientId, newClientSecret } = await import("../../../src/util/random-text.ts");
    const tyk = new TykOAuth({
      baseUrl: "https://gateway.example",
      secret: "k",
      maxConcurrency: 1,
    });
    const ref = { apiId: "orders", clientId: "shop-web" };
    const { signal } = new AbortController();
    const calls = Array.from({ length: 3 }, () =>
      tyk.clients.get(ref, { signal, deadlineMs: 60_000 }),
    );
    for (const read of await Promise.all(calls)) expect(read.client_id).toBe("shop-web");
    // A copy of the client passes the same functions on.
    await tyk
      .withOptions({ timeoutMs: 1_000 })
      .raw.rotateOAuthClient({ path: { apiID: "a", keyName: "b" } });
    expect(newClientId() + newClientSecret()).toHaveLength(96);
    expect(replies).toHaveBeenCalledTimes(4);
    for (const name of [
      "setTimeout",
      "clearTimeout",
      "setImmediate",
      "fetch",
      "now",
      "getRandomValues",
    ])
      expect(called).toContain(name);
  });
});
