import { describe, expect, test } from "vitest";
import { outcomeOf, toApiError } from "../../../../src/internal/transport/api-error.ts";
import type { Refusal } from "../../../../src/internal/transport/api-error.ts";
import {
  TykApiError,
  TykAuthenticationError,
  TykBadRequestError,
  TykNotFoundError,
  TykOAuthError,
  TykPermissionError,
  TykRateLimitError,
  TykRouteError,
  TykServerError,
} from "../../../../src/index.ts";

const same = (text: string): string => text;

function refusal(status: number, body: string, more: Partial<Refusal> = {}): Refusal {
  return { status, body, contentType: "application/json", oauthErrors: false, ...more };
}

function error(given: Refusal, redact = same): TykApiError {
  return toApiError(given, { operation: "op", attempts: 2, outcome: outcomeOf(given) }, redact);
}

const says = (message: string): string => JSON.stringify({ status: "error", message });
const admin = "Attempted administrative access with invalid or missing key!";

describe("an answer with an error status", () => {
  test.each([
    [400, "bad-request", TykBadRequestError, "op: the gateway does not take this (400: why)"],
    [422, "bad-request", TykBadRequestError, "op: the gateway does not take this (422: why)"],
    [401, "permission", TykPermissionError, "op: not permitted (401: why)"],
    [403, "permission", TykPermissionError, "op: not permitted (403: why)"],
    [404, "not-found", TykNotFoundError, "op: not found (404: why)"],
    [
      405,
      "route",
      TykRouteError,
      "op: no such route (405): a wrong address or port, an edge gateway, an older version, or a listen path that is none",
    ],
    [408, "api", TykApiError, "op: unexpected answer (408: why)"],
    [409, "api", TykApiError, "op: unexpected answer (409: why)"],
    [418, "api", TykApiError, "op: unexpected answer (418: why)"],
    [425, "api", TykApiError, "op: unexpected answer (425: why)"],
    [429, "rate-limit", TykRateLimitError, "op: too many requests (429)"],
    [500, "server", TykServerError, "op: the server failed (500: why)"],
    [501, "server", TykServerError, "op: the server failed (501: why)"],
    [503, "server", TykServerError, "op: the server failed (503: why)"],
    [599, "server", TykServerError, "op: the server failed (599: why)"],
    [199, "api", TykApiError, "op: unexpected answer (199: why)"],
    [600, "api", TykApiError, "op: unexpected answer (600: why)"],
    [999, "api", TykApiError, "op: unexpected answer (999: why)"],
  ])("%i is %s", (status, code, type, message) => {
    const made = error(refusal(status, says("why")));
    expect(made.constructor).toBe(type);
    expect(made.name).toBe(type.name);
    expect(made).toMatchObject({
      code,
      status,
      message,
      apiMessage: "why",
      operation: "op",
      attempts: 2,
    });
  });

  test.each([
    [199, "refused"],
    [400, "refused"],
    [403, "refused"],
    [404, "refused"],
    [408, "unknown"],
    [409, "refused"],
    [425, "refused"],
    [429, "refused"],
    [499, "refused"],
    [500, "unknown"],
    [501, "refused"],
    [502, "unknown"],
    [503, "unknown"],
    [504, "unknown"],
    [505, "refused"],
    [506, "unknown"],
    [600, "unknown"],
  ])("%i leaves the effect %s", (status, outcome) => {
    expect(outcomeOf(refusal(status, says("why")))).toBe(outcome);
  });

  test("500 for a body that the gateway could not parse is a refusal", () => {
    expect(outcomeOf(refusal(500, says("Unmarshalling failed")))).toBe("refused");
    expect(outcomeOf(refusal(502, says("Unmarshalling failed")))).toBe("unknown");
    expect(outcomeOf(refusal(500, says("Unmarshalling failed later")))).toBe("unknown");
  });
});

describe("the gateway's 403 for its own secret", () => {
  test("is told by its words", () => {
    const made = error(refusal(403, says(admin)));
    expect(made).toBeInstanceOf(TykAuthenticationError);
    expect(made.code).toBe("authentication");
    expect(made.message).toBe("op: the gateway does not know this secret (403)");
    expect(made.apiMessage).toBe(admin);
  });

  test.each([
    [403, says(`${admin} `)],
    [403, says("Unauthorised")],
    [401, says(admin)],
    [403, ""],
    [403, "null"],
  ])("is not %i with %s", (status, body) => {
    expect(error(refusal(status, body))).toBeInstanceOf(TykPermissionError);
  });

  test("is the same of an operation with OAuth errors", () => {
    const made = error(refusal(403, says(admin), { oauthErrors: true }));
    expect(made).toBeInstanceOf(TykAuthenticationError);
  });
});

describe("404", () => {
  test.each([
    ["null", "application/json", "not-found"],
    ['{"status":"ok","message":"a"}', "application/json", "route"],
    ['{"status":"error"}', "application/json", "not-found"],
    ['{"status":404,"error":"Not Found"}', "application/json", "route"],
    ["{}", "application/json", "route"],
    ['{"message":"no Route matched"}', "application/json", "route"],
    ["[]", "application/json", "route"],
    [says("API not found"), "application/json", "not-found"],
    [says("API not found"), "text/plain", "not-found"],
    ["404 page not found\n", "text/plain", "route"],
    ["Not Found", "text/plain", "route"],
    ["404 page not found\n", "application/json", "route"],
    ["", "application/json", "route"],
    ["", "", "route"],
    [says("not here"), "", "route"],
    [says("not here"), "text/html", "route"],
    ["<html>", "text/html", "route"],
    ['{"status":', "application/json", "api"],
    ['[{"id":', "text/plain", "api"],
    ['{"status":', "text/html", "route"],
  ])("with %j as %s is %s", (body, contentType, code) => {
    expect(error(refusal(404, body, { contentType })).code).toBe(code);
  });
});

describe("the gateway's words", () => {
  test.each([
    [says("why"), "application/json", "why"],
    [says("why"), "text/plain", "why"],
    ['{"error":"Key not authorised"}', "application/json", "Key not authorised"],
    ['{"message":"why","error":"other"}', "application/json", "why"],
    ['{"message":7,"error":"other"}', "application/json", "other"],
    ['{"message":{"a":1}}', "application/json", undefined],
    ['["why"]', "application/json", undefined],
    ['"why"', "application/json", undefined],
    ["null", "application/json", undefined],
    ["why", "text/plain", undefined],
    [says("why"), "text/html", undefined],
    ["<html>why</html>", "text/html", undefined],
    ["", "application/json", undefined],
  ])("of %s as %s are %j", (body, contentType, apiMessage) => {
    const made = error(refusal(400, body, { contentType }));
    expect(made.apiMessage).toBe(apiMessage);
    const said = apiMessage === undefined ? "400" : `400: ${apiMessage}`;
    expect(made.message).toBe(`op: the gateway does not take this (${said})`);
  });

  test("hold no control character, which would forge the lines of a log", () => {
    const made = error(refusal(400, says("one\r\ntwo\u0000\u001b[31m\u007f\u0085three\tfour")));
    expect(made.apiMessage).toBe("one two [31m three four");
    expect(made.message).toBe("op: the gateway does not take this (400: one two [31m three four)");
  });

  test("are known for what they are before anything is taken out of them", () => {
    const redact = (text: string): string => text.replaceAll("invalid", "[redacted]");
    const made = error(refusal(403, says(admin)), redact);
    expect(made).toBeInstanceOf(TykAuthenticationError);
    expect(made.apiMessage).toBe(admin.replace("invalid", "[redacted]"));
    const gone = (text: string): string => text.replaceAll("error", "[redacted]");
    expect(error(refusal(404, says("no error")), gone).code).toBe("not-found");
  });

  test("are cut, after their secrets were taken out", () => {
    const redact = (text: string): string => text.replaceAll("s3cret", "[redacted]");
    const made = error(
      refusal(400, says(`s3cret ${"x".repeat(283)}s3cret${"y".repeat(100)}`)),
      redact,
    );
    expect(made.apiMessage).toHaveLength(300);
    expect(made.apiMessage).toBe(`[redacted] ${"x".repeat(283)}[redac`);
    expect(made.message).not.toContain("s3cret");
  });
});

describe("an OAuth error", () => {
  const body =
    '{"error":"invalid_request","error_description":"why","redirect_to":"https://a.example/?x"}';

  test.each([403, 400, 404, 500])(
    "is one where the operation has them, whatever the status: %i",
    (status) => {
      const made = error(refusal(status, body, { oauthErrors: true, contentType: "text/plain" }));
      expect(made).toBeInstanceOf(TykOAuthError);
      expect(made).toMatchObject({
        code: "oauth",
        status,
        error: "invalid_request",
        error_description: "why",
        apiMessage: "why",
        message: "op: the gateway refused: invalid_request",
      });
    },
  );

  test("is none where the operation has none", () => {
    const made = error(refusal(403, body));
    expect(made).toBeInstanceOf(TykPermissionError);
    expect(made.apiMessage).toBe("invalid_request");
  });

  test("may say no more than its name", () => {
    const made = error(refusal(403, '{"error":"access_denied"}', { oauthErrors: true }));
    expect(made).toMatchObject({ code: "oauth", error: "access_denied" });
    expect(made).toMatchObject({ error_description: undefined, apiMessage: undefined });
  });

  test("has a name", () => {
    expect(error(refusal(403, '{"error":7}', { oauthErrors: true })).code).toBe("permission");
    expect(
      error(refusal(404, "Not Found", { oauthErrors: true, contentType: "text/plain" })).code,
    ).toBe("route");
  });

  test("shows no secret of the request", () => {
    const redact = (text: string): string => text.replaceAll("s3cret", "[redacted]");
    const said = '{"error":"no s3cret","error_description":"a s3cret"}';
    expect(error(refusal(403, said, { oauthErrors: true }), redact)).toMatchObject({
      error: "no [redacted]",
      error_description: "a [redacted]",
      apiMessage: "a [redacted]",
      message: "op: the gateway refused: no [redacted]",
    });
  });
});

test("what Retry-After asks for comes along", () => {
  const made = toApiError(refusal(429, ""), { retryAfterMs: 1_000, outcome: "refused" }, same);
  expect(made.retryAfterMs).toBe(1_000);
  expect(error(refusal(429, "")).retryAfterMs).toBeUndefined();
});
