import { expect, test } from "vitest";
import type { TykFetch } from "../../../src/index.ts";
import { createGateway } from "../../../src/testing/index.ts";

// The types allow `undefined` for fields that may be omitted, so the requests must omit them.

const gateway = createGateway();
const sent: { search: string; body: string }[] = [];
const recording: TykFetch = async (url, init) => {
  const { search } = new URL(url);
  sent.push({ search, body: typeof init.body === "string" ? init.body : "" });
  return gateway.fetch(url, init);
};
const tyk = gateway.client({ fetch: recording });

test("a JSON body has no field that is undefined", async () => {
  const body = { client_id: "a", api_id: "orders", policy_id: "gold", description: undefined };
  await tyk.raw.createOAuthClient({ body });
  expect(Object.keys(JSON.parse(sent.at(-1)?.body ?? "") as object)).toEqual([
    "client_id",
    "api_id",
    "policy_id",
  ]);
});

test("a query has no parameter that is undefined", async () => {
  await tyk.raw.listApis({ query: { include_types: undefined } });
  expect(sent.at(-1)?.search).toBe("");
  await tyk.raw.listApis({ query: undefined });
  expect(sent.at(-1)?.search).toBe("");
});

test("a form has no field that is undefined", async () => {
  const body = { grant_type: "client_credentials" as const, scope: undefined };
  await tyk.raw.oauthToken({ path: { listenPath: "/orders/" }, body }).catch(() => undefined);
  expect(sent.at(-1)?.body).toBe("grant_type=client_credentials");
});

test("the methods ignore fields that are undefined", async () => {
  const created = await tyk.clients.create({
    client_id: undefined,
    secret: undefined,
    api_id: undefined,
    policy_id: "gold",
    redirect_uri: "https://shop.example/cb",
    description: "Shop",
    meta_data: undefined,
  });
  const ref = { apiId: "orders", clientId: created.client_id };
  const updated = await tyk.clients.update(ref, {
    description: undefined,
    redirect_uri: undefined,
  });
  expect(updated).toMatchObject({ description: "Shop", redirect_uri: "https://shop.example/cb" });
});
