import { describe, expect, test } from "vitest";
import { TykRouteError, TykUnsupportedError } from "../../../../src/index.ts";
import { json, networkError, noRoute, reject } from "../../../support/network/fake-fetch.ts";
import { clientWithReplies } from "../../../support/client/client.ts";
import { failure } from "../../../support/util/failure.ts";

const done = json({ status: "ok", message: "lapsed tokens purged" });
const noSuchKey = json({ status: "error", message: "Key not found" }, 404);

describe("tokens.purgeLapsed", () => {
  test("purges, and reports only what the gateway confirms", async () => {
    const { tyk, sent } = clientWithReplies([done]);
    const { data, steps } = await tyk.tokens.purgeLapsed().withResponse();
    expect(data).toStrictEqual({
      state: "unverified",
      reason:
        "the gateway also confirms a purge that does nothing: if oauth_token_expired_retain_period is not set, and for 60 seconds after any purge, including the purge at its start",
      message: "lapsed tokens purged",
    });
    expect(steps).toEqual([{ operation: "purgeOAuthTokens", outcome: "applied" }]);
    expect(sent).toMatchObject([{ method: "DELETE", path: "/tyk/oauth/tokens?scope=lapsed" }]);
  });

  test("sends nothing in a dry run", async () => {
    const { tyk, sent } = clientWithReplies([], { dryRun: true });
    const { data, steps } = await tyk.tokens.purgeLapsed().withResponse();
    expect(data).toMatchObject({ state: "unverified", message: "" });
    expect(steps).toEqual([{ operation: "purgeOAuthTokens", outcome: "not-sent" }]);
    expect(sent).toEqual([]);
  });

  test("reports what is missing if the gateway has no such route", async () => {
    const { tyk } = clientWithReplies([noRoute(), noSuchKey]);
    const error = await failure(tyk.tokens.purgeLapsed());
    expect(error).toBeInstanceOf(TykUnsupportedError);
    expect(error).toMatchObject({
      operation: "tokens.purgeLapsed",
      attempts: 1,
      outcome: "refused",
      message:
        "tokens.purgeLapsed: this gateway does not serve purgeOAuthTokens: it is an edge of a larger deployment, or older than 5.3",
      steps: [{ operation: "purgeOAuthTokens", outcome: "refused" }],
    });
    expect(error.cause).toBeInstanceOf(TykRouteError);
  });

  test("reports an address that is not the control address", async () => {
    const { tyk } = clientWithReplies([noRoute(), noRoute()]);
    const error = await failure(tyk.tokens.purgeLapsed());
    expect(error).toBeInstanceOf(TykRouteError);
    expect(error).toMatchObject({ operation: "purgeOAuthTokens", outcome: "refused" });
  });

  test("passes on every other failure with its details", async () => {
    const refused = clientWithReplies([json({ status: "error", message: "no" }, 400)]);
    expect(await failure(refused.tyk.tokens.purgeLapsed())).toMatchObject({
      code: "bad-request",
      operation: "purgeOAuthTokens",
      outcome: "refused",
    });
    const lost = clientWithReplies([reject(networkError("ECONNRESET"))]);
    expect(await failure(lost.tyk.tokens.purgeLapsed())).toMatchObject({
      code: "connection",
      outcome: "unknown",
    });
    expect(lost.sent).toHaveLength(1);
  });
});
