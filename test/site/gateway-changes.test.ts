import { expect, test } from "vitest";
import type {
  ClientRow,
  GatewaySnapshot,
  TokenRow,
} from "../../docs/site/playground/run/events.ts";
import { describeChanges } from "../../docs/site/playground/run/gateway-changes.ts";

const client: ClientRow = {
  id: "app",
  secret: "s",
  policy: "gold",
  redirectUri: "u",
  description: "",
};
const token: TokenRow = {
  clientId: "app",
  code: "abcd1234",
  expires: 1,
  isListed: true,
  isStored: true,
  isExpired: false,
  hasRefreshToken: true,
};

const snapshot = (clients: ClientRow[], tokens: TokenRow[], clock = 0): GatewaySnapshot => ({
  version: "5.14.0",
  hashing: "murmur32",
  clock,
  apis: [{ id: "orders", clients, tokens }],
});

test.each([
  ["nothing", snapshot([client], [token]), []],
  ["a deletion", snapshot([], [token]), ["orders: client app was deleted"]],
  [
    "blanked fields",
    snapshot([{ ...client, redirectUri: "", policy: "" }], [token]),
    ["orders: client app has another policy and redirect URI"],
  ],
  [
    "a token that left the list",
    snapshot([client], [{ ...token, isListed: false }]),
    ["orders: token abcd1234 left its client's list, but is still valid"],
  ],
  [
    "a removed token that the list still has",
    snapshot([client], [{ ...token, isStored: false }]),
    ["orders: token abcd1234 was removed, but its client's list still has it"],
  ],
  [
    "a removed token with a refresh token",
    snapshot([client], [{ ...token, isStored: false, isListed: false }]),
    ["orders: token abcd1234 is gone, but its refresh token is valid"],
  ],
  [
    "a revoked refresh token",
    snapshot([client], [{ ...token, hasRefreshToken: false }]),
    ["orders: token abcd1234 lost its refresh token"],
  ],
  ["a token that is gone", snapshot([client], []), ["orders: token abcd1234 is gone"]],
  ["the clock", snapshot([client], [token], 11_000), ["The gateway's clock moved by 11 s."]],
  ["a tick of the clock", snapshot([client], [token], 900), []],
])("the page describes %s", (_, after, changes) => {
  expect(describeChanges(snapshot([client], [token]), after)).toEqual(changes);
});

test("a token that was removed and is stored again came back", () => {
  const removed = snapshot([client], [{ ...token, isStored: false }]);
  const back = snapshot([client], [{ ...token, isListed: false }]);
  expect(describeChanges(removed, back)).toEqual(["orders: token abcd1234 came back"]);
});
