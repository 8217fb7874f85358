import { describe, expect, test } from "vitest";
import type { TykOAuth } from "../../../src/index.ts";
import { json } from "../support/capture.ts";
import { clientOn } from "../support/client.ts";
import { failure } from "../support/failure.ts";
import { api, policy, samples } from "../support/samples.ts";

describe("apis", () => {
  const open = { ...api, api_id: "open", use_oauth2: false };

  test("get reads one definition, all of it", async () => {
    const whole = { ...api, a_field_of_the_gateway: { a: 1 } };
    const { tyk, sent } = clientOn([json(whole)]);
    const { data, steps } = await tyk.apis.get({ apiId: "or ders" }).withResponse();
    expect(data).toEqual(whole);
    expect(steps).toEqual([{ apiId: "or ders", operation: "getApi", outcome: "applied" }]);
    expect(sent).toMatchObject([{ method: "GET", path: "/tyk/apis/or%20ders" }]);
  });

  test.each([
    [undefined, [api, open]],
    [{}, [api, open]],
    [{ oauth: undefined }, [api, open]],
    [{ oauth: true }, [api]],
    [{ oauth: false }, [open]],
  ])("list of %j gives those that are asked for", async (args, expected) => {
    const { tyk, sent } = clientOn([json([api, open])]);
    const { data, steps } = await tyk.apis.list(args).withResponse();
    expect(data).toEqual(expected);
    expect(steps).toEqual([{ operation: "listApis", outcome: "applied" }]);
    expect(sent).toMatchObject([{ method: "GET", path: "/tyk/apis" }]);
  });
});

describe("policies", () => {
  test("get reads one policy", async () => {
    const { tyk, sent } = clientOn([json(policy)]);
    const { data, steps } = await tyk.policies.get({ policyId: "gold" }).withResponse();
    expect(data).toEqual(policy);
    expect(steps).toEqual([{ operation: "getPolicy", outcome: "applied" }]);
    expect(sent).toMatchObject([{ method: "GET", path: "/tyk/policies/gold" }]);
  });

  test("list reads all of them, those without an id too", async () => {
    const nameless = { ...policy, id: "" };
    const { tyk, sent } = clientOn([json([policy, nameless])]);
    expect(await tyk.policies.list()).toEqual([policy, nameless]);
    expect(sent).toMatchObject([{ method: "GET", path: "/tyk/policies" }]);
  });
});

describe("gateway", () => {
  test("info reads the health", async () => {
    const { tyk, sent } = clientOn([json(samples.hello.answer)]);
    const { data, steps } = await tyk.gateway.info().withResponse();
    expect(data).toEqual(samples.hello.answer);
    expect(steps).toEqual([{ operation: "hello", outcome: "applied" }]);
    expect(sent).toMatchObject([{ method: "GET", path: "/hello" }]);
  });
});

describe("options", () => {
  test.each<[string, unknown, (tyk: TykOAuth) => Promise<unknown>]>([
    ["apis.get", api, (tyk) => tyk.apis.get({ apiId: "orders" }, { headers: { "x-team": "a" } })],
    ["apis.list", [api], (tyk) => tyk.apis.list({}, { headers: { "x-team": "a" } })],
    [
      "policies.get",
      policy,
      (tyk) => tyk.policies.get({ policyId: "gold" }, { headers: { "x-team": "a" } }),
    ],
    ["policies.list", [policy], (tyk) => tyk.policies.list({ headers: { "x-team": "a" } })],
    [
      "gateway.info",
      samples.hello.answer,
      (tyk) => tyk.gateway.info({ headers: { "x-team": "a" } }),
    ],
    [
      "clients.listApis",
      ["orders"],
      (tyk) => tyk.clients.listApis({ clientId: "a" }, { headers: { "x-team": "a" } }),
    ],
    ["clients.list", [], (tyk) => tyk.clients.list({ apiId: "a" }, { headers: { "x-team": "a" } })],
    [
      "tokens.list",
      [],
      (tyk) => tyk.tokens.list({ apiId: "a", clientId: "b" }, { headers: { "x-team": "a" } }),
    ],
    [
      "tokens.page",
      samples.getOAuthClientTokens.answer,
      (tyk) =>
        tyk.tokens.page({ apiId: "a", clientId: "b", page: 1 }, { headers: { "x-team": "a" } }),
    ],
    [
      "tokens.revoke",
      samples.revokeSingleToken.answer,
      (tyk) => tyk.tokens.revoke({ clientId: "b", token: "c" }, { headers: { "x-team": "a" } }),
    ],
    [
      "tokens.revoke",
      samples.deleteKey.answer,
      (tyk) => tyk.tokens.revoke({ apiId: "b", listedCode: "c" }, { headers: { "x-team": "a" } }),
    ],
    [
      "tokens.revoke",
      samples.deleteKey.answer,
      (tyk) => tyk.tokens.revoke({ apiId: "b", refreshToken: "c" }, { headers: { "x-team": "a" } }),
    ],
    [
      "tokens.purgeLapsed",
      samples.purgeOAuthTokens.answer,
      (tyk) => tyk.tokens.purgeLapsed({ headers: { "x-team": "a" } }),
    ],
    [
      "clients.rotateSecret",
      samples.getOAuthClient.answer,
      (tyk) =>
        tyk.clients.rotateSecret({ apiId: "a", clientId: "b" }, undefined, {
          headers: { "x-team": "a" },
        }),
    ],
    [
      "clients.delete",
      samples.deleteKey.answer,
      (tyk) =>
        tyk.clients.delete({ apiId: "a", clientId: "b" }, undefined, {
          headers: { "x-team": "a" },
        }),
    ],
    [
      "clients.replace",
      samples.getOAuthClient.answer,
      (tyk) =>
        tyk.clients.replace({ apiId: "a", clientId: "b" }, {}, undefined, {
          headers: { "x-team": "a" },
        }),
    ],
  ])("%s hands them on", async (_, answer, call) => {
    const { tyk, sent } = clientOn([json(answer)]);
    await call(tyk);
    expect(sent[0]?.headers).toMatchObject({ "x-team": "a" });
  });
});

describe("input that is wrong is refused before anything is sent", () => {
  const any = (value: unknown): never => value as never;
  test.each<
    [string, (tyk: TykOAuth, value: unknown) => Promise<unknown>, [unknown, string, string][]]
  >([
    [
      "apis.get",
      (tyk, args) => tyk.apis.get(any(args)),
      [
        [undefined, "args", "must be an object"],
        ["orders", "args", "must be an object"],
        [{}, "apiId", "must be a string"],
        [
          { apiId: "a/b" },
          "apiId",
          "must not hold a slash: the gateway would read it as another route",
        ],
      ],
    ],
    [
      "apis.list",
      (tyk, args) => tyk.apis.list(any(args)),
      [
        [null, "args", "must be an object"],
        [true, "args", "must be an object"],
        [{ oauth: "true" }, "oauth", "must be true or false"],
        [{ oauth: null }, "oauth", "must be true or false"],
      ],
    ],
    [
      "policies.get",
      (tyk, args) => tyk.policies.get(any(args)),
      [
        [undefined, "args", "must be an object"],
        [{ policyId: "" }, "policyId", "must not be empty"],
        [{ policyId: ".." }, "policyId", "must not be a dot segment"],
      ],
    ],
  ])("%s", async (operation, call, wrong) => {
    for (const [args, field, why] of wrong) {
      const { tyk, sent } = clientOn([]);
      expect(await failure(call(tyk, args))).toMatchObject({
        code: "input",
        operation,
        field,
        message: `${operation}: ${field} ${why}`,
      });
      expect(sent).toEqual([]);
    }
  });
});
