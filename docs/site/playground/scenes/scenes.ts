import type { Scene } from "./scene.ts";

/** The prepared programs in the order in which the page lists them. */
export const scenes: readonly Scene[] = [
  {
    id: "overwrite-by-create",
    title: "A create overwrites a client",
    summary:
      "A plain create with an id that exists replaces the client and its secret, with status 200. The method refuses.",
    trap: 5,
    prints: [
      "Our secret still works: false",
      "Description: Another program",
      "clients.create: conflict",
    ],
  },
  {
    id: "same-second",
    title: "Tokens of one second drop off the list",
    summary:
      "Two tokens expire in the same second. The end of one removes both from the client's list, but the other stays valid.",
    trap: 12,
    prints: [
      "Listed before: 2",
      "First token: gone-from-storage",
      "Listed after: 0",
      "The method says that it left the list: 1",
      "Second token: alive",
    ],
  },
  {
    id: "wrong-secret",
    title: "revoke_all confirms a wrong secret",
    summary:
      "A plain revoke_all with a wrong secret is confirmed, and revokes nothing. The method checks each token afterwards.",
    trap: 13,
    prints: [
      "The gateway says: tokens revoked successfully",
      "Tokens after it: 1",
      "The method ended 1 refused-at-api",
      "Tokens after the method: 0",
    ],
  },
  {
    id: "cut-off",
    title: "Cut off a client under fire",
    summary:
      "A leaked client is cut off while somebody uses its token without pause. The token comes back three times, and is removed until it stays away.",
    trap: 24,
    prints: [
      "The API says: 200",
      "Secret: replaced",
      "Token: refused-at-api - came back: 3",
      "The API says: 403",
    ],
  },
  {
    id: "authorize-and-exchange",
    title: "Grant a code and exchange it",
    summary:
      "The whole authorization flow: a code, a token, a call of the API. A redirect URI that only begins like the client's is refused.",
    trap: 20,
    prints: [
      "Redirect to: https://shop.example/cb?code=CODE&state=xyz",
      "The API says: 200",
      "Attack: input",
    ],
  },
  {
    id: "rotate-secret",
    title: "Rotate a secret on all APIs",
    summary:
      "A client of two APIs is stored twice. A plain rotation changes one copy, the method changes both.",
    trap: 8,
    prints: [
      "The copies differ in: secret",
      "Rotated on: billing and orders",
      "Differences left: 0",
    ],
  },
  {
    id: "delete-keep-tokens",
    title: "Tokens survive their client",
    summary:
      "A deleted client's token is refused. Then somebody creates the same id again, and the old token opens the API.",
    trap: 9,
    prints: ["Without its client: 403", "With a new client: 200"],
  },
  {
    id: "session-cache",
    title: "A removed token works for ten seconds",
    summary:
      "The token is gone from storage at once. The API accepts it until its session cache is empty.",
    trap: 16,
    prints: [
      "The API says: 200",
      "The token: gone-from-storage",
      "The API says: 200",
      "Ten seconds later: 403",
    ],
  },
  {
    id: "shadowed-api",
    title: "Another API gets the request",
    summary:
      "A listen path inside another one receives a consent page's request, with the gateway's secret. The method sends nothing.",
    trap: 26,
    prints: [
      "Another API's upstream gets the gateway's secret: true",
      "The plain request gets: forged",
      "The method: unsupported not-sent",
    ],
  },
  {
    id: "storage-outage",
    title: "An outage looks like nothing exists",
    summary:
      "While Redis is down, a plain read says that the client is gone, and a plain deletion is confirmed. The method says that it cannot tell.",
    trap: 28,
    prints: [
      "A plain read: not-found",
      "A plain deletion: ok",
      "clients.get: incomplete",
      "Redis is back, and so is shop-web",
    ],
  },
  {
    id: "policy-change",
    title: "A change of policy hides tokens",
    summary:
      "A plain update of the policy empties the client's token list, and the token stays valid. The method must be told what happens to the tokens.",
    trap: 14,
    prints: [
      "Tokens in the client's list: 0",
      "Tokens in storage: 1",
      "Without tokens: input",
      "Tokens after it: 0",
    ],
  },
  {
    id: "plan-and-apply",
    title: "Plan and apply a manifest",
    summary:
      "A plain update of one field blanks the others. A plan shows the difference to a file in git, and applying it fixes the client.",
    trap: 7,
    prints: ["Created: true", "Plan: update redirect_uri and description", "Fixed: true"],
  },
  {
    id: "audit",
    title: "Audit the clients",
    summary:
      "The gateway accepted two weak clients with status 200. An audit finds them, and changes nothing.",
    trap: 6,
    prints: [
      "high policy-unknown old-app",
      "high redirect-uri-open-host shop-web",
      "Could not be checked: 2",
    ],
  },
];
