import { describe, expect, test } from "vitest";
import type { TykFetch, TykOAuth } from "../../../src/index.ts";
import { failure } from "../../support/util/failure.ts";
import { issueTokenPair, listedCodes } from "../../support/gateway/oauth-flow.ts";
import { addClient, clientId, createTestBed, onOrders } from "../../support/gateway/test-bed.ts";
import { redirectUri } from "../../support/gateway/redirect-uri.ts";
import type { TestBed } from "../../support/gateway/test-bed.ts";

/** A copy without the fields that are empty, as Go writes a document with `omitempty`. */
function withoutEmpty(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutEmpty);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).map(([name, item]) => [name, withoutEmpty(item)] as const);
  return Object.fromEntries(entries.filter(([, item]) => !isEmpty(item)));
}

function isEmpty(value: unknown): boolean {
  if (typeof value === "object" && value !== null) return Object.keys(value).length === 0;
  return value === "" || value === 0 || value === false || value === null;
}

/** What is no list of tokens or keys: those are written out whole. */
const documents = /^\/(?:hello|tyk\/(?:apis|policies|oauth\/clients|keys\/\w+)(?:\/[\w-]+)*)$/;

/** A client on a gateway that leaves out whatever is empty. */
function clientWithoutEmpty({ gateway }: TestBed): TykOAuth {
  const fetch: TykFetch = async (url, init) => {
    const response = await gateway.fetch(url, init);
    const isDocument = documents.test(new URL(url).pathname) && !url.includes("/tokens");
    if (!response.ok || !isDocument) return response;
    return Response.json(withoutEmpty(await response.json()));
  };
  return gateway.client({ maxRetries: 0, fetch });
}

/** A gateway without organisations, with as much that is empty as there can be. */
async function emptyScene(): Promise<TestBed> {
  const bed = createTestBed({
    apis: [
      { api_id: "orders", org_id: "" },
      { api_id: "open", org_id: "", use_keyless: true },
    ],
    policies: { gold: { org_id: "", access_rights: ["orders"] } },
  });
  await addClient(bed);
  await addClient(bed, { client_id: "bare", redirect_uri: "", policy_id: "" });
  return bed;
}

const bare = { apiId: "orders", clientId: "bare" };

/** Calls of the methods that read what may be absent, each with what is to be the same. */
const calls: Readonly<Record<string, (tyk: TykOAuth, bed: TestBed) => Promise<unknown>>> = {
  "apis.list of OAuth APIs": async (tyk) =>
    (await tyk.apis.list({ oauth: true })).map(({ api_id }) => api_id),
  "apis.list of other APIs": async (tyk) =>
    (await tyk.apis.list({ oauth: false })).map(({ api_id }) => api_id),
  "gateway.capabilities": (tyk) => tyk.gateway.capabilities(),
  "clients.create without fields": (tyk) =>
    tyk.clients.create({ api_id: "orders", client_id: "bare" }, { ifExists: "keep", lint: "warn" }),
  "clients.create on an API without OAuth": (tyk) =>
    failure(tyk.clients.create({ api_id: "open", redirect_uri: redirectUri })).then(String),
  "clients.create by a policy": async (tyk) =>
    (
      await tyk.clients.create({
        client_id: "by-policy",
        policy_id: "gold",
        redirect_uri: redirectUri,
      })
    ).client_id,
  "clients.update": async (tyk) =>
    (await tyk.clients.update(bare, { description: "after" })).description,
  "clients.inspect": (tyk) => tyk.clients.inspect({ clientId: "bare" }),
  "clients.rotateSecret": async (tyk) =>
    (await tyk.clients.rotateSecret(bare, { secret: "a-new-secret" })).secret,
  "clients.authorize": async (tyk) =>
    Object.keys(await tyk.clients.authorize(onOrders, { redirectUri, userId: "u1" })),
  "clients.authorize without a redirect URI": (tyk) =>
    failure(tyk.clients.authorize(bare, { redirectUri })).then(String),
  "tokens.inspect": async (tyk, bed) => {
    await issueTokenPair(bed);
    const [listedCode = ""] = await listedCodes(bed);
    return tyk.tokens.inspect({ apiId: "orders", listedCode });
  },
  "tokens.find": async (tyk, bed) => {
    await issueTokenPair(bed);
    const { tokens, complete } = await tyk.tokens.find({
      apiId: "orders",
      where: (session) => session.oauth_client_id === clientId,
    });
    return { found: tokens.length, complete };
  },
  "tokens.revokeAll": async (tyk, bed) => {
    await issueTokenPair(bed);
    return (await tyk.tokens.revokeAll(onOrders)).apis;
  },
};

describe("a gateway that omits empty fields", () => {
  test.each(Object.keys(calls))(
    "%s gives the same result as with the empty fields present",
    async (name) => {
      const call = calls[name];
      if (call === undefined) throw new Error(`there is no call ${name}`);
      const [whole, sparse] = [await emptyScene(), await emptyScene()];
      const told = plain(await call(whole.tyk, whole));
      expect(plain(await call(clientWithoutEmpty(sparse), sparse))).toEqual(told);
    },
  );

  test("stores only the id and the secret of a client", async () => {
    const bed = await emptyScene();
    const client = await clientWithoutEmpty(bed).clients.get(bare);
    expect(Object.keys(client).sort()).toEqual(["client_id", "secret"]);
  });
});

/** The same without what is empty: of documents that are passed on as they came. */
function plain(value: unknown): unknown {
  return withoutEmpty(JSON.parse(JSON.stringify(value)));
}
