import { describe, expect, test } from "vitest";
import { describeUnknownName, suggestName } from "../../../src/util/unknown-name.ts";

const options = ["baseUrl", "apiBaseUrl", "secret", "timeoutMs", "totalTimeoutMs", "maxRetries"];

describe("a name that is most likely meant", () => {
  test.each([
    ["baseURL", "baseUrl"],
    ["base_url", "baseUrl"],
    ["url", "baseUrl"],
    ["timeout", "timeoutMs"],
    ["timeoutms", "timeoutMs"],
    ["tiemoutMs", "timeoutMs"],
    ["totalTimeout", "totalTimeoutMs"],
    ["retries", "maxRetries"],
    ["token", "secret"],
    ["secert", "secret"],
    ["apiBaseUlr", "apiBaseUrl"],
    ["Secret", "secret"],
  ])("of %s is %s", (name, meant) => {
    expect(suggestName(name, options)).toBe(meant);
    expect(describeUnknownName("option", name, options)).toBe(
      `unknown option "${name}"; did you mean "${meant}"?`,
    );
  });

  test.each([
    ["createClient", ["getOAuthClient", "createOAuthClient"], "createOAuthClient"],
    ["redirectUri", ["client_id", "redirect_uri"], "redirect_uri"],
    ["callback", ["redirectUri", "state"], "redirectUri"],
    ["client_id", ["apiId", "clientId"], "clientId"],
    ["appliedThenDrop", ["drop", "applied-then-drop"], "applied-then-drop"],
  ])("of %s in %j is %s", (name, names, meant) => {
    expect(suggestName(name, names)).toBe(meant);
  });

  test.each(["", "x", "signal", "constructor", "__proto__", "toString", "s".repeat(100_000)])(
    "of %.20s is none",
    (name) => {
      expect(suggestName(name, options)).toBeUndefined();
    },
  );

  test("is not an unrelated short name", () => {
    expect(suggestName("env", ["key", "cert", "ca"])).toBeUndefined();
    expect(suggestName("per", ["key", "ref"])).toBeUndefined();
  });
});

test("without a similar name, the message lists all names", () => {
  expect(describeUnknownName("field", "colour", ["apiId", "clientId"], "target")).toBe(
    'unknown field "colour" in target; the fields are apiId, clientId',
  );
});
