import { describe, expect, test } from "vitest";
import { TykNotFoundError, TykRouteError, TykUnsupportedError } from "../../../src/index.ts";
import type { AnyTykError, TykErrorCode, TykOAuth } from "../../../src/index.ts";
import { operations } from "../../../src/operations/operations.ts";
import {
  isControlAddress,
  unusedKeyId,
  toUnsupportedError,
} from "../../../src/verbs/unsupported.ts";
import { json, networkError, noRoute, reject, text } from "../../support/network/fake-fetch.ts";
import type { Reply } from "../../support/network/fake-fetch.ts";
import { clientWithReplies, secret } from "../../support/client/client.ts";
import { failure } from "../../support/util/failure.ts";
import { operationIds } from "../../support/samples/samples.ts";
import { createMethodHarness } from "../../support/client/method-harness.ts";

const noSuchKey = json({ status: "error", message: "Key not found" }, 404);
const notHashed = json(
  { status: "error", message: "Key requested by hash but key hashing is not enabled" },
  400,
);
const session = json({ org_id: "acme", oauth_client_id: "", expires: 0 });
const html = text("<html>", 200, { "content-type": "text/html" });
const admin = json(
  {
    status: "error",
    message: "Attempted administrative access with invalid or missing key!",
  },
  403,
);

const control: [string, Reply][] = [
  ["an unknown key", noSuchKey],
  ["unhashed keys", notHashed],
  ["an existing key of that name", session],
];
const elsewhere: [string, Reply][] = [
  ["a missing route", noRoute()],
  ["a forbidden method", json({ status: "error", message: "Method not supported" }, 405)],
];
/** Responses that prove neither. */
const silent: [string, Reply, TykErrorCode][] = [
  ["a wrong secret", admin, "authentication"],
  ["a refusal", json({ status: "error", message: "no" }, 403), "permission"],
  ["a failing server", json({}, 500), "server"],
  ["an HTML page", html, "content-type"],
  ["a redirect", () => new Response(null, { status: 301 }), "redirect"],
  ["nothing", reject(networkError("ECONNRESET")), "connection"],
];

describe("a control address", () => {
  test.each(control)("is recognised by a response with %s", async (_, reply) => {
    const { context, sent } = createMethodHarness([reply]);
    expect(await isControlAddress(context)).toBe(true);
    expect(sent).toMatchObject([
      {
        method: "GET",
        path: `/tyk/keys/${unusedKeyId}?hashed=true`,
        headers: { "x-tyk-authorization": secret },
      },
    ]);
    // The check itself is not a step of the method.
    expect(context.steps).toEqual([]);
  });

  test.each(elsewhere)("is excluded by a response with %s", async (_, reply) => {
    expect(await isControlAddress(createMethodHarness([reply]).context)).toBe(false);
  });

  test.each(silent)("cannot be recognised by %s", async (_, reply, code) => {
    const error = await failure(isControlAddress(createMethodHarness([reply]).context));
    expect(error).toMatchObject({ code, operation: "getKey" });
  });

  test("is checked with the method's own timeouts", async () => {
    const { deps, sent, run } = createMethodHarness([noSuchKey]);
    expect(deps.config.headers).toEqual({});
    await run((context) => isControlAddress(context), { headers: { "x-team": "a" } });
    expect(sent[0]?.headers).toMatchObject({ "x-team": "a" });
  });
});

describe("an operation without a route", () => {
  const route = new TykRouteError("no such route", { status: 404, attempts: 1 });

  test.each(operationIds)(
    "%s is reported as missing if only the control address serves it",
    async (id) => {
      const { servedBy, since } = operations[id];
      const { context, sent } = createMethodHarness([noSuchKey]);
      const error = await toUnsupportedError(context, id, route);
      // The health is on another address where the gateway is older.
      if (servedBy === "api" || id === "hello") {
        expect(error).toBe(route);
        expect(sent).toEqual([]);
        return;
      }
      const older = since === undefined ? "" : `, or older than ${since}`;
      expect(error).toBeInstanceOf(TykUnsupportedError);
      expect(error).toMatchObject({
        operation: "test.method",
        attempts: 1,
        message: `test.method: this gateway does not serve ${id}: it is an edge of a larger deployment${older}`,
      });
      expect(error.cause).toBe(route);
      expect(sent).toHaveLength(1);
    },
  );

  test.each<[string, Reply]>([
    ...elsewhere,
    ...silent.map(([name, reply]): [string, Reply] => [name, reply]),
  ])("gives no statement about the gateway if the address responds with %s", async (_, reply) => {
    const { context, sent } = createMethodHarness([reply]);
    expect(await toUnsupportedError(context, "getApi", route)).toBe(route);
    expect(sent).toHaveLength(1);
  });

  test("keeps its outcome", async () => {
    const { context } = createMethodHarness([noSuchKey]);
    const unknown = new TykRouteError("no", { status: 404, attempts: 3, outcome: "unknown" });
    expect(await toUnsupportedError(context, "rotateOAuthClient", unknown)).toMatchObject({
      attempts: 3,
      outcome: "unknown",
    });
  });

  test("is distinguished from a missing object, except for the APIs of a client, which an edge gateway reads as a client", async () => {
    const notFound = new TykNotFoundError("no", { status: 404 });
    for (const id of operationIds) {
      const { context, sent } = createMethodHarness([noSuchKey]);
      const error = await toUnsupportedError(context, id, notFound);
      if (id === "listOAuthClientApis") expect(error).toBeInstanceOf(TykUnsupportedError);
      else expect(error).toBe(notFound);
      expect(sent).toHaveLength(id === "listOAuthClientApis" ? 1 : 0);
    }
  });
});

describe("a method", () => {
  async function fails(
    call: (tyk: TykOAuth) => Promise<unknown>,
    ...replies: readonly Reply[]
  ): Promise<AnyTykError> {
    const { tyk, sent } = clientWithReplies(replies);
    const error = await failure(call(tyk));
    expect(sent).toHaveLength(replies.length);
    return error;
  }
  const listApis = (tyk: TykOAuth): Promise<unknown> => tyk.clients.listApis({ clientId: "a" });
  const purge = (tyk: TykOAuth): Promise<unknown> => tyk.tokens.purgeLapsed();
  const policies = (tyk: TykOAuth): Promise<unknown> => tyk.policies.list();

  test("reports what the gateway lacks, and keeps the step unchanged", async () => {
    const error = await fails(purge, noRoute(), noSuchKey);
    expect(error).toMatchObject({
      code: "unsupported",
      operation: "tokens.purgeLapsed",
      outcome: "refused",
      attempts: 1,
      message:
        "tokens.purgeLapsed: this gateway does not serve purgeOAuthTokens: it is an edge of a larger deployment, or older than 5.3",
      steps: [{ operation: "purgeOAuthTokens", outcome: "refused" }],
    });
    expect(error.cause).toMatchObject({ code: "route", operation: "purgeOAuthTokens" });
  });

  test("that reads reports it too", async () => {
    expect(await fails(policies, noRoute(), notHashed)).toMatchObject({
      code: "unsupported",
      operation: "policies.list",
    });
    const message = "OAuth Client ID not found";
    const edge = json({ status: "error", message }, 404);
    expect(await fails(listApis, edge, noSuchKey)).toMatchObject({
      code: "unsupported",
      operation: "clients.listApis",
    });
    expect(await fails(listApis, edge, noRoute())).toMatchObject({
      code: "not-found",
      apiMessage: message,
    });
  });

  test("at a wrong address reports that the route does not exist", async () => {
    expect(await fails(purge, noRoute(), noRoute())).toMatchObject({
      code: "route",
      operation: "purgeOAuthTokens",
    });
  });

  test("sends no further request if another error is reported", async () => {
    const refusal = json({ status: "error", message: "no" }, 400);
    expect(await fails(purge, refusal)).toMatchObject({ code: "bad-request" });
  });
});
