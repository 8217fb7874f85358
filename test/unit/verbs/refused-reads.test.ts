import { describe } from "vitest";
import { json } from "../../support/network/capture.ts";
import { policy } from "../../support/samples/samples.ts";
import { testRefusals, noSuchKey, confirmed, noClient, redirectUri, nobody, x, admin } from "../../support/recordings/test-refusals.ts";
import type { Row } from "../../support/recordings/test-refusals.ts";

/** A look of a verb that writes is refused, so that nothing is written. */
const methodReads: Row[] = (
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

methodReads.push(
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

describe("a recorded refusal of a read", () => {
  testRefusals([...methodReads, ...reads]);
});
