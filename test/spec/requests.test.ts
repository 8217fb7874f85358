import { expect, test } from "vitest";
import { destinationOf, matchOf } from "../support/spec/match.ts";
import { exchanges } from "../support/recordings/exchanges.ts";
import { requestFaultsOf } from "../support/spec/request-faults.ts";

const noSecret = "no credentials in X-Tyk-Authorization";
const noBody = "the body is missing";

/** Requests that are wrong on purpose, by what is wrong with them: `scenario#place`, on every gateway or the one named. */
const wrongOnPurpose: Record<string, string[]> = {
  [noSecret]: [
    ...numbered("admin-secret", [0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24, 26, 28]),
    "api-definition#3",
    ...numbered("3.0.0/definitions", [4, 6]),
    ...numbered("4.3.0/definitions", [3, 5]),
    ...numbered("5.14.0/definitions", [4, 6]),
    "keys-sweep#16",
  ],
  "no credentials in authorization": ["grants#4", "basic-encoding#4"],
  [noBody]: [
    ...numbered("admin-secret", [4, 5, 6, 7, 16, 17, 18, 19, 24, 25]),
    "create-refusals#8",
    "update#13",
  ],
  "the body is not JSON": ["create-refusals#9", "update#12"],
  "a body where the spec has none": ["rotate#6", "update#15"],
  "/client_id must be string": ["create-refusals#13"],
  "must have required property 'response_type'": numbered("authorize-refusals", [4, 7]),
  "must have required property 'client_id'": [
    "authorize-refusals#7",
    ...numbered("revoke", [16, 17]),
    ...numbered("revoke-all", [16, 17]),
  ],
  "must have required property 'client_secret'": numbered("revoke-all", [15, 17]),
  "must have required property 'token'": numbered("revoke", [15, 17]),
  "must have required property 'grant_type'": ["grants#6"],
  'must NOT have additional properties {"additionalProperty":"client_id"}': [
    "grants#4",
    "basic-encoding#4",
  ],
  'must NOT have additional properties {"additionalProperty":"client_secret"}': [
    "grants#4",
    "basic-encoding#4",
  ],
  // The gateway ignores a field that it does not know; a client that sends one has most likely misspelt another.
  'must NOT have additional properties {"additionalProperty":"unknown_field"}': [
    "create-refusals#12",
  ],
  "orgID is missing": ["create-by-policy#4"],
  "scope is missing": ["purge-lapsed#0"],
  "scope: the value must be equal to one of the allowed values": numbered("purge-lapsed", [1, 2]),
  "api_id is missing": numbered("refresh-refusals", [0, 1]),
  "apiId is not in the spec": ["refresh-refusals#1"],
  "api_id: the value must NOT have fewer than 1 characters": ["refresh-refusals#2"],
  "page: the value must be >= 1": numbered("tokens-pages", [256, 257]),
  "page: the value must be integer": numbered("tokens-pages", [258, 259]),
};

const checked = exchanges.flatMap((exchange) => {
  const match = matchOf(exchange);
  if (!match || destinationOf(exchange) === "id that leads elsewhere") return [];
  return [{ name: exchange.name, faults: requestFaultsOf(match, exchange.request) }];
});

const named = new Set(Object.values(wrongOnPurpose).flat());

test("a recorded request matches the spec, unless it is wrong on purpose", () => {
  const faulty = checked.filter(({ name, faults }) => faults.length > 0 && !isNamed(name));
  expect(faulty).toEqual([]);
  expect(checked.length).toBe(2915);
});

test.each(Object.entries(wrongOnPurpose))("wrong on purpose: %s", (what, places) => {
  for (const place of places) {
    const requests = checked.filter(({ name }) => isAt(name, place));
    expect(requests, `${place} is in no recording`).not.toEqual([]);
    for (const { name, faults } of requests)
      expect(faults, name).toContainEqual(expect.stringContaining(what));
  }
});

test("the requests have no other faults", () => {
  const reasons = Object.keys(wrongOnPurpose);
  const others = checked.flatMap(({ faults }) =>
    faults.filter((fault) => !reasons.some((reason) => fault.includes(reason))),
  );
  expect(others).toEqual([]);
});

test("the spec rejects an id that leads elsewhere", () => {
  const strays = exchanges.filter(
    (exchange) => destinationOf(exchange) === "id that leads elsewhere",
  );
  const paths = [...new Set(strays.map(({ request }) => `${request.method} ${request.path}`))];
  expect(paths.sort()).toEqual([
    "DELETE /tyk/oauth/clients/orders/..%2F..%2F..%2Fkeys%2Fsome-key",
    "DELETE /tyk/oauth/clients/orders/slash%2Finside",
    "DELETE /tyk/oauth/refresh/?api_id=orders",
    "DELETE /tyk/oauth/refresh/x%2F..%2F..%2F..%2Fkeys%2Fsome-key?api_id=orders",
    "GET /tyk/oauth/clients/orders/",
    "GET /tyk/oauth/clients/orders/%2E",
    "GET /tyk/oauth/clients/orders/%2e%2e",
    "GET /tyk/oauth/clients/orders/.",
    "GET /tyk/oauth/clients/orders/..",
    "GET /tyk/oauth/clients/orders/..%2Fbilling%2Fenc",
    "GET /tyk/oauth/clients/orders/enc%2Ftokens",
    "GET /tyk/oauth/clients/orders/slash%2Finside",
    "PUT /tyk/oauth/clients/orders/enc%2Frotate",
  ]);
});

function numbered(scenario: string, places: number[]): string[] {
  return places.map((place) => `${scenario}#${place}`);
}

function isAt(name: string, place: string): boolean {
  return name === place || name.endsWith(`/${place}`);
}

function isNamed(name: string): boolean {
  return named.has(name) || named.has(name.slice(name.indexOf("/") + 1));
}
