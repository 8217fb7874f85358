import { describe, expect, test } from "vitest";
import { TykInputError, keyRules } from "../../../../src/index.ts";
import type { AuthorizeRequest } from "../../../../src/index.ts";
import { json } from "../../../support/network/fake-fetch.ts";
import { clientWithReplies } from "../../../support/client/client.ts";
import { failure } from "../../../support/util/failure.ts";
import { omit } from "../../../support/util/omit.ts";
import { api, client, code, policy } from "../../../support/samples/samples.ts";
import { callApi } from "../../../support/gateway/oauth-flow.ts";
import { onOrders, testBedWithOneCopy } from "../../../support/gateway/test-bed.ts";
import { redirectUri as scenesUri } from "../../../support/gateway/redirect-uri.ts";
import {
  formFields,
  grantedReply,
  readReplies,
  implicit,
  redirectUri,
  ref,
} from "../../../support/samples/authorize-request.ts";
import { isUnknown, saying, sayingOf } from "../../../support/util/saying.ts";

describe("clients.authorize with key rules", () => {
  const rules = keyRules({ orgId: "acme", policies: ["silver"], metaData: { user: "ü & 1" } });
  const silver = json({ ...policy, id: "silver" });

  test("sends the JSON text that the gateway reads, after checking that the policies grant the API", async () => {
    const { tyk, sent } = clientWithReplies([
      json(api),
      json([api]),
      json(client),
      silver,
      grantedReply(code),
    ]);
    await tyk.clients.authorize(ref, { redirectUri, keyRules: rules });
    expect(sent[3]?.path).toBe("/tyk/policies/silver");
    expect(JSON.parse(formFields(sent[4]?.body)["key_rules"] ?? "")).toEqual(rules);
  });

  test("rejects rules of which no policy grants the API", async () => {
    const two = keyRules({ orgId: "acme", policies: ["gold", "silver"] });
    const none = { ...policy, access_rights: {} };
    const both = [json(none), json({ ...none, id: "silver" })];
    const { tyk, sent } = clientWithReplies([json(api), json([api]), json(client), ...both]);
    const error = await failure(tyk.clients.authorize(ref, { redirectUri, keyRules: two }));
    expect(error).toMatchObject({ code: "unsupported", outcome: "not-sent" });
    expect(error.message).toContain(
      "the set of policies gold, silver does not grant the API orders",
    );
    expect(sent).toHaveLength(5);
  });

  test("accepts a policy without the API next to one that grants it, because the token opens the API", async () => {
    const policies = { gold: ["orders"], narrow: ["billing"] };
    const bed = await testBedWithOneCopy({ policies });
    const rules = keyRules({ orgId: "acme", policies: ["narrow", "gold"] });
    const request = { responseType: "token", redirectUri: scenesUri, keyRules: rules } as const;
    const { access_token = "" } = await bed.tyk.clients.authorize(onOrders, request);
    expect(await callApi(bed, access_token)).toBe(200);
    const none = { ...request, keyRules: keyRules({ orgId: "acme", policies: ["narrow"] }) };
    const error = await failure(bed.tyk.clients.authorize(onOrders, none));
    expect(error).toMatchObject({ code: "unsupported", outcome: "not-sent" });
  });

  test("needs no policy in the rules or on the client", async () => {
    const access = keyRules({ orgId: "acme", accessRights: { orders: { api_id: "orders" } } });
    const { tyk, sent } = clientWithReplies([
      json(api),
      json([api]),
      json(omit(client, "policy_id")),
      grantedReply(code),
    ]);
    await tyk.clients.authorize(ref, { redirectUri, keyRules: access });
    expect(JSON.parse(formFields(sent[3]?.body)["key_rules"] ?? "")).toEqual(access);
  });

  test("rejects rules of another organisation", async () => {
    const { tyk, sent } = clientWithReplies([json(api), json([api]), json(client)]);
    const other = { ...rules, org_id: "umbrella" };
    expect(
      await failure(tyk.clients.authorize(ref, { redirectUri, keyRules: other })),
    ).toMatchObject({
      code: "input",
      field: "keyRules",
      outcome: "not-sent",
      message: saying("clients.authorize: keyRules must name the API's own organisation as org_id"),
    });
    expect(sent).toHaveLength(3);
  });

  test("sends the rules that it checked, even if the object changes afterwards", async () => {
    const given = { ...rules, apply_policies: ["silver"] };
    const { tyk, sent } = clientWithReplies([
      () => {
        given.apply_policies = [];
        return Response.json(api);
      },
      json([api]),
      json(client),
      silver,
      grantedReply(code),
    ]);
    await tyk.clients.authorize(ref, { redirectUri, keyRules: given });
    expect(JSON.parse(formFields(sent[4]?.body)["key_rules"] ?? "")).toMatchObject({
      apply_policies: ["silver"],
    });
  });

  test("uses the client's policy in the API's organisation for the rules of a user", async () => {
    const { tyk, sent } = clientWithReplies([...readReplies, grantedReply(code)]);
    await tyk.clients.authorize(ref, { redirectUri, userId: "ü & 1" });
    expect(JSON.parse(formFields(sent[4]?.body)["key_rules"] ?? "")).toStrictEqual({
      org_id: "acme",
      apply_policies: ["gold"],
      meta_data: { user: "ü & 1" },
    });
  });
});

describe("clients.authorize with a wrong request", () => {
  const open = "must name a policy or access rights: without either the token would open every API";
  const pkce = "is not supported: the gateway does not enforce PKCE";
  // The gateway writes these two into the fragment as they are.
  const fragment = 'must not contain & or + if responseType is "token"';
  const someRules = keyRules({ orgId: "acme", policies: ["gold"] });
  test.each<[unknown, string, string]>([
    [undefined, "request", "must be an object"],
    ["https://shop.example/cb", "request", "must be an object"],
    [{}, "redirectUri", "must be an absolute URL"],
    [{ redirectUri: "" }, "redirectUri", "must be an absolute URL"],
    [{ redirectUri: "/cb" }, "redirectUri", "must be an absolute URL"],
    [{ redirectUri: 7 }, "redirectUri", "must be an absolute URL"],
    [{ redirectUri: new URL(redirectUri) }, "redirectUri", "must be an absolute URL"],
    [{ redirectUri: "javascript:x" }, "redirectUri", "must not be a javascript: URI"],
    [{ redirectUri: "DATA:text/html,x" }, "redirectUri", "must not be a data: URI"],
    [
      { redirectUri: `${redirectUri}#x` },
      "redirectUri",
      "must not have a fragment: the gateway refuses it",
    ],
    [{ redirectUri, redirect_uri: redirectUri }, "redirect_uri", isUnknown],
    [{ redirectUri, timeoutMs: undefined }, "timeoutMs", isUnknown],
    [{ redirectUri, codeChallenge: "a" }, "codeChallenge", pkce],
    [{ redirectUri, code_challenge: undefined }, "code_challenge", pkce],
    [{ redirectUri, responseType: "id_token" }, "responseType", 'must be "code" or "token"'],
    [{ redirectUri, responseType: null }, "responseType", 'must be "code" or "token"'],
    [{ redirectUri, responseType: "toString" }, "responseType", 'must be "code" or "token"'],
    [{ redirectUri, state: 7 }, "state", "must be a string"],
    [{ redirectUri, state: null }, "state", "must be a string"],
    [{ redirectUri, state: "a&b", responseType: "token" }, "state", fragment],
    [{ redirectUri, state: "a+b", responseType: "token" }, "state", fragment],
    [{ redirectUri, userId: "" }, "userId", "must be a non-empty string"],
    [{ redirectUri, userId: 7 }, "userId", "must be a non-empty string"],
    [
      { redirectUri, userId: "u1", keyRules: someRules },
      "userId",
      "and keyRules must not both be given: name the user in the rules",
    ],
    [
      { redirectUri, keyRules: { ...someRules, expires: 1 } },
      "keyRules.expires",
      "must be left out: the gateway overwrites it with the token's own value, so it would have no effect",
    ],
    [
      { redirectUri, keyRules: { ...someRules, oauth_client_id: "x" } },
      "keyRules.oauth_client_id",
      "must be left out: the gateway overwrites it with the token's own value, so it would have no effect",
    ],
    [{ redirectUri, keyRules: "{}" }, "keyRules", "must be an object"],
    [{ redirectUri, keyRules: null }, "keyRules", "must be an object"],
    [{ redirectUri, keyRules: {} }, "keyRules", "must name the organisation"],
    [{ redirectUri, keyRules: { org_id: "acme", meta_data: {} } }, "keyRules", open],
    [{ redirectUri, keyRules: { org_id: "acme", apply_policies: [] } }, "keyRules", open],
  ])("rejects (%j) before any request: %s %s", async (wrong, field, why) => {
    const { tyk, sent } = clientWithReplies([]);
    const error = await failure(tyk.clients.authorize(ref, wrong as AuthorizeRequest));
    expect(error).toBeInstanceOf(TykInputError);
    expect(error).toMatchObject({
      field,
      operation: "clients.authorize",
      message: sayingOf("clients.authorize", field, why),
    });
    expect(sent).toEqual([]);
  });

  test.each([
    { redirectUri, state: "" },
    { redirectUri, state: undefined, keyRules: undefined, responseType: undefined },
    { redirectUri, userId: undefined },
  ])("rejects %j", async (right) => {
    const { tyk } = clientWithReplies([...readReplies, grantedReply(code)]);
    expect(await tyk.clients.authorize(ref, right)).toEqual(code);
  });

  test("rejects such a state for a code, and any other state for a token", async () => {
    const params = new URLSearchParams({ code: "c0de", state: "a&+b" });
    const answer = { code: "c0de", state: "a&+b", redirect_to: `${redirectUri}?${String(params)}` };
    const { tyk } = clientWithReplies([...readReplies, grantedReply(answer)]);
    expect(await tyk.clients.authorize(ref, { redirectUri, state: "a&+b" })).toEqual(answer);
    const state = "a=%23#?;b";
    const carried = { ...implicit, state };
    carried.redirect_to += `&state=${encodeURIComponent(state)}`;
    const other = clientWithReplies([...readReplies, grantedReply(carried)]);
    const asked = { redirectUri, state, responseType: "token" } as const;
    expect(await other.tyk.clients.authorize(ref, asked)).toEqual(carried);
  });

  test("rejects a redirect URI with an app's own scheme", async () => {
    const own = "app.shop:/cb";
    const answer = { code: "c0de", redirect_to: `${own}?code=c0de` };
    const { tyk } = clientWithReplies([
      json(api),
      json([api]),
      json({ ...client, redirect_uri: own }),
      json(policy),
      grantedReply(answer),
    ]);
    expect(await tyk.clients.authorize(ref, { redirectUri: own })).toEqual(answer);
  });
});
