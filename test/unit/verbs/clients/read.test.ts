import { describe, expect, test } from "vitest";
import { TykIncompleteError, TykNotFoundError, TykResponseError } from "../../../../src/index.ts";
import { json, networkError, reject } from "../../../support/network/fake-fetch.ts";
import { clientWithReplies } from "../../../support/client/client.ts";
import { failure } from "../../../support/util/failure.ts";
import { recordedExchange } from "../../../support/recordings/recorded-exchange.ts";
import { api, client } from "../../../support/samples/samples.ts";
import { saying } from "../../../support/util/saying.ts";

const ref = { apiId: "orders", clientId: "shop web" };
const there = { ...client, client_id: ref.clientId };
const onClient = "/tyk/oauth/clients/orders/shop%20web";

describe("clients.get", () => {
  test("reads one client with its secret", async () => {
    const { tyk, sent } = clientWithReplies([json(there)]);
    const { data, steps } = await tyk.clients.get(ref).withResponse();
    expect(data).toEqual(there);
    expect(steps).toEqual([{ apiId: "orders", operation: "getOAuthClient", outcome: "applied" }]);
    expect(sent).toMatchObject([{ method: "GET", path: onClient, body: undefined }]);
  });

  test("rejects a response with another client", async () => {
    const { tyk, sent } = clientWithReplies([json(client)]);
    const error = await failure(tyk.clients.get(ref));
    expect(error).toBeInstanceOf(TykResponseError);
    expect(error).toMatchObject({
      code: "schema",
      operation: "clients.get",
      outcome: "not-sent",
      status: 200,
      attempts: 1,
      message: saying("clients.get: the gateway returned another client"),
      steps: [{ apiId: "orders", operation: "getOAuthClient", outcome: "applied" }],
    });
    expect(sent).toHaveLength(1);
  });
});

describe("clients.list", () => {
  const orders = { apiId: "orders" };
  const broken = recordedExchange("5.14.0/stale-index#4").reply;

  test("reads the clients of an API", async () => {
    const { tyk, sent } = clientWithReplies([json([client])]);
    const { data, steps } = await tyk.clients.list(orders).withResponse();
    expect(data).toEqual([client]);
    expect(steps).toEqual([{ apiId: "orders", operation: "listOAuthClients", outcome: "applied" }]);
    expect(sent).toMatchObject([{ method: "GET", path: "/tyk/oauth/clients/orders" }]);
  });

  test("does not fail because of the odd id of an existing client", async () => {
    const odd = [
      { ...client, client_id: "a/b" },
      { ...client, client_id: "" },
    ];
    const { tyk } = clientWithReplies([json(odd)]);
    expect(await tyk.clients.list(orders)).toEqual(odd);
  });

  test("reports an unknown API with the gateway's own message", async () => {
    const { reply } = recordedExchange("5.14.0/api-definition#2");
    const { tyk, sent } = clientWithReplies([broken, reply]);
    const error = await failure(tyk.clients.list(orders));
    expect(error).toBeInstanceOf(TykNotFoundError);
    expect(error).toMatchObject({
      operation: "getApi",
      apiMessage: "API not found",
      outcome: "refused",
      steps: [
        { apiId: "orders", operation: "listOAuthClients", outcome: "refused" },
        { apiId: "orders", operation: "getApi", outcome: "refused" },
      ],
    });
    expect(sent.map(({ path }) => path)).toEqual(["/tyk/oauth/clients/orders", "/tyk/apis/orders"]);
  });

  test("reports an index that names a client whose record is missing", async () => {
    const { tyk } = clientWithReplies([broken, json(api)]);
    const error = await failure(tyk.clients.list(orders));
    expect(error).toBeInstanceOf(TykIncompleteError);
    expect(error).toMatchObject({
      operation: "clients.list",
      outcome: "refused",
      attempts: 1,
      report: { brokenApis: ["orders"] },
      message: saying(
        "clients.list: the clients of orders cannot be listed: the index names a client whose record is gone. Fix it with clients.repairIndex",
      ),
    });
    expect(error.cause).toBeInstanceOf(TykNotFoundError);
  });

  test("reports neither cause if the cause cannot be determined", async () => {
    const { tyk } = clientWithReplies([broken, reject(networkError("ECONNRESET"))], {
      maxRetries: 0,
    });
    expect(await failure(tyk.clients.list(orders))).toMatchObject({
      code: "connection",
      operation: "getApi",
    });
  });
});

describe("clients.listApis", () => {
  const path = "/tyk/oauth/clients/apis/shop-web?orgID=";

  test.each([
    [{ clientId: "shop-web" }, undefined, path],
    [{ clientId: "shop-web", orgId: undefined }, undefined, path],
    [{ clientId: "shop-web" }, "acme & co", `${path}acme%20%26%20co`],
    [{ clientId: "shop-web", orgId: "umbrella" }, "acme", `${path}umbrella`],
    [{ clientId: "shop-web", orgId: "" }, "acme", path],
  ])("of %j with the client's organisation %j requests %s", async (args, orgId, expected) => {
    const { tyk, sent } = clientWithReplies([json(["orders", "billing"])], { orgId });
    const { data, steps } = await tyk.clients.listApis(args).withResponse();
    expect(data).toEqual(["orders", "billing"]);
    expect(steps).toEqual([{ operation: "listOAuthClientApis", outcome: "applied" }]);
    expect(sent).toMatchObject([{ method: "GET", path: expected }]);
  });
});
