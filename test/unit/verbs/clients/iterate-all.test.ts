import { describe, expect, test } from "vitest";
import type { ClientOfApi, IterateAllArgs } from "../../../../src/index.ts";
import { leaks } from "../../../support/secrets/leaks.ts";
import { failure } from "../../../support/util/failure.ts";
import {
  addClient,
  createTestBed,
  initialSecret,
  operationsSince,
} from "../../../support/gateway/test-bed.ts";
import type { TestBed } from "../../../support/gateway/test-bed.ts";

const apis = [
  "orders",
  { api_id: "billing", org_id: "umbrella" },
  { api_id: "open", use_keyless: true },
  "stock",
];

/** Two clients on `orders`, one of them with an id that no path can carry, and one on `billing`. */
async function sceneOfThree(): Promise<TestBed> {
  const bed = createTestBed({ apis, policies: {} });
  await addClient(bed, { client_id: "app", policy_id: "" });
  await addClient(bed, { client_id: "a/b", policy_id: "" });
  await addClient(bed, { client_id: "app", api_id: "billing", policy_id: "" });
  return bed;
}

/** What comes of a walk: where each client is, and the error that ended it. */
async function walk(clients: AsyncIterable<ClientOfApi>): Promise<string[]> {
  const names: string[] = [];
  for await (const { apiId, client } of clients) names.push(`${apiId} ${client.client_id}`);
  return names;
}

describe("clients.iterateAll", () => {
  test("yields the clients of every OAuth API, odd ids included, without secrets", async () => {
    const bed = await sceneOfThree();
    expect(await walk(bed.tyk.clients.iterateAll())).toEqual([
      "orders app",
      "orders a/b",
      "billing app",
    ]);
    for await (const one of bed.tyk.clients.iterateAll()) {
      expect(one.client).not.toHaveProperty("secret");
      expect(leaks({ initialSecret }, one)).toEqual([]);
    }
    for await (const { client } of bed.tyk.clients.iterateAll({ secrets: true }))
      expect(client.secret).toBe(initialSecret);
  });

  test.each<[IterateAllArgs, string | undefined, string[]]>([
    [{ orgId: "umbrella" }, "acme", ["billing app"]],
    [{}, "umbrella", ["billing app"]],
    [{ orgId: "" }, "umbrella", ["orders app", "orders a/b", "billing app"]],
  ])(
    "with %j on a client of the organisation %j stays within it",
    async (args, orgId, expected) => {
      const { tyk } = await sceneOfThree();
      expect(await walk(tyk.withOptions({ orgId }).clients.iterateAll(args))).toEqual(expected);
    },
  );

  test("reads an API only when it gets there, and leaves nothing open if the caller stops", async () => {
    const bed = await sceneOfThree();
    const from = bed.gateway.requests.length;
    for await (const { client } of bed.tyk.clients.iterateAll({}, { timeoutMs: 5_000 })) {
      expect(client.client_id).toBe("app");
      break;
    }
    expect(operationsSince(bed, from)).toEqual(["listApis", "listOAuthClients"]);
  });

  test("yields all other clients if an API's index is broken, then names the API", async () => {
    const bed = await sceneOfThree();
    await addClient(bed, { client_id: "lost", policy_id: "" });
    await addClient(bed, { client_id: "lost", api_id: "stock", policy_id: "" });
    bed.gateway.evictClient("orders", "lost");
    bed.gateway.evictClient("stock", "lost");
    const seen: string[] = [];
    const walking = (async (): Promise<void> => {
      for await (const { apiId } of bed.tyk.clients.iterateAll()) seen.push(apiId);
    })();
    const error = await failure(walking);
    expect(seen).toEqual(["billing"]);
    expect(error).toMatchObject({
      code: "incomplete",
      operation: "clients.iterateAll",
      report: { brokenApis: ["orders", "stock"] },
    });
  });

  test("ends with any other failure at once", async () => {
    const bed = await sceneOfThree();
    bed.gateway.fail({ path: "/tyk/oauth/clients/billing" }, { status: 503, body: "busy" });
    const clients = bed.tyk.clients.iterateAll();
    expect((await clients.next()).value).toMatchObject({ apiId: "orders" });
    expect((await clients.next()).value).toMatchObject({ apiId: "orders" });
    expect(await failure(clients.next())).toMatchObject({ code: "server" });
    expect(await clients.next()).toEqual({ done: true, value: undefined });
  });

  test("rejects wrong arguments at the first step", async () => {
    const { gateway, tyk } = await sceneOfThree();
    const from = gateway.requests.length;
    for (const args of [{ secrets: "yes" }, { orgId: 7 }, { org: "acme" }]) {
      const clients = tyk.clients.iterateAll(args as IterateAllArgs);
      const error = await failure(clients.next());
      expect(error).toMatchObject({ code: "input", operation: "clients.iterateAll" });
    }
    expect(gateway.requests).toHaveLength(from);
  });

  test("works for a read-only client, and reports what an edge gateway lacks", async () => {
    const bed = await sceneOfThree();
    const tyk = bed.tyk.withOptions({ readOnly: true });
    expect(await walk(tyk.clients.iterateAll())).toHaveLength(3);
    const edge = createTestBed({ edge: true });
    const error = await failure(edge.tyk.clients.iterateAll().next());
    expect(error).toMatchObject({ code: "unsupported" });
    expect(error.message).toContain("does not serve listApis");
  });
});
