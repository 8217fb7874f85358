import { describe, expect, it } from "vitest";
import { createGateway } from "../../../../src/testing/index.ts";
import type { ReloadOptions } from "../../../../src/testing/index.ts";
import {
  addClient,
  postToken,
  callControl,
  codesListedFor,
  tokenFor,
  tokenPairFor,
  controlOutcome,
  readResponse,
  statusWith,
} from "../../../support/gateway/requests.ts";

const clientOfBilling = "/tyk/oauth/clients/billing/app";

describe("an API that was removed", () => {
  it("is unknown, and has its clients and tokens again when it comes back", async () => {
    const gateway = createGateway();
    await addClient(gateway, "app");
    await addClient(gateway, "app", { api_id: "billing" });
    const token = await tokenFor(gateway, "app", "billing");
    gateway.reload({ apis: ["orders"] });

    expect((await callControl(gateway, "GET", "/tyk/apis/billing")).status).toBe(404);
    expect((await callControl(gateway, "GET", "/tyk/oauth/clients/billing")).status).toBe(404);
    expect(await controlOutcome(gateway, "GET", clientOfBilling)).toBe("404");
    expect(await controlOutcome(gateway, "GET", "/tyk/oauth/clients/apis/app?orgID=")).toBe(
      '200 ["orders"]',
    );
    expect(await statusWith(gateway, token, "billing")).toBe(404);
    const orders = await tokenFor(gateway, "app");
    expect(await statusWith(gateway, orders)).toBe(200);

    gateway.reload({ apis: ["orders", "billing"] });
    expect(await controlOutcome(gateway, "GET", clientOfBilling)).toBe("200");
    expect(await codesListedFor(gateway, "app", "billing")).toHaveLength(1);
    expect(await statusWith(gateway, token, "billing")).toBe(200);
    expect(await statusWith(gateway, await tokenFor(gateway, "app", "billing"), "billing")).toBe(
      200,
    );
  });

  it("cannot be reached by the gateway's fetch", async () => {
    const gateway = createGateway({ apis: [{ api_id: "own", domain: "own.example" }] });
    const ask = (): Promise<Response> => gateway.fetch("https://own.example/own/x");
    expect((await ask()).status).toBe(400);
    gateway.reload({ apis: [{ api_id: "own", domain: "new.example" }] });
    await expect(ask()).rejects.toMatchObject({ cause: { code: "ENOTFOUND" } });
    expect((await gateway.fetch("https://new.example/own/x")).status).toBe(400);
  });
});

describe("an API that becomes keyless", () => {
  const open = { api_id: "billing", use_keyless: true };

  it.each(["5.14.0", "5.3.0", "4.3.0"])("keeps its clients, and is cold (%s)", async (version) => {
    const gateway = createGateway({ version });
    await addClient(gateway, "app", { api_id: "billing" });
    const token = await tokenFor(gateway, "app", "billing");
    gateway.reload({ apis: ["orders", open] });
    expect(await controlOutcome(gateway, "GET", "/tyk/oauth/clients/apis/app?orgID=")).toBe(
      "200 []",
    );
    expect(await controlOutcome(gateway, "GET", "/tyk/oauth/clients/billing")).toBe("200 []");
    expect(await controlOutcome(gateway, "GET", `${clientOfBilling}/tokens`)).toBe("ECONNRESET");
    expect((await callControl(gateway, "GET", clientOfBilling)).json).toMatchObject({
      secret: "s",
    });
    expect(await codesListedFor(gateway, "app", "billing")).toHaveLength(1);

    gateway.reload({ apis: ["orders", "billing"] });
    expect(await statusWith(gateway, token, "billing")).toBe(200);
    expect(
      (await postToken(gateway, "app", { grant_type: "client_credentials" }, "billing")).status,
    ).toBe(200);
  });

  it("drops the connection of a read on 3.0.0, and has its clients when it is OAuth again", async () => {
    const gateway = createGateway({ version: "3.0.0" });
    await addClient(gateway, "app", { api_id: "billing" });
    gateway.reload({ apis: ["orders", open] });
    expect(await controlOutcome(gateway, "GET", clientOfBilling)).toBe("ECONNRESET");
    gateway.reload({ apis: ["orders", "billing"] });
    expect(await controlOutcome(gateway, "GET", clientOfBilling)).toBe("200");
  });
});

describe("an API without OAuth", () => {
  const open = { api_id: "open", use_keyless: true };
  const tokens = "/tyk/oauth/clients/open/x/tokens";

  it.each([
    ["5.14.0", "200 []"],
    ["4.3.0", "200 []"],
    ["4.2.1", "ECONNRESET"],
  ])("stays warm if a reload does not change it (%s: %s)", async (version, said) => {
    const gateway = createGateway({ apis: ["orders", open], version });
    await controlOutcome(gateway, "GET", "/tyk/oauth/clients/open/x");
    expect(await controlOutcome(gateway, "GET", tokens)).toBe("200 []");
    gateway.reload({ apis: [open] });
    expect(await controlOutcome(gateway, "GET", tokens)).toBe(said);
    await controlOutcome(gateway, "GET", "/tyk/oauth/clients/open/x");
    gateway.reload();
    expect(await controlOutcome(gateway, "GET", tokens)).toBe(said);
  });

  it("is cold again if its definition changed, or if it was removed in between", async () => {
    const gateway = createGateway({ apis: [open] });
    for (const apis of [[[{ ...open, listen_path: "/other/" }]], [["orders"], [open]]]) {
      await controlOutcome(gateway, "GET", "/tyk/oauth/clients/open/x");
      for (const next of apis) gateway.reload({ apis: next });
      expect(await controlOutcome(gateway, "GET", tokens)).toBe("ECONNRESET");
    }
  });
});

describe("a policy that was removed", () => {
  it("has its tokens refused at once, issues none, and opens the API again when it comes back", async () => {
    const gateway = createGateway({ policies: { gold: ["orders"], other: ["orders"] } });
    await addClient(gateway, "app");
    const { access, refresh } = await tokenPairFor(gateway, "app");
    expect(await statusWith(gateway, access)).toBe(200);
    gateway.reload({ policies: { other: ["orders"] } });

    expect(await statusWith(gateway, access)).toBe(403);
    for (const fields of [
      { grant_type: "client_credentials" },
      { grant_type: "refresh_token", refresh_token: refresh },
    ])
      expect((await postToken(gateway, "app", fields)).json).toMatchObject({
        error: "server_error",
      });
    expect((await callControl(gateway, "GET", "/tyk/policies/gold")).status).toBe(404);

    gateway.reload({ policies: { gold: ["orders"] } });
    expect(await statusWith(gateway, access)).toBe(200);
    expect(await codesListedFor(gateway, "app")).toHaveLength(1);
  });

  it("stays if only APIs are loaded", async () => {
    const gateway = createGateway({ policies: { gold: ["orders"] } });
    gateway.reload({ apis: ["orders", "shop"] });
    expect((await callControl(gateway, "GET", "/tyk/policies/gold")).status).toBe(200);
    gateway.reload({ policies: {} });
    expect((await callControl(gateway, "GET", "/tyk/apis/shop")).status).toBe(200);
    expect((await callControl(gateway, "GET", "/tyk/policies")).json).toEqual([]);
  });
});

describe("APIs that get the same listen path", () => {
  const first = { api_id: "first", listen_path: "/shop/", use_keyless: true };
  const second = { api_id: "second", listen_path: "/shop/", use_standard_auth: true };

  it.each([
    ["did not change", first],
    ["changed", { ...first, org_id: "other" }],
  ])("leave it to the API that had it before and %s", async (_, again) => {
    const gateway = createGateway({ apis: [first] });
    gateway.reload({ apis: [second, again] });
    const ask = async (path: string): Promise<number> =>
      (await gateway.fetch(`${gateway.url}${path}`)).status;
    expect(await ask("/shop/x")).toBe(200);
    expect(await ask("/shop/-second/x")).toBe(401);
  });

  it("are served at that path after a reload without changes, and shown as before", async () => {
    const gateway = createGateway({ apis: [first, second] });
    const ask = async (): Promise<number> => (await gateway.fetch(`${gateway.url}/shop/x`)).status;
    expect(await ask()).toBe(404);
    gateway.reload();
    expect(await ask()).toBe(200);
    expect((await callControl(gateway, "GET", "/tyk/apis/first")).json).toMatchObject({
      proxy: { listen_path: "/shop/-first" },
    });
  });
});

describe("a reload", () => {
  it("keeps the clock, the log and the faults", async () => {
    const gateway = createGateway({ now: 1000 });
    await readResponse(await gateway.fetch(`${gateway.url}/hello`));
    gateway.advance(500);
    const fault = gateway.fail({ path: "/hello" }, { status: 503 });
    gateway.reload({ apis: [] });
    expect(gateway.requests).toHaveLength(1);
    expect((await gateway.fetch(`${gateway.url}/hello`)).status).toBe(503);
    expect([fault.hits, gateway.requests[1]?.at]).toEqual([1, 1500]);
  });

  it("is undone by a reset", async () => {
    const gateway = createGateway();
    gateway.reload({ apis: [], policies: {} });
    expect((await callControl(gateway, "GET", "/tyk/apis")).json).toEqual([]);
    gateway.reset();
    expect((await callControl(gateway, "GET", "/tyk/apis")).json).toHaveLength(2);
    expect((await callControl(gateway, "GET", "/tyk/policies")).json).toHaveLength(1);
  });

  it.each([
    [{ apis: ["a", "a"] }, 'reload: apis names the API "a" twice'],
    [{ policies: { "": [] } }, "reload: policies needs an id for each policy"],
    [{ policy: {} }, 'reload: unknown option "policy"; did you mean "policies"?'],
  ])("rejects %j and changes nothing", async (options, message) => {
    const gateway = createGateway();
    expect(() => {
      gateway.reload(options as ReloadOptions);
    }).toThrow(new TypeError(message));
    expect((await callControl(gateway, "GET", "/tyk/apis")).json).toHaveLength(2);
  });
});
