import { describe, expect, test } from "vitest";
import type { TykFetch, TykOAuth, TykOAuthOptions } from "../../../src/index.ts";
import { isTykError } from "../../../src/index.ts";
import { createGateway } from "../../../src/testing/index.ts";
import type { Gateway } from "../../../src/testing/index.ts";
import { encodings } from "../../support/secrets/encodings.ts";
import { leaks } from "../../support/secrets/leaks.ts";
import { causeChain } from "../../support/util/cause-chain.ts";
import { markers } from "../../support/secrets/markers.ts";
import { watchedClient } from "../../support/secrets/watched-client.ts";

const clientId = "shop-web";
const ref = { apiId: "orders", clientId };
const everywhere = { clientId, apis: "all" } as const;
const redirectUri = "https://shop.example/cb";
/** A secret that a method returns. */
const fresh = "m4rk-fresh-v7l";

/** A gateway on which every text that may be a secret is known, and two tokens of one client. */
interface Scene {
  gateway: Gateway;
  secrets: Record<string, string>;
  access: string;
  refresh: string;
  listedCode: string;
}

async function createScene(hashKeys: boolean): Promise<Scene> {
  const gateway = createGateway({
    secret: markers.admin,
    hashKeys,
    listHashedKeys: true,
    hashKeyFunction: "murmur64",
    now: Date.UTC(2030, 0, 1),
    policies: { gold: ["orders", "billing"], silver: ["orders", "billing"] },
  });
  const { raw } = gateway.client();
  for (const api_id of ["orders", "billing"]) {
    const meta_data = { note: markers.metadata };
    const document = { client_id: clientId, secret: markers.client, redirect_uri: redirectUri };
    await raw.createOAuthClient({
      body: { ...document, api_id, policy_id: "gold", meta_data, description: "" },
    });
  }
  const path = { listenPath: "/orders/" };
  const granted = await raw.authorizeClient({
    path,
    body: { response_type: "code", client_id: clientId, redirect_uri: redirectUri },
  });
  const code = "code" in granted ? granted.code : "";
  const { access_token: access, refresh_token: refresh = "" } = await raw.oauthToken(
    { path, body: { grant_type: "authorization_code", code, redirect_uri: redirectUri } },
    { headers: { authorization: `Basic ${btoa(`${clientId}:${markers.client}`)}` } },
  );
  const answer = await raw.getOAuthClientTokens({ path: { apiID: "orders", keyName: clientId } });
  const [listed] = Array.isArray(answer) ? answer : [];
  if (access === "" || refresh === "" || listed === undefined) throw new Error("No token to hide");
  const secrets = { ...markers, fresh, access, refresh, code };
  return { gateway, secrets, access, refresh, listedCode: listed.code };
}

/**
 * A client of the scene, whose nth request is answered with everything that it and the requests before it held and were
 * answered with, in several encodings.
 */
function quoting(
  { gateway }: Scene,
  at: number,
  status: number,
): ReturnType<typeof watchedClient> & { hit: () => boolean } {
  let nth = -1;
  const seen: string[] = [];
  const fetch: TykFetch = async (url, init) => {
    nth += 1;
    const { headers, body } = init;
    const fields = typeof body === "string" ? [...new URLSearchParams(body).values(), body] : [];
    seen.push(url, decodeURIComponent(url), JSON.stringify(headers), ...fields);
    if (nth !== at) {
      const response = await gateway.fetch(url, init);
      seen.push(await response.clone().text());
      return response;
    }
    const all = seen.join(" ");
    const message = Object.values(encodings)
      .map((encode) => encode(all))
      .join(" ");
    const error = { status: "error", message, error: all, error_description: message };
    return Response.json(error, { status });
  };
  const options: Partial<TykOAuthOptions> = { baseUrl: gateway.url, fetch, maxRetries: 0 };
  return { ...watchedClient(options), hit: () => nth >= at };
}

type Call = (tyk: TykOAuth, scene: Scene) => Promise<unknown>;
const body = { redirect_uri: redirectUri, meta_data: { note: markers.metadata } };

/** Verbs that are given what must not be shown, or find it. */
const methods: Record<string, Call> = {
  create: (tyk) =>
    tyk.clients.create({ ...body, client_id: "new", api_id: "orders", secret: fresh }),
  "create again": (tyk) =>
    tyk.clients.create(
      { ...body, client_id: clientId, secret: fresh },
      { apis: ["orders", "billing"], ifExists: "replace", tokens: "revoke", wait: false },
    ),
  update: (tyk) => tyk.clients.update(everywhere, { meta_data: { other: markers.metadata } }),
  "update the policy": (tyk) =>
    tyk.clients.update(ref, { policy_id: "silver" }, { tokens: "revoke", wait: false }),
  replace: (tyk) => tyk.clients.replace(ref, { ...body, policy_id: "gold" }),
  rotate: (tyk) => tyk.clients.rotateSecret(ref),
  "rotate to a secret": (tyk) => tyk.clients.rotateSecret(everywhere, { secret: fresh }),
  "rotate, and fail to activate": (tyk) =>
    tyk.clients.rotateSecret(everywhere, {
      secret: fresh,
      activate: () => Promise.reject(new Error(fresh)),
    }),
  "rotate, and fail to stage": (tyk) =>
    tyk.clients.rotateSecret(ref, {
      stage: (secret) => Promise.reject(new Error(`${secret} ${markers.client}`)),
    }),
  delete: (tyk) => tyk.clients.delete(everywhere, { wait: false }),
  "cut off": async (tyk) =>
    (await tyk.clients.cutOff({ clientId }, { secret: fresh, wait: false })).report,
  inspect: (tyk) => tyk.clients.inspect({ clientId }),
  "repair an index": (tyk, { gateway }) => {
    gateway.evictClient("orders", clientId);
    return tyk.clients.repairIndex({ apiId: "orders", candidates: [clientId] });
  },
  authorize: async (tyk) => {
    await tyk.clients.authorize(ref, { redirectUri, state: markers.state, userId: markers.rules });
  },
  "revoke a token": (tyk, { access }) => tyk.tokens.revoke({ clientId, token: access }),
  "revoke a listed code": (tyk, { listedCode }) =>
    tyk.tokens.revoke({ apiId: "orders", listedCode }),
  "revoke a refresh token": (tyk, { refresh }) =>
    tyk.tokens.revoke({ apiId: "orders", refreshToken: refresh }),
  "revoke all": (tyk) => tyk.tokens.revokeAll(everywhere, { wait: false }),
  "revoke by user": (tyk, { refresh }) =>
    tyk.tokens.revokeByUser(
      { apiId: "orders", where: { org_id: "acme" } },
      { wait: false, refreshTokens: [refresh] },
    ),
  "revoke all of one API": (tyk) => tyk.tokens.revokeAll(ref, { wait: false }),
  "inspect a token": (tyk, { access }) => tyk.tokens.inspect({ apiId: "orders", token: access }),
  "find tokens": async (tyk) => {
    await tyk.tokens.find({ apiId: "orders", where: { meta_data: { user: markers.rules } } });
  },
  "find tokens by a function that fails": (tyk) =>
    tyk.tokens.find({
      apiId: "orders",
      where: () => {
        throw new Error(markers.rules);
      },
    }),
};
/** Those that fail by themselves. */
const failing = /fail|repair/;

describe.each([
  ["hashed", true, 500],
  ["not hashed", false, 400],
] as const)("if keys are %s", (_, hashKeys, status) => {
  test.each(Object.entries(methods))(
    `%s shows no secret, whichever request gets the response ${status}`,
    async (name, call) => {
      for (let at = 0, isHit = true; isHit; at += 1) {
        const scene = await createScene(hashKeys);
        const { tyk, told, hit } = quoting(scene, at, status);
        const [outcome] = await Promise.allSettled([call(tyk, scene)]);
        isHit = hit();
        const where = `at request ${at}`;
        if (outcome.status === "rejected") {
          expect(isTykError(outcome.reason), where).toBe(true);
          expect(leaks(scene.secrets, ...causeChain(outcome.reason), told), where).toEqual([]);
        } else expect(leaks(scene.secrets, told), where).toEqual([]);
        // The last run is undisturbed, so the method must succeed.
        if (!isHit && !failing.test(name))
          expect(outcome, where).toMatchObject({ status: "fulfilled" });
      }
    },
  );

  test.each(["delete", "cut off", "inspect", "repair an index", "revoke all"])(
    "the report of %s shows no secret, nor a hash",
    async (name) => {
      const scene = await createScene(hashKeys);
      const { tyk, told } = quoting(scene, Number.POSITIVE_INFINITY, 500);
      const call = methods[name];
      if (call === undefined) throw new Error("unknown method");
      const [outcome] = await Promise.allSettled([call(tyk, scene)]);
      const report: unknown = outcome.status === "fulfilled" ? outcome.value : outcome.reason;
      const hidden = { ...scene.secrets, listedCode: scene.listedCode };
      expect(leaks(hidden, told)).toEqual([]);
      // An inspection shows the client, but for its secret.
      const shown = name === "inspect" ? ["metadata"] : [];
      expect(leaks(hidden, report)).toEqual(shown);
    },
  );
});
