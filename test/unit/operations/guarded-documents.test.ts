import { describe, expect, test } from "vitest";
import { isRecord } from "../../../src/util/json.ts";
import { responseGuards } from "../../../src/operations/response-guards.ts";
import type { ResponseGuard } from "../../../src/operations/response-guards.ts";
import { omit } from "../../support/util/omit.ts";
import * as sample from "../../support/samples/samples.ts";

type Place = readonly (string | number)[];

/** Every place in a document, the whole of it left out. */
function placesIn(value: unknown, at: Place = []): Place[] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([name, item]) => [
    [...at, name],
    ...placesIn(item, [...at, name]),
  ]);
}

/** A copy with another value in a place; without the place where the value is `undefined`. */
function withValue(document: unknown, place: Place, value: unknown): unknown {
  const [name, ...rest] = place;
  if (name === undefined) return value;
  const copy = structuredClone(document) as Record<string, unknown>;
  if (rest.length === 0 && value === undefined) return omit(copy, String(name));
  copy[name] = withValue(copy[name], rest, value);
  return copy;
}

interface Document {
  guard: ResponseGuard;
  full: unknown;
  /** The fields that are not looked at, or may be left out. */
  free?: readonly string[];
  optional?: readonly string[];
}

const implicit = {
  ...sample.token,
  redirect_to: "https://a.example/cb#access_token=t",
  state: "x",
};

const documents: Record<string, Document> = {
  client: {
    guard: responseGuards.getOAuthClient,
    full: sample.client,
    free: ["meta_data"],
    optional: ["redirect_uri", "policy_id", "description"],
  },
  token: { guard: responseGuards.getOAuthClientTokens, full: [{ code: "0f1e", expires: 1 }] },
  page: { guard: responseGuards.getOAuthClientTokens, full: sample.page },
  keyModified: {
    guard: responseGuards.deleteKey,
    full: sample.deleted,
    optional: ["key", "action"],
  },
  statusMessage: {
    guard: responseGuards.revokeSingleToken,
    full: sample.ok,
    optional: ["message"],
  },
  code: {
    guard: responseGuards.authorizeClient,
    full: { ...sample.code, state: "x" },
    optional: ["state"],
  },
  implicit: {
    guard: responseGuards.authorizeClient,
    full: implicit,
    optional: ["state", "expires_in", "token_type"],
  },
  tokenAnswer: {
    guard: responseGuards.oauthToken,
    full: { ...sample.token, refresh_token: "r" },
    optional: ["expires_in", "token_type", "refresh_token"],
  },
  api: {
    guard: responseGuards.getApi,
    full: {
      ...sample.api,
      internal: false,
      listen_port: 8081,
      use_standard_auth: false,
      domain_disabled: false,
      proxy: { listen_path: "/orders/" },
    },
    optional: [
      "org_id",
      "name",
      "active",
      "internal",
      "listen_port",
      "use_oauth2",
      "use_keyless",
      "use_standard_auth",
      "domain",
      "domain_disabled",
    ],
  },
  policy: {
    guard: responseGuards.getPolicy,
    full: { ...sample.policy, is_inactive: false, access_rights: {}, partitions: {} },
    optional: ["id", "org_id", "active", "is_inactive", "access_rights", "partitions"],
  },
  keys: { guard: responseGuards.listKeys, full: { keys: ["a"] } },
  keySession: {
    guard: responseGuards.getKey,
    full: {
      org_id: "acme",
      oauth_client_id: "shop-web",
      expires: 1,
      is_inactive: false,
      access_rights: {},
      apply_policies: ["gold"],
    },
    optional: [
      "org_id",
      "oauth_client_id",
      "expires",
      "is_inactive",
      "access_rights",
      "apply_policies",
    ],
  },
  health: {
    guard: responseGuards.hello,
    full: { status: "pass", version: "", description: "" },
    optional: ["version", "description"],
  },
};

const wrong: readonly unknown[] = [null, 1.5, 2 ** 53, true, "text", [1], { a: 1 }, 7];

/** The fields that are `null` where they are empty. */
const nullable = ["access_rights", "apply_policies"];

/** Whether a value is of the same kind as the right one. */
function alike(a: unknown, b: unknown): boolean {
  if (typeof a === "number" && typeof b === "number") return Number.isSafeInteger(b);
  return typeof a === typeof b && a !== null && b !== null && Array.isArray(a) === Array.isArray(b);
}

function valueAt(document: unknown, place: Place): unknown {
  return place.reduce<unknown>((value, name) => (value as Record<string, unknown>)[name], document);
}

describe.each(Object.entries(documents))("%s", (_, { guard, full, free = [], optional = [] }) => {
  test("is accepted completely", () => {
    expect(guard(full)).toBe(true);
  });

  test("is accepted with fields that a newer gateway adds", () => {
    const grown: unknown = JSON.parse(JSON.stringify(full), (_name, value: unknown) =>
      isRecord(value) ? { ...value, new_field: { a: [null] } } : value,
    );
    expect(guard(grown)).toBe(true);
  });

  const places = placesIn(full).filter(([name]) => !free.includes(String(name)));

  test.each(places.filter((place) => typeof place.at(-1) === "string").map((place) => [place]))(
    "%j can be missing only if it is optional",
    (place) => {
      expect(guard(withValue(full, place, undefined))).toBe(optional.includes(place.join(".")));
    },
  );

  test.each(places.map((place) => [place]))("%j must have its type", (place) => {
    for (const value of wrong) {
      if (alike(valueAt(full, place), value)) continue;
      if (nullable.includes(place.join(".")) && value === null) continue;
      const document = withValue(full, place, value);
      expect(guard(document), JSON.stringify(document)).toBe(false);
    }
  });

  test("accepts nothing else", () => {
    for (const value of [undefined, null, "", "text", 7, true, {}, [[]], [null], [{}]]) {
      expect(guard(value), JSON.stringify(value)).toBe(false);
    }
  });
});
