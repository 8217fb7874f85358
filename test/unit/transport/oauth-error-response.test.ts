import { describe, expect, test } from "vitest";
import { isOAuthRefusal, outcomeOf } from "../../../src/transport/api-error.ts";
import { TykOAuthError, TykPermissionError, TykServerError } from "../../../src/index.ts";
import { createRefusal, errorOf } from "../../support/network/refusal.ts";
import { saying } from "../../support/util/saying.ts";

describe("an OAuth error", () => {
  const body =
    '{"error":"invalid_request","error_description":"The requested scope is invalid, unknown, or malformed.","redirect_to":"https://a.example/?x"}';

  test.each([403, 400, 404, 500])(
    "is recognised if the operation has OAuth errors, whatever the status: %i",
    (status) => {
      const made = errorOf(
        createRefusal(status, body, { oauthErrors: true, contentType: "text/plain" }),
      );
      expect(made).toBeInstanceOf(TykOAuthError);
      expect(made).toMatchObject({
        code: "oauth",
        status,
        error: "invalid_request",
        error_description: "The requested scope is invalid, unknown, or malformed.",
        apiMessage: "The requested scope is invalid, unknown, or malformed.",
        message: saying(
          "op: the gateway refused: invalid_request (The requested scope is invalid, unknown, or malformed)",
        ),
      });
    },
  );

  test.each([200, 204, 403, 404, 408, 429, 500, 503])(
    "means with %i that nothing was done",
    (status) => {
      expect(outcomeOf(createRefusal(status, body, { oauthErrors: true }))).toBe("refused");
    },
  );

  test.each([
    [200, "unknown"],
    [403, "refused"],
    [500, "unknown"],
    [503, "unknown"],
  ])(
    "with %i and a name that OAuth does not define has the outcome of the status",
    (status, outcome) => {
      const other = '{"error":"upstream_unavailable","error_description":"s3cret"}';
      const given = createRefusal(status, other, { oauthErrors: true });
      expect(isOAuthRefusal(given)).toBe(true);
      expect(outcomeOf(given)).toBe(outcome);
    },
  );

  test("is not recognised in a response of a protected API or a proxy, which has no known name and no description", () => {
    const given = createRefusal(503, '{"error":"upstream unavailable"}', { oauthErrors: true });
    expect(isOAuthRefusal(given)).toBe(false);
    expect(errorOf(given)).toBeInstanceOf(TykServerError);
    expect(outcomeOf(given)).toBe("unknown");
    const disallowed = '{"error":"Access to this API has been disallowed"}';
    expect(errorOf(createRefusal(403, disallowed, { oauthErrors: true }))).toMatchObject({
      code: "permission",
      apiMessage: "Access to this API has been disallowed",
    });
  });

  test("is not recognised if the operation has no OAuth errors", () => {
    const made = errorOf(createRefusal(403, body));
    expect(made).toBeInstanceOf(TykPermissionError);
    expect(made.apiMessage).toBe("invalid_request");
  });

  test("may have only a name", () => {
    const made = errorOf(createRefusal(403, '{"error":"access_denied"}', { oauthErrors: true }));
    expect(made).toMatchObject({ code: "oauth", error: "access_denied" });
    expect(made).toMatchObject({ error_description: undefined, apiMessage: undefined });
  });

  test("must have a name", () => {
    expect(errorOf(createRefusal(403, '{"error":7}', { oauthErrors: true })).code).toBe(
      "permission",
    );
    expect(
      errorOf(createRefusal(404, "Not Found", { oauthErrors: true, contentType: "text/plain" }))
        .code,
    ).toBe("route");
  });

  test.each([
    ["no s3cret", "a s3cret"],
    ["invalid_request ", "The client s3cret is not known."],
    ["toString", "constructor"],
  ])("shows neither %j nor %j", (name, description) => {
    const body = JSON.stringify({ error: name, error_description: description });
    const made = errorOf(createRefusal(403, body, { oauthErrors: true }));
    expect(made).toMatchObject({
      code: "oauth",
      error: "not_shown",
      error_description: undefined,
      apiMessage: undefined,
      message:
        "op: the gateway refused; its message is not one of the gateway's own and is not shown, because it could hold a secret",
    });
  });

  test("with a known name shows that name without an unknown description", () => {
    const body = '{"error":"invalid_grant","error_description":"no code s3cret"}';
    expect(errorOf(createRefusal(403, body, { oauthErrors: true }))).toMatchObject({
      error: "invalid_grant",
      error_description: undefined,
      message: "op: the gateway refused: invalid_grant",
    });
  });
});
