import { describe, expect, test } from "vitest";
import {
  TykInputError,
  TykNotFoundError,
  TykOAuthError,
  TykResponseError,
  TykUnsupportedError,
} from "../../../../src/index.ts";
import { json, networkError, reject } from "../../../support/network/fake-fetch.ts";
import type { Reply } from "../../../support/network/fake-fetch.ts";
import { baseUrl, clientWithReplies, secret } from "../../../support/client/client.ts";
import { failure } from "../../../support/util/failure.ts";
import { omit } from "../../../support/util/omit.ts";
import { api, client, code, policy } from "../../../support/samples/samples.ts";
import {
  formFields,
  grantedReply,
  readReplies,
  implicit,
  request,
  redirectUri,
  ref,
} from "../../../support/samples/authorize-request.ts";
import { saying } from "../../../support/util/saying.ts";

describe("clients.authorize", () => {
  test("reads the API, the client and its policy, then requests a code", async () => {
    const answer = { ...code, redirect_to: `${code.redirect_to}&state=s`, state: "s" };
    const { tyk, sent } = clientWithReplies([...readReplies, grantedReply(answer)]);
    const call = tyk.clients.authorize(ref, { redirectUri, state: "s" });
    const { data, response, steps } = await call.withResponse();
    expect(data).toEqual(answer);
    expect(response.headers.get("content-type")).toBe("text/plain; charset=utf-8");
    expect(steps).toEqual([
      { apiId: "orders", operation: "getApi", outcome: "applied" },
      { operation: "listApis", outcome: "applied" },
      { apiId: "orders", operation: "getOAuthClient", outcome: "applied" },
      { operation: "getPolicy", outcome: "applied" },
      { apiId: "orders", operation: "authorizeClient", outcome: "applied" },
    ]);
    expect(sent).toMatchObject([
      { method: "GET", url: `${baseUrl}/tyk/apis/orders` },
      { method: "GET", url: `${baseUrl}/tyk/apis?include_types=mcp` },
      { method: "GET", url: `${baseUrl}/tyk/oauth/clients/orders/shop-web` },
      { method: "GET", url: `${baseUrl}/tyk/policies/gold` },
      { method: "POST", url: `${baseUrl}/orders/tyk/oauth/authorize-client/` },
    ]);
    for (const { headers } of sent) expect(headers["x-tyk-authorization"]).toBe(secret);
    expect(formFields(sent[4]?.body)).toEqual({
      response_type: "code",
      client_id: "shop-web",
      redirect_uri: redirectUri,
      state: "s",
    });
  });

  test("requests a token if the caller wants one", async () => {
    const { tyk, sent } = clientWithReplies([...readReplies, grantedReply(implicit)]);
    const answer = await tyk.clients.authorize(ref, { redirectUri, responseType: "token" });
    expect(answer.access_token).toBe("t0ken");
    expect(formFields(sent[4]?.body)).toEqual({
      response_type: "token",
      client_id: "shop-web",
      redirect_uri: redirectUri,
    });
  });

  test("encodes the redirect URI a second time, because the gateway decodes it twice", async () => {
    const odd = "https://shop.example/a%2Bb+c?d=%C3%BC";
    const answer = { code: "c0de", redirect_to: `${odd}&code=c0de` };
    const own = json({ ...client, redirect_uri: odd });
    const { tyk, sent } = clientWithReplies([
      json(api),
      json([api]),
      own,
      json(policy),
      grantedReply(answer),
    ]);
    await tyk.clients.authorize(ref, { redirectUri: odd });
    const once = formFields(sent[4]?.body)["redirect_uri"] ?? "";
    expect(once).not.toBe(odd);
    expect(new URLSearchParams(`uri=${once}`).get("uri")).toBe(odd);
  });

  test("accepts the response as JSON too, if a gateway labels it so", async () => {
    const { tyk } = clientWithReplies([...readReplies, json(code)]);
    expect(await tyk.clients.authorize(ref, request)).toEqual(code);
  });

  test("passes its options to each request", async () => {
    const { tyk, sent } = clientWithReplies([...readReplies, grantedReply(code)]);
    await tyk.clients.authorize(ref, request, { headers: { "x-team": "a" } });
    expect(sent.map(({ headers }) => headers["x-team"])).toEqual(["a", "a", "a", "a", "a"]);
  });

  test.each([
    ["code", implicit],
    ["token", code],
  ] as const)(
    "rejects a response that has something other than a %s",
    async (responseType, answer) => {
      const { tyk } = clientWithReplies([...readReplies, grantedReply(answer)]);
      const error = await failure(tyk.clients.authorize(ref, { redirectUri, responseType }));
      expect(error).toBeInstanceOf(TykResponseError);
      expect(error).toMatchObject({
        code: "schema",
        outcome: "applied",
        status: 200,
        attempts: 1,
        operation: "clients.authorize",
        message: saying(`clients.authorize: the gateway granted no ${responseType}`),
      });
      expect(error.steps).toHaveLength(5);
    },
  );

  test.each([
    [
      "leads elsewhere",
      { code: "c0de", redirect_to: "https://evil.example/cb?code=c0de" },
      "a redirect_to that is not the requested redirect URI",
    ],
    ["has another state", { ...code, state: "other" }, "another state"],
    [
      "carries another code",
      { code: "c0de", redirect_to: `${redirectUri}?code=other` },
      "a redirect_to without the code, token or state that it granted",
    ],
  ])("rejects a response that %s", async (_, answer, what) => {
    const { tyk } = clientWithReplies([...readReplies, grantedReply(answer)]);
    const error = await failure(tyk.clients.authorize(ref, request));
    expect(error).toBeInstanceOf(TykResponseError);
    expect(error).toMatchObject({ code: "schema", outcome: "applied" });
    expect(error.message).toEqual(saying(`clients.authorize: the gateway returned ${what}`));
  });

  test("adds to an error what it found out before the failure", async () => {
    const { tyk } = clientWithReplies([...readReplies, reject(networkError("ECONNRESET"))]);
    expect(await failure(tyk.clients.authorize(ref, request))).toMatchObject({
      operation: "authorizeClient",
      outcome: "unknown",
    });
    const refusal = json({ error: "access_denied", error_description: "no" }, 403);
    const other = clientWithReplies([...readReplies, refusal]);
    const error = await failure(other.tyk.clients.authorize(ref, request));
    expect(error).toBeInstanceOf(TykOAuthError);
    expect(error).toMatchObject({ error: "access_denied", outcome: "refused" });
  });

  test("reads and grants nothing in a dry run", async () => {
    const { tyk, sent } = clientWithReplies(readReplies, { dryRun: true });
    const { data, steps } = await tyk.clients.authorize(ref, request).withResponse();
    expect(data).toStrictEqual({});
    expect(sent).toHaveLength(4);
    expect(steps.at(-1)).toEqual({
      apiId: "orders",
      operation: "authorizeClient",
      outcome: "not-sent",
    });
  });
});

describe("clients.authorize checks the client, which", () => {
  const other = (more: object): Reply => json({ ...client, ...more });
  const notExact =
    "clients.authorize: redirectUri is not exactly a redirect URI of the client shop-web: do not send the browser there. If the client's field holds several URIs, set redirectUriSeparator";

  test.each([
    "https://shop.example/cb-other",
    "https://shop.example/cb/",
    "https://shop.example/cb?a=b",
    "https://shop.example/c",
    "https://shop.example/",
    "HTTPS://shop.example/cb",
    "https://shop.example:443/cb",
  ])("must have exactly the requested redirect URI, not one like %s", async (uri) => {
    const { tyk, sent } = clientWithReplies([json(api), json([api]), json(client)]);
    const error = await failure(tyk.clients.authorize(ref, { redirectUri: uri }));
    expect(error).toBeInstanceOf(TykInputError);
    expect(error).toMatchObject({
      field: "redirectUri",
      outcome: "not-sent",
      message: saying(notExact),
    });
    expect(sent).toHaveLength(3);
  });

  test("may have several redirect URIs if the client's options define the separator", async () => {
    const several = other({ redirect_uri: `https://shop.example/1;${redirectUri}` });
    const replies = [json(api), json([api]), several, json(policy), grantedReply(code)];
    const { tyk } = clientWithReplies(replies, { redirectUriSeparator: ";" });
    expect(await tyk.clients.authorize(ref, request)).toEqual(code);
    for (const redirectUriSeparator of [undefined, "|"]) {
      const unread = clientWithReplies([json(api), json([api]), several], { redirectUriSeparator });
      expect(await failure(unread.tyk.clients.authorize(ref, request))).toMatchObject({
        field: "redirectUri",
      });
    }
    const whole = clientWithReplies([json(api), json([api]), several], {
      redirectUriSeparator: ";",
    });
    const both = { redirectUri: `https://shop.example/1;${redirectUri}` };
    expect((await failure(whole.tyk.clients.authorize(ref, both))).message).toEqual(
      saying(notExact),
    );
  });

  test("must have a redirect URI", async () => {
    const { tyk } = clientWithReplies([json(api), json([api]), other({ redirect_uri: "" })]);
    const error = await failure(tyk.clients.authorize(ref, request));
    expect(error).toBeInstanceOf(TykUnsupportedError);
    expect(error.message).toEqual(
      saying(
        "clients.authorize: the client shop-web has no redirect URI, so it gets no token: set one with clients.update",
      ),
    );
  });

  test("must exist and be the requested client", async () => {
    const missing = json({ status: "error", message: "OAuth Client ID not found" }, 404);
    const { tyk } = clientWithReplies([json(api), json([api]), missing, json([]), missing]);
    const error = await failure(tyk.clients.authorize(ref, request));
    expect(error).toBeInstanceOf(TykNotFoundError);
    expect(error.outcome).toBe("not-sent");
    const wrong = clientWithReplies([json(api), json([api]), other({ client_id: "other" })]);
    expect(await failure(wrong.tyk.clients.authorize(ref, request))).toMatchObject({
      code: "schema",
      message: saying("clients.authorize: the gateway returned another client"),
    });
  });

  test("must have a policy if no rules are passed", async () => {
    for (const without of [omit(client, "policy_id"), { ...client, policy_id: "" }]) {
      const { tyk, sent } = clientWithReplies([json(api), json([api]), json(without)]);
      const error = await failure(tyk.clients.authorize(ref, request));
      expect(error).toBeInstanceOf(TykUnsupportedError);
      expect(error.message).toEqual(
        saying(
          "clients.authorize: the client shop-web has no policy, so a code or a token would be of no use: pass keyRules",
        ),
      );
      expect(sent).toHaveLength(3);
    }
  });

  test("must have a policy that grants the API", async () => {
    const { tyk, sent } = clientWithReplies([
      json(api),
      json([api]),
      json(client),
      json({ ...policy, access_rights: {} }),
    ]);
    const error = await failure(tyk.clients.authorize(ref, { redirectUri, userId: "u1" }));
    expect(error).toMatchObject({ code: "unsupported", outcome: "not-sent" });
    expect(sent).toHaveLength(4);
  });
});
