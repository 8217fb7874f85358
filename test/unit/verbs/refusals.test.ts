import { describe, expect, test } from "vitest";
import type { TykErrorCode, TykOAuth, TykOutcome } from "../../../src/index.ts";
import { json } from "../../support/network/capture.ts";
import type { Reply } from "../../support/network/capture.ts";
import { clientOn } from "../../support/client/new-client.ts";
import { failure } from "../../support/util/failure.ts";
import { recorded } from "../../support/recordings/recorded.ts";
import { api, client, policy } from "../../support/samples/samples.ts";

/** A verb, the recorded refusal of one of its requests, and what the verb makes of it. */
interface Row {
  name: string;
  call: (tyk: TykOAuth) => Promise<unknown>;
  code: TykErrorCode;
  /** The gateway's own words. */
  says?: string;
  /** What is known of what the verb was to change, or to read. */
  outcome: TykOutcome;
  /** The looks before it. */
  before?: readonly Reply[];
  /** The look after it, which tells what it means. */
  after?: readonly Reply[];
  /** How many of those are reads of a single token, which are no steps. */
  quiet?: number;
}

const admin = "Attempted administrative access with invalid or missing key!";
const noClient = "OAuth Client ID not found";
const unexpected =
  "The authorization server encountered an unexpected condition that prevented it from fulfilling the request.";
const malformed =
  "The request is missing a required parameter, includes an invalid parameter value, includes a parameter more than once, or is otherwise malformed.";
const notAuthorized = "The client is not authorized to request a token using this method.";

const x = { apiId: "orders", clientId: "x" };
const nobody = { apiId: "orders", clientId: "nobody" };
const redirectUri = "https://r.example/cb";

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

const noSuchClient = json({ status: "error", message: noClient }, 404);
const noTokens = json({ Pagination: { page_num: 1, page_total: 0, page_size: 100 }, Tokens: [] });
/** A 404 of a client is believed after a control, and a second 404. */
const confirmed = [noTokens, noSuchClient];
const absent = [noSuchClient, ...confirmed];
const noSuchKey = json({ status: "error", message: "Key not found" }, 404);

/** The document of a recorded request. */
function bodyOf(name: string): Record<string, string> {
  return JSON.parse(String(recorded(name).request.body)) as Record<string, string>;
}

/** What the gateway is to change is refused. */
const writes: Row[] = [
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
      tyk.clients.replace(nobody, bodyOf("5.14.0/policy-refusals#4"), { tokens: "keep" }),
    code: "bad-request",
    says: "Policy access rights doesn't contain API this OAuth client belongs to",
    outcome: "refused",
    before: [there("nobody"), definition("orders"), granting("billing-only"), noSuchKey],
  },
  {
    name: "5.14.0/update#10",
    call: (tyk) =>
      tyk.clients.replace(nobody, { ...bodyOf("5.14.0/update#10"), policy_id: "gold" }),
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
    call: (tyk) => tyk.clients.rotateSecret(nobody),
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
  ).map(([name, clientId, says]): Row => ({
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

/** A look of a verb that writes is refused, so that nothing is written. */
const looks: Row[] = (
  [
    (tyk) => tyk.clients.update(nobody, {}),
    (tyk) => tyk.clients.replace(nobody, { redirect_uri: redirectUri }),
    (tyk) => tyk.clients.rotateSecret(nobody),
    (tyk) => tyk.clients.rotateSecret(nobody, { secret: "s" }),
  ] as Row["call"][]
).map((call) => ({
  name: "5.14.0/read-refusals#4",
  call,
  code: "not-found",
  says: noClient,
  outcome: "not-sent",
  after: confirmed,
}));
looks.push(
  ...(
    [
      (tyk) => tyk.clients.update(x, {}),
      (tyk) => tyk.clients.rotateSecret(x),
      (tyk) => tyk.clients.delete(x),
      (tyk) => tyk.tokens.revokeAll(x),
    ] as Row["call"][]
  ).map((call): Row => ({
    name: "5.14.0/admin-secret#2",
    call,
    code: "authentication",
    says: admin,
    outcome: "not-sent",
  })),
  {
    name: "5.14.0/api-definition#2",
    call: (tyk) => tyk.clients.authorize({ apiId: "no-such-api", clientId: "x" }, { redirectUri }),
    code: "not-found",
    says: "API not found",
    outcome: "not-sent",
  },
  {
    name: "5.14.0/api-definition#2",
    call: (tyk) => tyk.clients.create({ api_id: "no-such-api", redirect_uri: redirectUri }),
    code: "not-found",
    says: "API not found",
    outcome: "not-sent",
  },
  {
    name: "5.14.0/definitions#2",
    call: (tyk) => tyk.clients.create({ policy_id: "no-such-policy", redirect_uri: redirectUri }),
    code: "not-found",
    says: "Policy not found",
    outcome: "not-sent",
    after: [json([policy])],
  },
);

/** What is to be read is refused. */
const reads: Row[] = (
  [
    ["5.14.0/read-refusals#4", (tyk) => tyk.clients.get(nobody), noClient],
    [
      "5.14.0/read-refusals#3",
      (tyk) => tyk.clients.get({ apiId: "open", clientId: "x" }),
      noClient,
    ],
    [
      "5.14.0/read-refusals#9",
      (tyk) => tyk.tokens.list({ apiId: "no-such-api", clientId: "nobody" }),
      noClient,
    ],
    ["5.14.0/api-definition#2", (tyk) => tyk.apis.get({ apiId: "no-such-api" }), "API not found"],
    [
      "5.14.0/definitions#2",
      (tyk) => tyk.policies.get({ policyId: "no-such-policy" }),
      "Policy not found",
    ],
    ["5.14.0/admin-secret#0", (tyk) => tyk.clients.list({ apiId: "orders" }), admin],
    ["5.14.0/admin-secret#2", (tyk) => tyk.clients.get(x), admin],
    ["5.14.0/admin-secret#12", (tyk) => tyk.tokens.list(x), admin],
    ["5.14.0/definitions#6", (tyk) => tyk.apis.list(), admin],
    ["5.14.0/definitions#4", (tyk) => tyk.policies.list(), admin],
  ] as [string, Row["call"], string][]
).map(([name, call, says]) => ({
  name,
  call,
  code: says === admin ? "authentication" : "not-found",
  says,
  outcome: "refused",
  // A list of tokens needs no confirmation: it says nothing of the client.
  after: says === noClient && name !== "5.14.0/read-refusals#9" ? confirmed : [],
}));
reads.push({
  name: "3.0.0/definitions#3",
  call: (tyk) => tyk.policies.list(),
  code: "unsupported",
  outcome: "refused",
  after: [noSuchKey],
});

describe("a refusal recorded from a real gateway", () => {
  test.each([...writes, ...looks, ...reads].map((row, at) => [row.name, at, row] as const))(
    "%s (%i)",
    async (name, _, { call, code, says, outcome, before = [], after = [], quiet = 0 }) => {
      const { request, reply } = recorded(name);
      const { tyk, sent } = clientOn([...before, reply, ...after]);
      const error = await failure(call(tyk));
      expect(error.code).toBe(code);
      if ("apiMessage" in error) expect(error.apiMessage).toBe(says);
      expect(error).toMatchObject({ outcome, attempts: 1 });
      // Why a route is not there is asked beside the verb's own steps.
      const probes = code === "unsupported" ? 1 : 0;
      expect(error.steps).toHaveLength(before.length + 1 + after.length - probes - quiet);
      const at = before[0] === noSuchKey ? before.length - quiet : before.length;
      expect(error.steps[at]).toMatchObject({ outcome: "refused" });
      expect(sent).toHaveLength(before.length + 1 + after.length);
      expect(sent[before.length]).toMatchObject({ method: request.method, path: request.path });
    },
  );
});
