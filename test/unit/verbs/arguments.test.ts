import { describe, expect, test, vi } from "vitest";
import type { TykOAuth } from "../../../src/index.ts";
import { createGateway } from "../../../src/testing/index.ts";
import { allMethods } from "../../support/client/all-methods.ts";
import { failure } from "../../support/util/failure.ts";

const ref = { apiId: "orders", clientId: "shop-web" };
const copies = { clientId: "shop-web", apis: ["orders", "billing"] };
const redirect_uri = "https://shop.example/cb";

/** A client of a gateway that has the client which the calls are about, on two APIs. */
async function newScene(): Promise<{ tyk: TykOAuth; seen: () => string[] }> {
  const gateway = createGateway({ seed: 1, now: 1_800_000_000_000, listHashedKeys: true });
  const tyk = gateway.client();
  const body = { client_id: "shop-web", secret: "s", policy_id: "gold", redirect_uri };
  await tyk.clients.create(body, { apis: ["orders", "billing"] });
  await tyk.clients.authorize(ref, { redirectUri: redirect_uri });
  const before = gateway.requests.length;
  const seen = (): string[] =>
    gateway.requests
      .slice(before)
      .map(({ method, path, query, headers, body: sent }) =>
        [method, path, query, headers["x-a"] ?? "", sent].join(" "),
      )
      // What a new client gets for an id and a secret is never the same.
      .map((line) => line.replaceAll(/"(client_id|secret)":"[\w-]{32,}"/g, "made up"));
  return { tyk, seen };
}

/** Changes every value of an object that was given, all the way down. */
function spoil(value: unknown): void {
  if (typeof value !== "object" || value === null) return;
  for (const [name, part] of Object.entries(value)) {
    spoil(part);
    Object.assign(value, { [name]: typeof part === "string" ? "spoilt" : undefined });
  }
  if (Array.isArray(value)) value.length = 0;
}

async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const list: T[] = [];
  for await (const item of items) list.push(item);
  return list;
}

type Call = (tyk: TykOAuth, ...given: never[]) => Promise<unknown>;

describe("changes to the argument objects after the call do not affect the call", () => {
  const meta_data = { team: { name: "web" } };
  const body = { client_id: "new", redirect_uri, description: "New", meta_data };
  const calls: Record<string, [Call, ...unknown[]]> = {
    "clients.create": [
      (tyk, ...given: Parameters<TykOAuth["clients"]["create"]>) => tyk.clients.create(...given),
      { ...body, policy_id: "gold", secret: "s" },
      { apis: ["orders", "billing"] },
      { headers: { "x-a": "1" } },
    ],
    "clients.update": [
      (tyk, ...given: Parameters<TykOAuth["clients"]["update"]>) => tyk.clients.update(...given),
      copies,
      { description: "New", policy_id: "", meta_data },
      { tokens: "revoke", wait: false },
    ],
    "clients.replace": [
      (tyk, ...given: Parameters<TykOAuth["clients"]["replace"]>) => tyk.clients.replace(...given),
      copies,
      { redirect_uri, policy_id: "gold", meta_data },
    ],
    "clients.rotateSecret": [
      (tyk, ...given: Parameters<TykOAuth["clients"]["rotateSecret"]>) =>
        tyk.clients.rotateSecret(...given),
      copies,
      { secret: "s" },
    ],
    "clients.delete": [
      (tyk, ...given: Parameters<TykOAuth["clients"]["delete"]>) => tyk.clients.delete(...given),
      copies,
      { wait: false },
    ],
    "clients.authorize": [
      (tyk, ...given: Parameters<TykOAuth["clients"]["authorize"]>) =>
        tyk.clients.authorize(...given),
      ref,
      { redirectUri: redirect_uri, state: "xyz", userId: "u1" },
    ],
    "tokens.revokeAll": [
      (tyk, ...given: Parameters<TykOAuth["tokens"]["revokeAll"]>) =>
        tyk.tokens.revokeAll(...given),
      copies,
      { wait: false },
    ],
    "tokens.find": [
      (tyk, ...given: Parameters<TykOAuth["tokens"]["find"]>) => tyk.tokens.find(...given),
      { apiId: "orders", where: { oauth_client_id: "shop-web" } },
    ],
    "tokens.iterate": [
      (tyk, ...given: Parameters<TykOAuth["tokens"]["iterate"]>) =>
        all(tyk.tokens.iterate(...given)),
      ref,
      { headers: { "x-a": "1" } },
    ],
    "clients.iterate": [
      (tyk, ...given: Parameters<TykOAuth["clients"]["iterate"]>) =>
        all(tyk.clients.iterate(...given)),
      { apiId: "orders" },
      { headers: { "x-a": "1" } },
    ],
    "clients.iterateAll": [
      (tyk, ...given: Parameters<TykOAuth["clients"]["iterateAll"]>) =>
        all(tyk.clients.iterateAll(...given)),
      { orgId: "acme", secrets: true },
    ],
    "raw.createOAuthClient": [
      (tyk, ...given: Parameters<TykOAuth["raw"]["createOAuthClient"]>) =>
        tyk.raw.createOAuthClient(...given),
      { body: { ...body, api_id: "orders", secret: "s" } },
      { headers: { "x-a": "1" } },
    ],
  };

  test.each(Object.entries(calls))("%s", async (_, [call, ...given]) => {
    const outcomes = [];
    for (const after of [spoil, () => undefined]) {
      const { tyk, seen } = await newScene();
      const own = structuredClone(given);
      const called = call(tyk, ...(own as never[]));
      after(own);
      const data = JSON.stringify(await called);
      outcomes.push({ data, seen: seen() });
    }
    expect(outcomes[0]).toEqual(outcomes[1]);
    expect(outcomes[1]?.seen.length).toBeGreaterThan(0);
  });
});

/** Would be told of each request, were it taken for a hook. */
const listener = vi.fn();

/** Fails wherever it is looked at as a number. */
const noNumber = {
  valueOf: (): number => {
    throw new Error("it was read");
  },
};

/** The same for `onRequest`. The test runner has a hook of this name for its own messages, which goes on with `send`. */
function onRequest(event: unknown, send?: () => Promise<unknown>): unknown {
  return send === undefined ? listener(event) : send();
}

/** Values that no method takes, in groups that are put on the prototype together; `apis` would widen what a method acts on. */
const polluting: readonly Record<string, unknown>[] = [
  {
    ...{ apis: "all", orgId: 7, ifExists: 7, lint: 7, tokens: 7, sweep: 7, wait: 7, ifUnproved: 7 },
    ...{ stage: 7, activate: 7, blankRedirectUri: 7, secrets: 7, oauth: 7, candidates: 7 },
    ...{ responseType: 7, userId: 7, keyRules: 7, tokenTypeHint: 7, listedCode: 7 },
    ...{ refreshToken: 7, timeoutMs: noNumber, totalTimeoutMs: noNumber, maxRetries: noNumber },
    ...{ deadlineMs: noNumber, onProgress: 7 },
  },
  { onRequest, onResponse: listener },
];

/** What becomes of a call, and what it sends, while something is on `Object.prototype`. */
async function whatComes(name: string, pollution: Record<string, unknown>): Promise<unknown> {
  const { tyk, seen } = await newScene();
  for (const [property, value] of Object.entries(pollution))
    Object.defineProperty(Object.prototype, property, {
      value,
      configurable: true,
      writable: true,
    });
  try {
    const [settled] = await Promise.allSettled([allMethods[name]?.(tyk)]);
    const { status } = settled;
    return { status, reason: status === "rejected" ? String(settled.reason) : "", seen: seen() };
  } finally {
    for (const property of Object.keys(pollution))
      Reflect.deleteProperty(Object.prototype, property);
  }
}

test.each(Object.keys(allMethods))("%s ignores properties of Object.prototype", async (name) => {
  const clean = await whatComes(name, {});
  for (const pollution of polluting) expect(await whatComes(name, pollution)).toEqual(clean);
  expect(listener).not.toHaveBeenCalled();
});

describe("values that a method reads late also ignore Object.prototype", () => {
  async function polluted<T>(name: string, value: unknown, run: () => Promise<T>): Promise<T> {
    Object.defineProperty(Object.prototype, name, { value, configurable: true, writable: true });
    try {
      return await run();
    } finally {
      Reflect.deleteProperty(Object.prototype, name);
    }
  }

  test("what happens to the tokens of a client that clients.create replaces", async () => {
    const { tyk, seen } = await newScene();
    const body = { api_id: "orders", client_id: "shop-web", redirect_uri };
    const error = await polluted("tokens", "keep", () =>
      failure(tyk.clients.create(body, { ifExists: "replace" })),
    );
    expect(error).toMatchObject({ code: "input", field: "tokens" });
    expect(seen().filter((line) => !line.startsWith("GET"))).toEqual([]);
  });

  test("a patch that a function returns", async () => {
    const { tyk } = await newScene();
    const { description, meta_data } = await polluted("description", "evil", () =>
      tyk.clients.update(ref, () => ({ meta_data: { team: "web" } })),
    );
    expect({ description, meta_data }).toEqual({ description: "", meta_data: { team: "web" } });
  });
});
