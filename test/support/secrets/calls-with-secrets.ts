import { keyRules } from "../../../src/index.ts";
import type { TykOAuth } from "../../../src/index.ts";
import { markers } from "./markers.ts";

/** The path of an API. */
export const ordersPath = { listenPath: "/orders/" };

const path = { apiID: "orders", keyName: "shop-web" };

/** Calls of one request each that together carry every marker, in the position where such a value is sent. */
export const callsWithSecrets: Record<string, (tyk: TykOAuth) => Promise<unknown>> = {
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
      path: ordersPath,
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
      { path: ordersPath, body: { grant_type: "authorization_code", code: markers.code } },
      { headers: { authorization: `Basic ${markers.header}` } },
    ),
  "refresh a token": (tyk) =>
    tyk.raw.oauthToken({
      path: ordersPath,
      body: { grant_type: "refresh_token", refresh_token: markers.refresh },
    }),
  "get a key": (tyk) =>
    tyk.raw.getKey({ path: { keyID: markers.filter } }, { headers: { "x-trace": markers.header } }),
};
