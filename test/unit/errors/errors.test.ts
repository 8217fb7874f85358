import { inspect } from "node:util";
import { describe, expect, test } from "vitest";
import * as sdk from "../../../src/index.ts";
import { isTykError, TykError } from "../../../src/index.ts";
import type { AnyTykError, TykErrorCode, TykOutcome } from "../../../src/index.ts";
import {
  strongerOutcome,
  withClientId,
  withOutcome,
  withReport,
  withSteps,
} from "../../../src/errors/base.ts";

const aReport: sdk.TykReport = { kind: "copies", clientId: "shop-web", apis: [] };
const laterReport: sdk.TykReport = { kind: "broken-index", brokenApis: ["orders"] };

const all: AnyTykError[] = [
  new sdk.TykConfigError("m"),
  new sdk.TykInputError("m", { field: "f" }),
  new sdk.TykManifestError("m", { problems: [{ path: "/apis", message: "p" }] }),
  new sdk.TykConnectionError("m", { code: "connection", systemCode: "EPIPE" }),
  new sdk.TykConnectionError("m", { code: "tls", systemCode: undefined }),
  new sdk.TykTimeoutError("m", { phase: "body", limitMs: 5 }),
  new sdk.TykAbortError("m"),
  new sdk.TykRedirectError("m", { status: 301, targetOrigin: "https://a.example" }),
  ...(
    [
      "truncated",
      "invalid-json",
      "empty-body",
      "content-type",
      "encoding",
      "too-large",
      "protocol",
      "schema",
    ] as const
  ).map((code) => new sdk.TykResponseError("m", { code, status: 200 })),
  new sdk.TykBadRequestError("m", { status: 400 }),
  new sdk.TykAuthenticationError("m", { status: 403 }),
  new sdk.TykPermissionError("m", { status: 403 }),
  new sdk.TykNotFoundError("m", { status: 404 }),
  new sdk.TykRouteError("m", { status: 404 }),
  new sdk.TykRateLimitError("m", { status: 429, retryAfterMs: 7 }),
  new sdk.TykServerError("m", { status: 500 }),
  new sdk.TykOAuthError("m", { status: 403, error: "e", error_description: "d" }),
  new sdk.TykApiError("m", { status: 418, apiMessage: "a" }) as AnyTykError,
  new sdk.TykConflictError("m"),
  new sdk.TykUnsupportedError("m"),
  new sdk.TykIncompleteError("m", { report: aReport }),
];

/** Every code, held complete by the compiler. */
const codes: Readonly<Record<TykErrorCode, true>> = {
  config: true,
  input: true,
  manifest: true,
  connection: true,
  tls: true,
  timeout: true,
  aborted: true,
  redirect: true,
  truncated: true,
  "invalid-json": true,
  "empty-body": true,
  "content-type": true,
  encoding: true,
  "too-large": true,
  protocol: true,
  schema: true,
  "bad-request": true,
  authentication: true,
  permission: true,
  "not-found": true,
  route: true,
  "rate-limit": true,
  server: true,
  oauth: true,
  api: true,
  conflict: true,
  unsupported: true,
  incomplete: true,
};

const classes = Object.entries(sdk).filter(
  ([name, value]) => /^Tyk\w+Error$/.test(name) && typeof value === "function",
);

describe("the errors", () => {
  test("have every code, each once", () => {
    expect(all.map(({ code }) => code).sort()).toEqual(Object.keys(codes).sort());
  });

  test("are all exported classes, except for the base", () => {
    const made = new Set(all.map(({ name }) => name));
    expect([...made].sort()).toEqual(
      classes
        .map(([name]) => name)
        .filter((name) => name !== "TykError")
        .sort(),
    );
  });

  test.each(all.map((error) => [error.name, error.code, error] as const))(
    "%s (%s) is an error of the package, has its class's name, and defaults",
    (name, _, error) => {
      expect(error).toBeInstanceOf(Error);
      expect(error).toBeInstanceOf(TykError);
      expect(isTykError(error)).toBe(true);
      expect(error.constructor.name).toBe(name);
      expect(error).toMatchObject({
        operation: undefined,
        attempts: 0,
        outcome: "not-sent",
        steps: [],
      });
      expect(error.message).toBe("m");
      expect("cause" in error).toBe(false);
    },
  );

  test("of the API are subclasses of TykApiError", () => {
    const api = all.filter((error) => error instanceof sdk.TykApiError);
    expect(api.map(({ code }) => code)).toEqual([
      "bad-request",
      "authentication",
      "permission",
      "not-found",
      "route",
      "rate-limit",
      "server",
      "oauth",
      "api",
    ]);
  });

  test("keep what they are created from", () => {
    const cause = new Error("why");
    const error = new sdk.TykApiError("m", {
      operation: "getApi",
      attempts: 3,
      outcome: "unknown",
      cause,
      status: 503,
      apiMessage: "words",
      retryAfterMs: 5,
    });
    expect(error).toMatchObject({
      operation: "getApi",
      attempts: 3,
      outcome: "unknown",
      status: 503,
    });
    expect(error).toMatchObject({ apiMessage: "words", retryAfterMs: 5, cause });
    expect(error.message).toBe("getApi: m");
    expect(new sdk.TykAbortError("m", { cause: null }).cause).toBeNull();
    expect(new sdk.TykIncompleteError("m", { report: aReport }).report).toEqual(aReport);
    expect(new sdk.TykInputError("m", { field: "clientId" }).field).toBe("clientId");
  });

  test.each([
    ["applied", true],
    ["unknown", true],
    ["refused", false],
    ["not-sent", false],
  ] as const)("with the outcome %s may have been applied: %s", (outcome, may) => {
    expect(new sdk.TykAbortError("m", { outcome }).mayHaveBeenApplied).toBe(may);
  });

  test("are plain data in JSON, without stack and cause", () => {
    const error = new sdk.TykTimeoutError("m", {
      operation: "getApi",
      attempts: 1,
      outcome: "unknown",
      cause: new Error("why"),
      phase: "response",
      limitMs: 5,
    });
    expect(JSON.parse(JSON.stringify(error))).toEqual({
      name: "TykTimeoutError",
      code: "timeout",
      message: "getApi: m",
      operation: "getApi",
      attempts: 1,
      outcome: "unknown",
      steps: [],
      phase: "response",
      limitMs: 5,
    });
  });

  test("are shown by inspect with their names", () => {
    for (const error of all) expect(inspect(error)).toMatch(new RegExp(`^${error.name}: m`));
  });

  test("carry the steps of their method", () => {
    const steps = [{ apiId: "orders", operation: "getApi", outcome: "applied" }] as const;
    const error = new sdk.TykUnsupportedError("m");
    expect(withSteps(error, steps)).toBe(error);
    expect(error.steps).toEqual(steps);
    expect(error.toJSON()).toMatchObject({ steps });
  });
});

describe("an outcome", () => {
  // From the weakest to the strongest.
  const outcomes: readonly TykOutcome[] = ["not-sent", "refused", "unknown", "applied"];

  test.each(outcomes.flatMap((one) => outcomes.map((other) => [one, other] as const)))(
    "of %s and %s gives the stronger",
    (one, other) => {
      const stronger = outcomes[Math.max(outcomes.indexOf(one), outcomes.indexOf(other))];
      expect(strongerOutcome(one, other)).toBe(stronger);
    },
  );

  test("can be set on an error, and decides whether it may have been applied", () => {
    const error = new sdk.TykConflictError("m");
    expect(error.mayHaveBeenApplied).toBe(false);
    withOutcome(error, "applied");
    expect(error).toMatchObject({ outcome: "applied", mayHaveBeenApplied: true });
    expect(error.toJSON()).toMatchObject({ outcome: "applied" });
  });
});

describe("the error of a create", () => {
  test("names the client that may exist, in every view of the error", () => {
    const error = new sdk.TykConnectionError("the connection failed", {
      operation: "createOAuthClient",
      outcome: "unknown",
      code: "connection",
      systemCode: "EPIPE",
    });
    withClientId(error, "0f1e2d3c");
    expect(error.clientId).toBe("0f1e2d3c");
    expect(error.message).toBe("createOAuthClient: the connection failed");
    expect(error.toJSON()).toMatchObject({ clientId: "0f1e2d3c", message: error.message });
    expect(inspect(error)).toContain("0f1e2d3c");
  });

  test("names no client if none was set", () => {
    for (const error of all) {
      expect(error.clientId).toBeUndefined();
      expect("clientId" in error).toBe(false);
      expect(Object.keys(error.toJSON())).not.toContain("clientId");
    }
  });
});

describe("the error that ended a method half-way", () => {
  test("has what was done until then, as plain data of its own", () => {
    const error = new sdk.TykAbortError("m");
    withReport(error, aReport);
    expect(error.report).toEqual(aReport);
    expect(error.toJSON()).toMatchObject({ report: aReport });
    withReport(error, laterReport);
    expect(error.report).toEqual(aReport);
  });

  test("keeps its own report", () => {
    const error = new sdk.TykIncompleteError("m", { report: aReport });
    withReport(error, laterReport);
    expect(error.report).toEqual(aReport);
    expect(error.toJSON()).toMatchObject({ report: aReport });
  });

  test("has no report otherwise", () => {
    for (const error of all.filter(({ code }) => code !== "incomplete"))
      expect("report" in error).toBe(false);
  });
});

describe("isTykError", () => {
  test.each([
    undefined,
    null,
    "TykError",
    7,
    {},
    new Error("m"),
    new TypeError("m"),
    () => undefined,
  ])("rejects %s", (value) => {
    expect(isTykError(value)).toBe(false);
  });

  test("accepts errors of another copy of the package", () => {
    const other = Object.create({ [Symbol.for("@tyk-oauth/sdk/error")]: true }) as object;
    expect(isTykError(other)).toBe(true);
  });

  test("needs no mark that a log would show", () => {
    const error = new sdk.TykConfigError("m");
    expect(inspect(error)).not.toContain("@tyk-oauth/sdk/error");
    expect(Object.getOwnPropertySymbols(error)).toEqual([]);
    expect(Reflect.get(error, Symbol.for("@tyk-oauth/sdk/error"))).toBe(true);
  });
});
