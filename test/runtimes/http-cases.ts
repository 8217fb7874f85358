import { TykOAuth, isTykError } from "@tyk-oauth/sdk";
import type { AnyTykError, TykOAuthOptions } from "@tyk-oauth/sdk";
import { expect } from "vitest";
import { faultyApi, faultyClients } from "../support/runtimes/http-target.ts";
import type { HttpTarget } from "../support/runtimes/http-target.ts";

/** A promise of the SDK on real HTTP. Each case creates clients of its own. */
export interface HttpCase {
  readonly name: string;
  readonly run: (target: HttpTarget) => Promise<void>;
}

const apiId = "orders";
const redirectUri = "https://shop.example/cb";
const shared = { api_id: apiId, policy_id: "gold", redirect_uri: redirectUri } as const;

export const httpCases: readonly HttpCase[] = [
  {
    name: "reads the gateway's status, APIs and policies",
    run: async (target) => {
      const tyk = connect(target);
      expect((await tyk.gateway.info()).status).toBe("pass");
      expect((await tyk.apis.list()).map(({ api_id }) => api_id)).toContain(apiId);
      expect((await tyk.policies.list()).length).toBeGreaterThan(0);
    },
  },
  {
    name: "creates, reads, lists, updates, rotates and deletes a client",
    run: async (target) => {
      const tyk = connect(target);
      const ref = { apiId, clientId: "life" };
      const body = { ...shared, client_id: ref.clientId, description: "Grüße, 世界" };
      const created = await tyk.clients.create(body);
      expect(await tyk.clients.get(ref)).toEqual(created);
      expect(await tyk.clients.list({ apiId })).toContainEqual(created);
      const updated = await tyk.clients.update(ref, { meta_data: { team: "shop" } });
      expect(updated).toMatchObject({ description: body.description, meta_data: { team: "shop" } });
      const { secret } = await tyk.clients.rotateSecret(ref);
      expect(secret).not.toBe(created.secret);
      await tyk.clients.delete(ref);
      expect((await failureOf(tyk.clients.get(ref))).code).toBe("not-found");
    },
  },
  {
    name: "grants a code, exchanges it, and revokes the token",
    run: async (target) => {
      const tyk = connect(target);
      const clientId = "granted";
      const { secret } = await tyk.clients.create({ ...shared, client_id: clientId });
      const ref = { apiId, clientId };
      const { code } = await tyk.clients.authorize(ref, { redirectUri });
      const { access_token } = await tyk.raw.oauthToken(
        {
          path: { listenPath: "/orders/" },
          body: { grant_type: "authorization_code", code, redirect_uri: redirectUri },
        },
        { headers: { authorization: `Basic ${btoa(`${clientId}:${secret}`)}` } },
      );
      expect(await statusOf(target, access_token)).toBe(200);
      expect(await tyk.tokens.list(ref)).toHaveLength(1);
      await tyk.tokens.revoke({ clientId, token: access_token, tokenTypeHint: "access_token" });
      expect(await tyk.tokens.list(ref)).toEqual([]);
      expect(await statusOf(target, access_token)).toBe(403);
    },
  },
  {
    name: "sends 50 calls at once",
    run: async (target) => {
      const tyk = connect(target);
      await tyk.clients.create({ ...shared, client_id: "busy" });
      const calls = Array.from({ length: 50 }, () => tyk.clients.get({ apiId, clientId: "busy" }));
      const found = await Promise.all(calls);
      expect(new Set(found.map(({ client_id }) => client_id))).toEqual(new Set(["busy"]));
    },
  },
  {
    name: "works with the runtime's own fetch as an option",
    run: async (target) => {
      const tyk = connect(target, { fetch: globalThis.fetch });
      expect((await tyk.gateway.info()).status).toBe("pass");
    },
  },
  {
    name: "reports a wrong secret",
    run: async (target) => {
      const error = await failureOf(connect(target, { secret: "wrong" }).clients.list({ apiId }));
      expect(error).toMatchObject({ code: "authentication", outcome: "refused" });
    },
  },
  {
    // Some runtimes send it again themselves, so the attempts of the package differ.
    name: "sends a read again after its connection dropped",
    run: async (target) => {
      const error = await failureOf(readRaw(connect(target), faultyClients.dropped));
      expect(error.code).toBe("not-found");
    },
  },
  {
    name: "does not send a token request again after its connection dropped",
    run: async (target) => {
      const tyk = connect(target);
      const client = { ...shared, api_id: faultyApi, client_id: "once", secret: "s" };
      await tyk.clients.create(client);
      const call = tyk.raw.oauthToken(
        { path: { listenPath: `/${faultyApi}/` }, body: { grant_type: "client_credentials" } },
        { headers: { authorization: `Basic ${btoa("once:s")}` } },
      );
      expect(await failureOf(call)).toMatchObject({ code: "connection", outcome: "unknown" });
      expect(await tyk.tokens.list({ apiId: faultyApi, clientId: "once" })).toHaveLength(1);
    },
  },
  {
    name: "reports a closed port",
    run: async (target) => {
      const tyk = connect({ ...target, url: target.closedUrl }, { maxRetries: 0 });
      expect((await failureOf(tyk.gateway.info())).code).toBe("connection");
    },
  },
  {
    name: "stops waiting after timeoutMs",
    run: async (target) => {
      const tyk = connect(target, { maxRetries: 0, timeoutMs: 100 });
      const error = await failureOf(readRaw(tyk, faultyClients.silent));
      expect(error).toMatchObject({ code: "timeout", limitMs: 100 });
    },
  },
  {
    name: "stops when its signal aborts, and passes the reason on",
    run: async (target) => {
      const controller = new AbortController();
      const reason = new Error("the user left");
      const tyk = connect(target, {
        hooks: {
          onRequest: () => {
            controller.abort(reason);
          },
        },
      });
      const call = readRaw(tyk, faultyClients.silent, controller.signal);
      expect(await failureOf(call)).toMatchObject({ code: "aborted", cause: reason });
    },
  },
  {
    name: "refuses a redirect",
    run: async (target) => {
      const error = await failureOf(readRaw(connect(target), faultyClients.redirected));
      expect(error.code).toBe("redirect");
    },
  },
];

function connect(
  { url, secret, isBrowser }: HttpTarget,
  options: Partial<TykOAuthOptions> = {},
): TykOAuth {
  return new TykOAuth({ baseUrl: url, secret, dangerouslyAllowBrowser: isBrowser, ...options });
}

function readRaw(tyk: TykOAuth, keyName: string, signal?: AbortSignal): Promise<unknown> {
  return tyk.raw.getOAuthClient({ path: { apiID: apiId, keyName } }, signal ? { signal } : {});
}

async function statusOf({ url }: HttpTarget, token: string): Promise<number> {
  const headers = { authorization: `Bearer ${token}` };
  const response = await fetch(`${url}/orders/hello`, { headers });
  await response.text();
  return response.status;
}

async function failureOf(call: Promise<unknown>): Promise<AnyTykError> {
  const error = await call.then(
    () => expect.fail("the call succeeded"),
    (reason: unknown) => reason,
  );
  if (!isTykError(error)) throw error;
  return error;
}
