import { describe } from "vitest";
import type { NewClientOfApi } from "../../../src/index.ts";
import { json } from "../../support/network/fake-fetch.ts";
import type { Reply } from "../../support/network/fake-fetch.ts";
import { recordedExchange } from "../../support/recordings/recorded-exchange.ts";
import { api, client, policy } from "../../support/samples/samples.ts";
import {
  testRefusals,
  noSuchKey,
  confirmation,
  noSuchClient,
  noClient,
  redirectUri,
  unknownClient,
  x,
  admin,
} from "../../support/recordings/test-refusals.ts";
import type { RefusalRow } from "../../support/recordings/test-refusals.ts";

const unexpected =
  "The authorization server encountered an unexpected condition that prevented it from fulfilling the request.";

const malformed =
  "The request is missing a required parameter, includes an invalid parameter value, includes a parameter more than once, or is otherwise malformed.";

const notAuthorized = "The client is not authorized to request a token using this method.";

/** A client that is there when it is looked at. */
function there(client_id: string, redirect_uri = redirectUri): Reply {
  return json({ ...client, client_id, redirect_uri });
}

/** A definition of an API that is OAuth when it is looked at. */
function definition(api_id: string, listen_path = `/${api_id}/`): Reply {
  return json({ ...api, api_id, proxy: { listen_path } });
}

/** An OAuth API, and the list of all APIs, which has it alone. */
function alone(api_id: string, listen_path = `/${api_id}/`): Reply[] {
  return [definition(api_id, listen_path), json([{ ...api, api_id, proxy: { listen_path } }])];
}

/** A policy that grants the API when it is looked at. */
function granting(id: string): Reply {
  return json({ ...policy, id });
}

const absent = [noSuchClient, ...confirmation];

/** The document of a recorded request. Each names an API or a policy. */
function bodyOf(name: string): NewClientOfApi {
  return JSON.parse(String(recordedExchange(name).request.body)) as NewClientOfApi;
}

/** What the gateway is to change is refused. */
const writes: RefusalRow[] = [
  {
    name: "5.14.0/create-refusals#0",
    call: (tyk) => tyk.clients.create(bodyOf("5.14.0/create-refusals#0")),
    code: "bad-request",
    says: "API doesn't exist",
    outcome: "refused",
    before: [definition("no-such-api"), ...absent],
  },
  {
    name: "5.14.0/create-refusals#1",
    call: (tyk) => tyk.clients.create(bodyOf("5.14.0/create-refusals#1")),
    code: "bad-request",
    says: "API is not OAuth2",
    outcome: "refused",
    before: [definition("open"), ...absent],
  },
  {
    name: "5.14.0/create-refusals#2",
    call: (tyk) => tyk.clients.create(bodyOf("5.14.0/create-refusals#2")),
    code: "bad-request",
    says: "Policy doesn't exist",
    outcome: "refused",
    before: [granting("no-such-policy"), json([api]), ...absent],
  },
  {
    name: "5.14.0/policy-refusals#4",
    call: (tyk) =>
      tyk.clients.replace(unknownClient, bodyOf("5.14.0/policy-refusals#4"), { tokens: "keep" }),
    code: "bad-request",
    says: "Policy access rights doesn't contain API this OAuth client belongs to",
    outcome: "refused",
    before: [there("nobody"), definition("orders"), granting("billing-only"), noSuchKey],
  },
  {
    name: "5.14.0/update#10",
    call: (tyk) =>
      tyk.clients.replace(unknownClient, { ...bodyOf("5.14.0/update#10"), policy_id: "gold" }),
    // It was there a moment ago, so its 404 proves nothing.
    code: "conflict",
    outcome: "unknown",
    before: [there("nobody")],
  },
  {
    name: "5.14.0/update#8",
    call: (tyk) =>
      tyk.clients.update(
        { apiId: "orders", clientId: "upd" },
        { policy_id: "no-such-policy" },
        { tokens: "keep" },
      ),
    code: "not-found",
    says: "Policy doesn't exist",
    outcome: "refused",
    before: [there("upd"), definition("orders"), granting("no-such-policy"), noSuchKey],
  },
  {
    name: "5.14.0/rotate#8",
    call: (tyk) => tyk.clients.rotateSecret(unknownClient),
    // It was there a moment ago, so its 404 proves nothing.
    code: "conflict",
    outcome: "unknown",
    before: [there("nobody")],
    after: [there("nobody")],
  },
  {
    name: "5.14.0/rotate#9",
    call: (tyk) => tyk.clients.rotateSecret({ apiId: "no-such-api", clientId: "rot" }),
    code: "not-found",
    says: "API doesn't exist",
    outcome: "refused",
    before: [there("rot")],
  },
  {
    name: "5.14.0/admin-secret#8",
    call: (tyk) => tyk.clients.rotateSecret(x),
    code: "authentication",
    says: admin,
    outcome: "refused",
    before: [there("x")],
  },
  {
    name: "5.14.0/read-refusals#5",
    call: (tyk) => tyk.clients.delete({ apiId: "no-such-api", clientId: "x" }, { tokens: "keep" }),
    code: "not-found",
    says: noClient,
    outcome: "refused",
    before: absent,
  },
  {
    name: "5.14.0/admin-secret#10",
    call: (tyk) => tyk.clients.delete(x, { tokens: "keep" }),
    code: "authentication",
    says: admin,
    outcome: "refused",
    before: [there("x")],
  },
  ...(
    [
      ["5.14.0/authorize-refusals#1", "nobody", unexpected],
      ["5.14.0/authorize-refusals#2", "ref", malformed],
      ["5.14.0/policy-refusals#9", "pr3", notAuthorized],
    ] as const
  ).map(([name, clientId, says]): RefusalRow => ({
    name,
    call: (tyk) => tyk.clients.authorize({ apiId: "orders", clientId }, { redirectUri }),
    code: "oauth",
    says,
    outcome: "refused",
    before: [...alone("orders"), there(clientId), granting("gold")],
  })),
  {
    name: "5.14.0/authorize-refusals#10",
    call: (tyk) => tyk.clients.authorize({ apiId: "orders", clientId: "ref" }, { redirectUri }),
    code: "route",
    outcome: "refused",
    before: [...alone("orders", "/nowhere/"), there("ref"), granting("gold")],
  },
  {
    name: "5.14.0/admin-secret#24",
    call: (tyk) => tyk.clients.authorize(x, { redirectUri }),
    code: "authentication",
    says: admin,
    outcome: "refused",
    before: [...alone("orders"), there("x"), granting("gold")],
  },
  {
    name: "5.14.0/revoke#12",
    call: (tyk) =>
      tyk.tokens.revoke({ clientId: "nobody", token: "t", tokenTypeHint: "access_token" }),
    code: "bad-request",
    says: "oauth client doesn't exist",
    outcome: "refused",
    before: [noSuchKey, json(["orders"]), json([])],
    after: [noSuchClient, ...confirmation],
    quiet: 1,
  },
  {
    name: "5.14.0/keys-sweep#15",
    call: (tyk) => tyk.tokens.revoke({ apiId: "orders", listedCode: "0000000000000000" }),
    code: "not-found",
    says: "There is no such key found",
    outcome: "refused",
    // That no key has it is confirmed by a control, and by a read.
    after: [definition("orders"), json([]), noSuchKey],
    quiet: 1,
  },
  {
    name: "3.0.0/keys-sweep#15",
    call: (tyk) => tyk.tokens.revoke({ apiId: "orders", listedCode: "0000000000000000" }),
    code: "not-found",
    says: "Failed to remove the key",
    outcome: "refused",
    // That no key has it is confirmed by a control, and by a read.
    after: [definition("orders"), json([]), noSuchKey],
    quiet: 1,
  },
  {
    name: "5.14.0/refresh-refusals#3",
    call: (tyk) => tyk.tokens.revoke({ apiId: "no-such-api", refreshToken: "some-token" }),
    code: "not-found",
    says: "API for this refresh token not found",
    outcome: "refused",
  },
  {
    name: "5.14.0/admin-secret#14",
    call: (tyk) => tyk.tokens.revoke({ apiId: "orders", refreshToken: "x" }),
    code: "authentication",
    says: admin,
    outcome: "refused",
  },
  {
    name: "3.0.0/purge-lapsed#7",
    call: (tyk) => tyk.tokens.purgeLapsed(),
    code: "unsupported",
    outcome: "refused",
    after: [noSuchKey],
  },
  {
    name: "5.14.0/admin-secret#20",
    call: (tyk) => tyk.tokens.purgeLapsed(),
    code: "authentication",
    says: admin,
    outcome: "refused",
  },
];

describe("a recorded refusal of a write", () => {
  testRefusals(writes);
});
