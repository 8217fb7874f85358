import { describe, expect, test } from "vitest";
import { outcomeOf, toApiError } from "../../../src/transport/api-error.ts";
import {
  TykApiError,
  TykAuthenticationError,
  TykBadRequestError,
  TykNotFoundError,
  TykPermissionError,
  TykRateLimitError,
  TykRouteError,
  TykServerError,
} from "../../../src/index.ts";
import { createRefusal, errorOf } from "../../support/network/refusal.ts";

const says = (message: string): string => JSON.stringify({ status: "error", message });

const admin = "Attempted administrative access with invalid or missing key!";

describe("an error status", () => {
  test.each([
    [
      400,
      "bad-request",
      TykBadRequestError,
      "op: the gateway refused the request (400: unknown scope)",
    ],
    [
      422,
      "bad-request",
      TykBadRequestError,
      "op: the gateway refused the request (422: unknown scope)",
    ],
    [401, "permission", TykPermissionError, "op: not permitted (401: unknown scope)"],
    [403, "permission", TykPermissionError, "op: not permitted (403: unknown scope)"],
    [404, "not-found", TykNotFoundError, "op: not found (404: unknown scope)"],
    [
      405,
      "route",
      TykRouteError,
      "op: no such route (405): check the address, the port and the listen path; edge gateways and older versions lack some routes",
    ],
    [408, "api", TykApiError, "op: unexpected response (408: unknown scope)"],
    [409, "api", TykApiError, "op: unexpected response (409: unknown scope)"],
    [418, "api", TykApiError, "op: unexpected response (418: unknown scope)"],
    [425, "api", TykApiError, "op: unexpected response (425: unknown scope)"],
    [429, "rate-limit", TykRateLimitError, "op: too many requests (429)"],
    [500, "server", TykServerError, "op: the server failed (500: unknown scope)"],
    [501, "server", TykServerError, "op: the server failed (501: unknown scope)"],
    [503, "server", TykServerError, "op: the server failed (503: unknown scope)"],
    [599, "server", TykServerError, "op: the server failed (599: unknown scope)"],
    [199, "api", TykApiError, "op: unexpected response (199: unknown scope)"],
    [600, "api", TykApiError, "op: unexpected response (600: unknown scope)"],
    [999, "api", TykApiError, "op: unexpected response (999: unknown scope)"],
  ])("%i is %s", (status, code, type, message) => {
    const made = errorOf(createRefusal(status, says("unknown scope")));
    expect(made.constructor).toBe(type);
    expect(made.name).toBe(type.name);
    expect(made).toMatchObject({
      code,
      status,
      message,
      apiMessage: "unknown scope",
      operation: "op",
      attempts: 2,
    });
  });

  test.each([
    [199, "refused"],
    [400, "refused"],
    [403, "refused"],
    [404, "refused"],
    [407, "unknown"],
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
  ])("%i has the outcome %s", (status, outcome) => {
    expect(outcomeOf(createRefusal(status, says("unknown scope")))).toBe(outcome);
  });

  test("500 for a body that the gateway could not parse has the outcome refused", () => {
    expect(outcomeOf(createRefusal(500, says("Unmarshalling failed")))).toBe("refused");
    expect(outcomeOf(createRefusal(502, says("Unmarshalling failed")))).toBe("unknown");
    expect(outcomeOf(createRefusal(500, says("Unmarshalling failed later")))).toBe("unknown");
  });
});

describe("the gateway's 403 for its own secret", () => {
  test("is recognised by its message", () => {
    const made = errorOf(createRefusal(403, says(admin)));
    expect(made).toBeInstanceOf(TykAuthenticationError);
    expect(made.code).toBe("authentication");
    expect(made.message).toBe("op: the gateway did not accept the secret (403)");
    expect(made.apiMessage).toBe(admin);
  });

  test.each([
    [403, says(`${admin} `)],
    [403, says("Unauthorised")],
    [401, says(admin)],
    [403, ""],
    [403, "null"],
  ])("is not recognised for %i with %s", (status, body) => {
    expect(errorOf(createRefusal(status, body))).toBeInstanceOf(TykPermissionError);
  });

  test("is recognised for an operation with OAuth errors too", () => {
    const made = errorOf(createRefusal(403, says(admin), { oauthErrors: true }));
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
  ])("with %j of %s is %s", (body, contentType, code) => {
    expect(errorOf(createRefusal(404, body, { contentType })).code).toBe(code);
  });
});

describe("the gateway's message", () => {
  test.each([
    [says("unknown scope"), "application/json", "unknown scope"],
    [says("unknown scope"), "text/plain", "unknown scope"],
    ['{"error":"Key not authorised"}', "application/json", "Key not authorised"],
    ['{"message":"unknown scope","error":"Key not found"}', "application/json", "unknown scope"],
    ['{"message":7,"error":"Key not found"}', "application/json", "Key not found"],
    ['{"message":{"a":1}}', "application/json", undefined],
    ['["why"]', "application/json", undefined],
    ['"why"', "application/json", undefined],
    ["null", "application/json", undefined],
    ["why", "text/plain", undefined],
    [says("unknown scope"), "text/html", undefined],
    ["<html>why</html>", "text/html", undefined],
    ["", "application/json", undefined],
  ])("of %s in %s gives %j", (body, contentType, apiMessage) => {
    const made = errorOf(createRefusal(400, body, { contentType }));
    expect(made.apiMessage).toBe(apiMessage);
    const said = apiMessage === undefined ? "400" : `400: ${apiMessage}`;
    expect(made.message).toBe(`op: the gateway refused the request (${said})`);
  });

  const notShown =
    "its message is not one of the gateway's own and is not shown, because it could hold a secret";

  test.each([
    [400, "op: the gateway refused the request (400)"],
    [403, "op: not permitted (403)"],
    [404, "op: not found (404)"],
    [409, "op: unexpected response (409)"],
    [500, "op: the server failed (500)"],
  ])("is not shown with %i if it is not known, and the error says so", (status, message) => {
    for (const text of ["why", "API not found ", " API not found", "API not found: s3cret", ""]) {
      const made = errorOf(createRefusal(status, says(text)));
      expect(made.apiMessage).toBeUndefined();
      expect(made.message).toBe(`${message}; ${notShown}`);
    }
  });

  test("is read only from the fields of the body", () => {
    // Were it read from the prototype, every refusal would have a message.
    expect(
      errorOf(createRefusal(400, '{"__proto__":{"message":"API not found"}}')).apiMessage,
    ).toBe(undefined);
  });

  test("is recognised even if it is not shown", () => {
    expect(errorOf(createRefusal(404, says("no s3cret"))).code).toBe("not-found");
    expect(outcomeOf(createRefusal(500, says("Unmarshalling failed: s3cret")))).toBe("unknown");
    expect(outcomeOf(createRefusal(500, says('{"message":"Unmarshalling failed"}')))).toBe(
      "unknown",
    );
  });
});

test("a refusal carries the Retry-After time", () => {
  const made = toApiError(createRefusal(429, ""), { retryAfterMs: 1_000, outcome: "refused" });
  expect(made.retryAfterMs).toBe(1_000);
  expect(errorOf(createRefusal(429, "")).retryAfterMs).toBeUndefined();
});
