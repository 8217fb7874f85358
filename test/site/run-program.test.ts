import * as manifest from "@tyk-oauth/sdk/manifest";
import * as testing from "@tyk-oauth/sdk/testing";
import * as sdk from "@tyk-oauth/sdk";
import { describe, expect, test } from "vitest";
import type { RunEvent } from "../../docs/site/playground/run/events.ts";
import { readEvent } from "../../docs/site/playground/run/read-event.ts";
import { defaultSettings } from "../../docs/site/playground/run/settings.ts";
import type { GatewaySettings } from "../../docs/site/playground/run/settings.ts";
import { addEvent, createTimeline } from "../../docs/site/playground/run/timeline.ts";
import type { CallEntry, Timeline } from "../../docs/site/playground/run/timeline.ts";
import { runProgram } from "../../docs/site/playground/worker/run-program.ts";

const modules = {
  "@tyk-oauth/sdk": sdk,
  "@tyk-oauth/sdk/testing": testing,
  "@tyk-oauth/sdk/manifest": manifest,
};

const start = `const { createGateway } = require("@tyk-oauth/sdk/testing");
const gateway = createGateway({ now: 1_900_000_000_000 });
const tyk = gateway.client();
const ref = { apiId: "orders", clientId: "shop-web" };
const redirect_uri = "https://shop.example/cb";
await tyk.clients.create({ client_id: "shop-web", api_id: "orders", policy_id: "gold", redirect_uri });
`;

/** Runs a program that needs no compilation. The page's check of events must let everything through. */
async function run(
  code: string,
  settings: Partial<GatewaySettings> = {},
): Promise<{ events: RunEvent[]; timeline: Timeline; advance: (ms: number) => void }> {
  const events: RunEvent[] = [];
  const timeline = createTimeline();
  const report = (event: RunEvent): void => {
    expect(readEvent(structuredClone(event)), event.type).toBeDefined();
    events.push(event);
    addEvent(timeline, event);
  };
  const input = { code, modules, compile: (text: string) => text, report };
  const latest = await runProgram({ ...input, settings: { ...defaultSettings, ...settings } });
  return { events, timeline, advance: (ms) => latest?.advance(ms) };
}

const callsOf = ({ entries }: Timeline): CallEntry[] =>
  entries.filter((entry): entry is CallEntry => entry.kind === "call");

describe("the calls of a program", () => {
  test("have their own requests, also if they run at once", async () => {
    const { timeline } = await run(
      `${start}await Promise.all([tyk.clients.get(ref), tyk.clients.list({ apiId: "billing" })]);`,
    );
    const [, get, list] = callsOf(timeline);
    expect(get).toMatchObject({
      name: "clients.get",
      state: "done",
      line: expect.any(Number) as number,
    });
    expect(get?.requests.map(({ target }) => target)).toEqual([
      "/tyk/oauth/clients/orders/shop-web",
    ]);
    expect(list?.requests.every(({ target }) => target.includes("/billing"))).toBe(true);
    expect(get?.requests[0]?.response).toContain('"client_id":"shop-web"');
  });

  test("leave no trace in the gateway's log", async () => {
    const { timeline } = await run(
      `${start}console.log(JSON.stringify(gateway.requests).includes("playground"));`,
    );
    expect(timeline.entries).toContainEqual(expect.objectContaining({ text: "false" }));
  });

  test("show steps, warnings and what they changed", async () => {
    const { timeline } = await run(`${start}
      const { access_token } = await tyk.clients.authorize(ref, { redirectUri: redirect_uri, responseType: "token" });
      await tyk.clients.rotateSecret(ref);
      await tyk.tokens.revoke({ token: access_token, clientId: "shop-web" });`);
    const [create, authorize, rotate, revoke] = callsOf(timeline);
    expect(create?.changes).toEqual(["orders: client shop-web was created"]);
    expect(create?.steps.at(-1)).toBe("createOAuthClient on orders: applied");
    expect(authorize?.changes).toEqual([expect.stringMatching(/^orders: token \S+ was issued$/)]);
    expect(rotate?.changes).toEqual(["orders: client shop-web has another secret"]);
    expect(revoke?.changes).toEqual([expect.stringMatching(/^orders: token \S+ is gone$/)]);
  });

  test("show an error with code, outcome and line, also if the program catches it", async () => {
    const { timeline, events } = await run(
      `${start}await tyk.clients.get({ apiId: "orders", clientId: "nobody" }).catch(() => {});`,
    );
    const failed = callsOf(timeline).at(-1);
    expect(failed).toMatchObject({
      state: "failed",
      error: { name: "TykNotFoundError", code: "not-found", outcome: "refused" },
    });
    expect(events.at(-1)).toEqual({ type: "done" });
    expect(events.some(({ type }) => type === "error")).toBe(false);
  });

  test("of iterators end when the iterator ends", async () => {
    const { timeline } = await run(`${start}
      for await (const client of tyk.clients.iterate({ apiId: "orders" })) console.log(client.client_id);
      for await (const client of tyk.clients.iterate({ apiId: "orders" })) break;
      await tyk.clients.iterate({ apiId: "orders" }).toArray({ limit: 5 });`);
    const iterations = callsOf(timeline).filter(({ name }) => name === "clients.iterate");
    expect(iterations.map(({ state }) => state)).toEqual(["done", "done", "done"]);
  });

  test("keep withResponse and withOptions", async () => {
    const { timeline } = await run(`${start}
      const { response } = await tyk.withOptions({ readOnly: true }).clients.get(ref).withResponse();
      console.log(response.status);
      await tyk.withOptions({ readOnly: true }).clients.delete(ref).catch((error) => console.log(error.code));`);
    const printed = timeline.entries.flatMap((entry) =>
      entry.kind === "print" ? [entry.text] : [],
    );
    expect(printed).toEqual(["200", "config"]);
    expect(callsOf(timeline)).toHaveLength(3);
  });

  test("of the manifest are calls too", async () => {
    const { timeline } = await run(`${start}
      const { planManifest, parseManifest } = require("@tyk-oauth/sdk/manifest");
      const clients = { "shop-web": { policy_id: "gold", redirect_uri } };
      await planManifest(tyk, await parseManifest({ version: 1, apis: ["orders"], clients }));`);
    expect(callsOf(timeline).length).toBeGreaterThan(1);
    expect(callsOf(timeline).every(({ state }) => state === "done")).toBe(true);
  });
});

test("a plain request is shown with its response and its changes", async () => {
  const { timeline } = await run(`${start}
    await gateway.fetch(gateway.url + "/tyk/oauth/clients/orders/shop-web", {
      method: "DELETE", headers: { "x-tyk-authorization": gateway.secret },
    });`);
  const plain = callsOf(timeline).at(-1);
  expect(plain).toMatchObject({
    name: "DELETE /tyk/oauth/clients/orders/shop-web",
    requests: [{ status: 200 }],
    changes: ["orders: client shop-web was deleted"],
  });
});

describe("what the gateway stores", () => {
  test("shows a token that left its list and is valid", async () => {
    const { timeline } = await run(`${start}
      const request = { redirectUri: redirect_uri, responseType: "token" };
      const { access_token } = await tyk.clients.authorize(ref, request);
      await tyk.clients.authorize(ref, request);
      await tyk.tokens.revoke({ token: access_token, clientId: "shop-web" });`);
    const { snapshot } = timeline.moments.at(-1) ?? {};
    expect(snapshot?.apis[0]?.tokens).toEqual([
      expect.objectContaining({ clientId: "shop-web", isListed: false, isStored: true }),
    ]);
    expect(callsOf(timeline).at(-1)?.changes).toContainEqual(
      expect.stringContaining("left its client's list, but is still valid"),
    );
  });

  test("follows the clock, also after the program ended", async () => {
    const { timeline, advance } = await run(`${start}
      await tyk.clients.authorize(ref, { redirectUri: redirect_uri, responseType: "token" });`);
    advance(2 * 3_600_000);
    expect(timeline.entries.at(-1)).toMatchObject({
      kind: "change",
      changes: ["The gateway's clock moved by 2 h.", expect.stringMatching(/token \S+ expired$/)],
    });
  });

  test("is read without a request", async () => {
    const { timeline } = await run(`${start}console.log(gateway.requests.length);`);
    const requests = callsOf(timeline).reduce((sum, call) => sum + call.requests.length, 0);
    expect(timeline.entries).toContainEqual(expect.objectContaining({ text: String(requests) }));
  });
});

describe("the reader's settings", () => {
  test("win over the program's", async () => {
    const { timeline } = await run(
      `require("@tyk-oauth/sdk/testing").createGateway({ version: "5.14.0" });`,
      { version: "4.3.0", hashing: "none" },
    );
    expect(timeline.moments[0]?.snapshot).toMatchObject({ version: "4.3.0", hashing: "none" });
  });

  test.each([
    "storage-down",
    "drop",
    "applied-then-drop",
    "cut-json",
    "empty",
    "html",
    "503",
  ] as const)("make a request fail: %s", async (fault) => {
    const { timeline } = await run(
      `${start}await tyk.withOptions({ maxRetries: 0 }).raw.deleteOAuthClient({ path: { apiID: "orders", keyName: "shop-web" } });`,
      { fault, operation: "deleteOAuthClient" },
    );
    // While storage is down, a deletion is confirmed.
    const state = fault === "storage-down" ? "done" : "failed";
    expect(callsOf(timeline).map((call) => call.state)).toEqual(["done", state]);
  });

  test("name an operation that exists", async () => {
    const { events } = await run(start, { fault: "drop", operation: "noOperation" });
    const error = events.find(({ type }) => type === "error");
    expect(error).toMatchObject({ error: { name: "TypeError" } });
  });
});

describe("a program that fails", () => {
  test.each([
    ["throws", "\n\nthrow new RangeError('no');", { name: "RangeError", message: "no", line: 3 }],
    ["throws no error", "throw { a: 1 };", { name: "Thrown value", message: "{ a: 1 }" }],
    ["does not parse", "const = 1;", { name: "SyntaxError" }],
    ["imports a module that is not there", 'require("node:fs");', { name: "Error" }],
    ["imports a name of every object", 'require("constructor");', { name: "Error" }],
  ])("shows what it %s", async (_, code, error) => {
    const { events } = await run(code);
    expect(events).toEqual([
      { type: "started" },
      { type: "error", error: expect.objectContaining(error) as unknown },
      { type: "done" },
    ]);
  });
});
