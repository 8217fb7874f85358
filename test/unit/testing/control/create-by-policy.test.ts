import { describe, expect, it } from "vitest";
import { createGateway } from "../../../../src/testing/index.ts";
import type { Gateway, GatewayOptions } from "../../../../src/testing/index.ts";
import { callControl } from "../../../support/gateway/requests.ts";
import { redirectUri } from "../../../support/gateway/redirect-uri.ts";
import type { ReadResponse } from "../../../support/gateway/requests.ts";

const allApis = ["orders", "billing", "stock", { api_id: "open", use_keyless: true }];
const gatewayOptions: GatewayOptions = {
  apis: allApis,
  policies: {
    broken: ["orders", "ghost", "open", "billing", "stock"],
    narrow: ["ghost", "orders"],
    gone: ["ghost"],
    "not-oauth": ["open"],
    good: ["orders", "open", "stock"],
  },
};

function create(gateway: Gateway, policy: string, id?: string): Promise<ReadResponse> {
  const document = { redirect_uri: redirectUri, policy_id: policy };
  return callControl(gateway, "POST", "/tyk/oauth/clients/create", {
    ...document,
    ...(id === undefined ? {} : { client_id: id }),
  });
}

/** Returns the client ids of each API that has clients. */
async function clientsByApi(gateway: Gateway): Promise<Record<string, string[]>> {
  const found: Record<string, string[]> = {};
  for (const api of ["orders", "billing", "stock", "open"]) {
    const { json } = await callControl(gateway, "GET", `/tyk/oauth/clients/${api}`);
    const ids = (json as { client_id: string }[]).map(({ client_id }) => client_id);
    if (ids.length > 0) found[api] = ids;
  }
  return found;
}

const missing = { status: "error", message: "API doesn't exist" };

describe("create by a policy that grants an unknown API", () => {
  it.each(["5.13.1", "5.3.0", "4.3.0", "3.0.0"])(
    "is refused, and stores the client on all other APIs (%s)",
    async (version) => {
      const gateway = createGateway({ ...gatewayOptions, version });
      const answer = await create(gateway, "broken", "app");
      expect([answer.status, answer.json]).toEqual([400, missing]);
      expect(await clientsByApi(gateway)).toEqual({
        orders: ["app"],
        billing: ["app"],
        stock: ["app"],
      });
    },
  );

  it("is refused, and stores the client on some or all other APIs, by the seed (5.14.0)", async () => {
    const seen = new Set<string>();
    for (let seed = 0; seed < 60; seed++) {
      const runs: string[] = [];
      for (const gateway of [
        createGateway({ ...gatewayOptions, seed }),
        createGateway({ ...gatewayOptions, seed }),
      ]) {
        const answer = await create(gateway, "broken", "app");
        expect([answer.status, answer.json]).toEqual([400, missing]);
        runs.push(Object.keys(await clientsByApi(gateway)).join());
      }
      expect(runs[0]).toBe(runs[1]);
      seen.add(runs[0] ?? "");
    }
    const subsets = [
      "orders",
      "billing",
      "stock",
      "orders,billing",
      "orders,stock",
      "billing,stock",
    ];
    expect([...seen].sort()).toEqual([...subsets, "orders,billing,stock"].sort());
  });

  it("differs from call to call", async () => {
    const gateway = createGateway({ ...gatewayOptions, seed: 1 });
    for (let i = 0; i < 30; i++) await create(gateway, "broken", `app-${i}`);
    const byApi = await clientsByApi(gateway);
    for (const ids of Object.values(byApi)) expect(ids.length).toBeLessThan(30);
  });

  it.each(["5.14.0", "4.3.0"])(
    "stores the client under an undisclosed id too (%s)",
    async (version) => {
      const gateway = createGateway({ ...gatewayOptions, version });
      const answer = await create(gateway, "narrow");
      expect([answer.status, answer.json]).toEqual([400, missing]);
      expect(await clientsByApi(gateway)).toEqual({
        orders: [expect.stringMatching(/^[0-9a-f]{32}$/)],
      });
    },
  );

  it("stores nothing if no other API is OAuth", async () => {
    const gateway = createGateway(gatewayOptions);
    expect((await create(gateway, "gone", "app")).json).toEqual(missing);
    expect((await create(gateway, "not-oauth", "app")).json).toEqual({
      status: "error",
      message: "API is not OAuth2",
    });
    expect(await clientsByApi(gateway)).toEqual({});
  });
});

describe("create by a policy whose APIs all exist", () => {
  it("stores the client on each OAuth API", async () => {
    const gateway = createGateway(gatewayOptions);
    expect((await create(gateway, "good", "app")).status).toBe(200);
    expect(await clientsByApi(gateway)).toEqual({ orders: ["app"], stock: ["app"] });
  });
});
