import { describe } from "vitest";
import { json } from "../../support/network/fake-fetch.ts";
import { policy } from "../../support/samples/samples.ts";
import {
  testRefusals,
  noSuchKey,
  confirmation,
  noClient,
  redirectUri,
  unknownClient,
  x,
  admin,
} from "../../support/recordings/test-refusals.ts";
import type { RefusalRow } from "../../support/recordings/test-refusals.ts";

/** If a read of a writing method is refused, the method writes nothing. */
const methodReads: RefusalRow[] = (
  [
    (tyk) => tyk.clients.update(unknownClient, {}),
    (tyk) => tyk.clients.replace(unknownClient, { redirect_uri: redirectUri }),
    (tyk) => tyk.clients.rotateSecret(unknownClient),
    (tyk) => tyk.clients.rotateSecret(unknownClient, { secret: "s" }),
  ] as RefusalRow["call"][]
).map((call) => ({
  name: "5.14.0/read-refusals#4",
  call,
  code: "not-found",
  says: noClient,
  outcome: "not-sent",
  after: confirmation,
}));

methodReads.push(
  ...(
    [
      (tyk) => tyk.clients.update(x, {}),
      (tyk) => tyk.clients.rotateSecret(x),
      (tyk) => tyk.clients.delete(x),
      (tyk) => tyk.tokens.revokeAll(x),
    ] as RefusalRow["call"][]
  ).map((call): RefusalRow => ({
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
const reads: RefusalRow[] = (
  [
    ["5.14.0/read-refusals#4", (tyk) => tyk.clients.get(unknownClient), noClient],
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
  ] as [string, RefusalRow["call"], string][]
).map(([name, call, says]) => ({
  name,
  call,
  code: says === admin ? "authentication" : "not-found",
  says,
  outcome: "refused",
  // A list of tokens needs no confirmation: it says nothing of the client.
  after: says === noClient && name !== "5.14.0/read-refusals#9" ? confirmation : [],
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
