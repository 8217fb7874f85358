import { describe, expect, test } from "vitest";
import type { TykErrorCode, TykOAuth } from "../../../src/index.ts";
import { json } from "../support/capture.ts";
import type { Reply } from "../support/capture.ts";
import { clientOn } from "../support/client.ts";
import { failure } from "../support/failure.ts";
import { recorded } from "../support/recorded.ts";
import { api, client } from "../support/samples.ts";

const redirectUri = "https://r.example/cb";

/** A verb, the recorded refusal that answers its last request, and what the verb makes of it. */
type Row = [
  name: string,
  call: (tyk: TykOAuth) => Promise<unknown>,
  code: TykErrorCode,
  apiMessage: string | undefined,
  before?: readonly Reply[],
];

const admin = "Attempted administrative access with invalid or missing key!";
const noClient = "OAuth Client ID not found";
const unexpected =
  "The authorization server encountered an unexpected condition that prevented it from fulfilling the request.";
const malformed =
  "The request is missing a required parameter, includes an invalid parameter value, includes a parameter more than once, or is otherwise malformed.";
const notAuthorized = "The client is not authorized to request a token using this method.";

const x = { apiId: "orders", clientId: "x" };
const nobody = { apiId: "orders", clientId: "nobody" };
const nowhere = { ...api, proxy: { listen_path: "/nowhere/" } };

const rows: Row[] = [
  // create
  [
    "5.14.0/create-refusals#0",
    (tyk) =>
      tyk.clients.create({
        client_id: "x1",
        redirect_uri: "https://a.example/cb",
        api_id: "no-such-api",
      }),
    "bad-request",
    "API doesn't exist",
  ],
  [
    "5.14.0/create-refusals#1",
    (tyk) =>
      tyk.clients.create({ client_id: "x2", redirect_uri: "https://a.example/cb", api_id: "open" }),
    "bad-request",
    "API is not OAuth2",
  ],
  [
    "5.14.0/create-refusals#2",
    (tyk) =>
      tyk.clients.create({
        client_id: "x3",
        redirect_uri: "https://a.example/cb",
        policy_id: "no-such-policy",
      }),
    "bad-request",
    "Policy doesn't exist",
  ],
  // get, list
  ["5.14.0/read-refusals#4", (tyk) => tyk.clients.get(nobody), "not-found", noClient],
  [
    "5.14.0/read-refusals#3",
    (tyk) => tyk.clients.get({ apiId: "open", clientId: "x" }),
    "not-found",
    noClient,
  ],
  [
    "5.14.0/read-refusals#1",
    (tyk) => tyk.clients.list({ apiId: "no-such-api" }),
    "not-found",
    undefined,
  ],
  ["5.14.0/stale-index#4", (tyk) => tyk.clients.list({ apiId: "orders" }), "not-found", undefined],
  [
    "5.14.0/admin-secret#0",
    (tyk) => tyk.clients.list({ apiId: "orders" }),
    "authentication",
    admin,
  ],
  ["5.14.0/admin-secret#2", (tyk) => tyk.clients.get(x), "authentication", admin],
  // replace, update
  [
    "5.14.0/policy-refusals#4",
    (tyk) =>
      tyk.clients.replace(
        nobody,
        JSON.parse(String(recorded("5.14.0/policy-refusals#4").request.body)) as object,
      ),
    "bad-request",
    "Policy access rights doesn't contain API this OAuth client belongs to",
  ],
  [
    "5.14.0/update#10",
    (tyk) =>
      tyk.clients.replace(
        nobody,
        JSON.parse(String(recorded("5.14.0/update#10").request.body)) as object,
      ),
    "not-found",
    noClient,
  ],
  [
    "5.14.0/update#8",
    (tyk) =>
      tyk.clients.update({ apiId: "orders", clientId: "upd" }, { policy_id: "no-such-policy" }),
    "not-found",
    "Policy doesn't exist",
    [json({ ...client, client_id: "upd" })],
  ],
  ["5.14.0/read-refusals#4", (tyk) => tyk.clients.update(nobody, {}), "not-found", noClient],
  // rotate, delete
  ["5.14.0/rotate#8", (tyk) => tyk.clients.rotateSecret(nobody), "not-found", noClient],
  [
    "5.14.0/rotate#9",
    (tyk) => tyk.clients.rotateSecret({ apiId: "no-such-api", clientId: "rot" }),
    "not-found",
    "API doesn't exist",
  ],
  ["5.14.0/admin-secret#8", (tyk) => tyk.clients.rotateSecret(x), "authentication", admin],
  [
    "5.14.0/read-refusals#5",
    (tyk) => tyk.clients.delete({ apiId: "no-such-api", clientId: "x" }),
    "not-found",
    noClient,
  ],
  ["5.14.0/admin-secret#10", (tyk) => tyk.clients.delete(x), "authentication", admin],
  // authorize
  [
    "5.14.0/api-definition#2",
    (tyk) => tyk.clients.authorize({ apiId: "no-such-api", clientId: "x" }, { redirectUri }),
    "not-found",
    "API not found",
  ],
  [
    "5.14.0/authorize-refusals#1",
    (tyk) => tyk.clients.authorize({ apiId: "orders", clientId: "nobody" }, { redirectUri }),
    "oauth",
    unexpected,
    [json(api)],
  ],
  [
    "5.14.0/authorize-refusals#2",
    (tyk) => tyk.clients.authorize({ apiId: "orders", clientId: "ref" }, { redirectUri }),
    "oauth",
    malformed,
    [json(api)],
  ],
  [
    "5.14.0/policy-refusals#9",
    (tyk) => tyk.clients.authorize({ apiId: "orders", clientId: "nouri" }, { redirectUri }),
    "oauth",
    notAuthorized,
    [json(api)],
  ],
  [
    "5.14.0/authorize-refusals#10",
    (tyk) => tyk.clients.authorize({ apiId: "orders", clientId: "ref" }, { redirectUri }),
    "route",
    undefined,
    [json(nowhere)],
  ],
  [
    "5.14.0/admin-secret#24",
    (tyk) => tyk.clients.authorize(x, { redirectUri }),
    "authentication",
    admin,
    [json(api)],
  ],
  // tokens
  [
    "5.14.0/read-refusals#9",
    (tyk) => tyk.tokens.list({ apiId: "no-such-api", clientId: "nobody" }),
    "not-found",
    noClient,
  ],
  ["5.14.0/admin-secret#12", (tyk) => tyk.tokens.list(x), "authentication", admin],
  [
    "5.14.0/revoke#12",
    (tyk) => tyk.tokens.revoke({ clientId: "nobody", token: "t", tokenTypeHint: "access_token" }),
    "bad-request",
    "oauth client doesn't exist",
  ],
  [
    "5.14.0/keys-sweep#15",
    (tyk) => tyk.tokens.revoke({ apiId: "orders", listedCode: "0000000000000000" }),
    "not-found",
    "There is no such key found",
  ],
  [
    "5.14.0/refresh-refusals#3",
    (tyk) => tyk.tokens.revoke({ apiId: "no-such-api", refreshToken: "some-token" }),
    "not-found",
    "API for this refresh token not found",
  ],
  [
    "5.14.0/admin-secret#14",
    (tyk) => tyk.tokens.revoke({ apiId: "orders", refreshToken: "x" }),
    "authentication",
    admin,
  ],
  [
    "5.14.0/revoke-all#13",
    (tyk) => tyk.tokens.revokeAll({ apiId: "orders", clientId: "nobody" }),
    "not-found",
    "oauth client doesn't exist",
    [json(client)],
  ],
  ["5.14.0/read-refusals#4", (tyk) => tyk.tokens.revokeAll(nobody), "not-found", noClient],
  ["3.0.0/purge-lapsed#7", (tyk) => tyk.tokens.purgeLapsed(), "unsupported", undefined],
  ["5.14.0/admin-secret#20", (tyk) => tyk.tokens.purgeLapsed(), "authentication", admin],
  // the rest
  [
    "5.14.0/api-definition#2",
    (tyk) => tyk.apis.get({ apiId: "no-such-api" }),
    "not-found",
    "API not found",
  ],
  ["5.14.0/definitions#6", (tyk) => tyk.apis.list(), "authentication", admin],
  [
    "5.14.0/definitions#2",
    (tyk) => tyk.policies.get({ policyId: "no-such-policy" }),
    "not-found",
    "Policy not found",
  ],
  ["5.14.0/definitions#4", (tyk) => tyk.policies.list(), "authentication", admin],
  ["3.0.0/definitions#3", (tyk) => tyk.policies.list(), "route", undefined],
];

describe("what a real gateway refused", () => {
  test.each(rows)("%s", async (name, call, code, apiMessage, before = []) => {
    const { request, reply } = recorded(name);
    const { tyk, sent } = clientOn([...before, reply]);
    const error = await failure(call(tyk));
    expect(error.code).toBe(code);
    if ("apiMessage" in error) expect(error.apiMessage).toBe(apiMessage);
    expect(error).toMatchObject({ outcome: "refused", attempts: 1 });
    expect(error.steps).toHaveLength(before.length + 1);
    expect(error.steps.at(-1)).toMatchObject({ outcome: "refused" });
    expect(sent).toHaveLength(before.length + 1);
    expect(sent.at(-1)).toMatchObject({ method: request.method, path: request.path });
  });
});
