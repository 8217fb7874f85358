import { keyRules } from "../../../src/index.ts";
import type { TykHookEvent, TykOAuth, TykOAuthOptions } from "../../../src/index.ts";
import { newClient } from "../client/new-client.ts";

/** One unique text for each thing that no log may show. */
export const markers = {
  admin: "m4rk-admin-q7x",
  client: "m4rk-client-w2k",
  token: "m4rk-token-e9z",
  refresh: "m4rk-refresh-r5b",
  code: "m4rk-code-t8n",
  metadata: "m4rk-metadata-y3c",
  rules: "m4rk-rules-u6d",
  header: "m4rk-header-i1f",
  state: "m4rk-state-o4g",
  filter: "m4rk-key-p0h",
};

/** Where an API listens. */
export const listen = { listenPath: "/orders/" };

const path = { apiID: "orders", keyName: "shop-web" };

/** Calls of one request that carry every marker, each in the place where such a thing travels. */
export const calls: Record<string, (tyk: TykOAuth) => Promise<unknown>> = {
  create: (tyk) =>
    tyk.raw.createOAuthClient({
      body: {
        api_id: "orders",
        secret: markers.client,
        meta_data: { note: markers.metadata, nested: [{ deep: markers.metadata }] },
      },
    }),
  replace: (tyk) => tyk.raw.updateOAuthClient({ path, body: { meta_data: [markers.metadata] } }),
  "end a refresh token": (tyk) =>
    tyk.tokens.revoke({ apiId: "orders", refreshToken: markers.refresh }),
  "remove a listed key": (tyk) => tyk.tokens.revoke({ apiId: "orders", listedCode: markers.token }),
  "revoke a token": (tyk) =>
    tyk.raw.revokeSingleToken({ body: { client_id: "shop-web", token: markers.token } }),
  "revoke all": (tyk) =>
    tyk.raw.revokeAllTokens({ body: { client_id: "shop-web", client_secret: markers.client } }),
  authorize: (tyk) =>
    tyk.raw.authorizeClient({
      path: listen,
      body: {
        response_type: "code",
        client_id: "shop-web",
        state: markers.state,
        key_rules: JSON.stringify(
          keyRules({ orgId: "acme", policies: ["gold"], metaData: { user: markers.rules } }),
        ),
      },
    }),
  "exchange a code": (tyk) =>
    tyk.raw.oauthToken(
      { path: listen, body: { grant_type: "authorization_code", code: markers.code } },
      { headers: { authorization: `Basic ${markers.header}` } },
    ),
  "refresh a token": (tyk) =>
    tyk.raw.oauthToken({
      path: listen,
      body: { grant_type: "refresh_token", refresh_token: markers.refresh },
    }),
  "get a key": (tyk) =>
    tyk.raw.getKey({ path: { keyID: markers.filter } }, { headers: { "x-trace": markers.header } }),
};

/** A client that carries the gateway's secret, and all that it tells its logger and its hooks. */
export function watched(options: Partial<TykOAuthOptions>): { tyk: TykOAuth; told: unknown[] } {
  const told: unknown[] = [];
  const keep = (...line: unknown[]): void => {
    told.push(...line);
  };
  const hook = (event: TykHookEvent): void => {
    told.push(event);
  };
  const tyk = newClient({
    secret: () => markers.admin,
    logger: { debug: keep, info: keep, warn: keep, error: keep },
    hooks: { onRequest: hook, onResponse: hook, onRetry: hook, onError: hook },
    tracer: {
      startActiveSpan: (name, start, run) => {
        told.push(name, start);
        return run({ setAttributes: keep, setStatus: keep, end: () => undefined });
      },
    },
    ...options,
  });
  return { tyk, told };
}

/** All errors of a chain of causes. */
export function chain(error: unknown): unknown[] {
  return error instanceof Error ? [error, ...chain(error.cause)] : [];
}
