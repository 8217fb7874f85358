import { describe, expect, test } from "vitest";
import { TykOAuthError, TykResponseError } from "../../../src/index.ts";
import { json, text } from "../../support/network/fake-fetch.ts";
import { clientWithReplies } from "../../support/client/client.ts";
import { failure } from "../../support/util/failure.ts";
import { callRaw, client } from "../../support/samples/samples.ts";
import { saying } from "../../support/util/saying.ts";

const body = {
  error: "invalid_request",
  error_description:
    "The request is missing a required parameter, includes an invalid parameter value, includes a parameter more than once, or is otherwise malformed.",
};
const refusing = ["authorizeClient", "oauthToken"] as const;

describe("an OAuth error", () => {
  // The statuses that the gateway's oauth_error_status_code can set. No code depends on the status and the operation together.
  test.each([
    ...[200, 201, 400, 401, 403, 404, 405, 408, 425, 429, 500, 502, 503, 504].map(
      (status) => [status, "oauthToken"] as const,
    ),
    [200, "authorizeClient"] as const,
    [503, "authorizeClient"] as const,
  ])("with the status %i of %s is recognised: refused, and not retried", async (status, id) => {
    const { tyk, sent } = clientWithReplies([json(body, status), json(body, status)]);
    const error = await failure(callRaw(tyk.raw, id));
    expect(error).toBeInstanceOf(TykOAuthError);
    expect(error).toMatchObject({
      code: "oauth",
      status,
      ...body,
      outcome: "refused",
      attempts: 1,
      message: saying(
        `${id}: the gateway refused: invalid_request (${body.error_description.slice(0, -1)})`,
      ),
    });
    expect(sent).toHaveLength(1);
  });
});

describe.each(refusing)("an OAuth error of %s", (id) => {
  test("is not recognised in a response of another kind", async () => {
    const page = clientWithReplies([
      text(JSON.stringify(body), 200, { "content-type": "text/html" }),
    ]);
    expect(await failure(callRaw(page.tyk.raw, id))).toBeInstanceOf(TykResponseError);
    const other = clientWithReplies([json({ message: "invalid_request" }, 200)]);
    expect(await failure(callRaw(other.tyk.raw, id))).toMatchObject({
      code: "schema",
      outcome: "applied",
    });
    const created = clientWithReplies([json({}, 201)]);
    expect(await failure(callRaw(created.tyk.raw, id))).toMatchObject({
      code: "protocol",
      outcome: "applied",
    });
  });

  test("with a name that OAuth does not define may have been applied if the status does not exclude that", async () => {
    const made = { error: "upstream", error_description: "s3cret" };
    for (const status of [200, 503]) {
      const { tyk, sent } = clientWithReplies([json(made, status)]);
      expect(await failure(callRaw(tyk.raw, id))).toMatchObject({
        code: "oauth",
        error: "not_shown",
        outcome: "unknown",
      });
      expect(sent).toHaveLength(1);
    }
  });
});

test("authorize-client labels its JSON as text, also with 200", async () => {
  const { tyk } = clientWithReplies([text(JSON.stringify(body), 200)]);
  expect(await failure(callRaw(tyk.raw, "authorizeClient"))).toBeInstanceOf(TykOAuthError);
});

test("another operation has no OAuth errors: a client can have a field of that name", async () => {
  const { tyk } = clientWithReplies([json({ ...client, ...body })]);
  expect(await callRaw(tyk.raw, "getOAuthClient")).toMatchObject(body);
});
