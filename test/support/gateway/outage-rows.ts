import { createGateway } from "../../../src/testing/index.ts";
import type { Gateway, GatewayOptions } from "../../../src/testing/index.ts";
import {
  addClient,
  postToken,
  postConsent,
  callControl,
  postControlForm,
  codesListedFor,
  tokenPairFor,
  readResponse,
} from "./requests.ts";
import { redirectUri } from "./redirect-uri.ts";
import type { ReadResponse } from "./requests.ts";

export const gatewayOptions: GatewayOptions = {
  now: 0,
  apis: [
    "orders",
    { api_id: "vault", use_standard_auth: true },
    { api_id: "open", use_keyless: true },
  ],
  policies: { gold: ["orders"] },
  listHashedKeys: true,
  retainSeconds: 60,
  keys: { "vault-key-1": ["vault"] },
};

export interface GatewayWithToken {
  readonly gateway: Gateway;
  readonly code: string;
  readonly access: string;
  readonly refresh: string;
}

/** Creates a gateway with a client, a token and its refresh token, old enough for every cache to have expired. */
export async function gatewayWithToken(options: GatewayOptions = {}): Promise<GatewayWithToken> {
  const gateway = createGateway({ ...gatewayOptions, ...options });
  await addClient(gateway, "app");
  const { access, refresh } = await tokenPairFor(gateway, "app");
  const [code = ""] = await codesListedFor(gateway, "app");
  gateway.advance(60_000);
  return { gateway, code, access, refresh };
}

export const clientsPath = "/tyk/oauth/clients";

export const document: Record<string, string> = {
  client_id: "app",
  redirect_uri: redirectUri,
  policy_id: "gold",
};

export const error = (message: string): object => ({ status: "error", message });

export const notFound: object = error("OAuth Client ID not found");

export const deleted = (key: string): object => ({ key, status: "ok", action: "deleted" });

export const publicPost = async (
  gateway: Gateway,
  path: string,
  fields: Record<string, string>,
): Promise<ReadResponse> => {
  const body = new URLSearchParams(fields);
  return readResponse(await gateway.fetch(`${gateway.url}${path}`, { method: "POST", body }));
};

const useAt = async (gateway: Gateway, api: string, token: string): Promise<ReadResponse> => {
  const headers = { authorization: `Bearer ${token}` };
  return readResponse(await gateway.fetch(`${gateway.url}/${api}/x`, { headers }));
};

type Row = [
  what: string,
  status: number,
  body: unknown,
  call: (setup: GatewayWithToken) => Promise<ReadResponse>,
];

/** Every request that reads or writes storage, with its response during an outage. */
export const outageRows: Row[] = [
  ["listKeys", 200, { keys: [] }, ({ gateway }) => callControl(gateway, "GET", "/tyk/keys")],
  [
    "getKey",
    404,
    error("Key not found"),
    ({ gateway, code }) =>
      callControl(gateway, "GET", `/tyk/keys/${code}?hashed=true&api_id=orders`),
  ],
  [
    "deleteKey",
    404,
    error("There is no such key found"),
    ({ gateway, code }) => callControl(gateway, "DELETE", `/tyk/keys/${code}?hashed=true`),
  ],
  [
    "listOAuthClients",
    200,
    [],
    ({ gateway }) => callControl(gateway, "GET", `${clientsPath}/orders`),
  ],
  [
    "getOAuthClient",
    404,
    notFound,
    ({ gateway }) => callControl(gateway, "GET", `${clientsPath}/orders/app`),
  ],
  [
    "listOAuthClientApis",
    200,
    [],
    ({ gateway }) => callControl(gateway, "GET", `${clientsPath}/apis/app?orgID=acme`),
  ],
  [
    "getOAuthClientTokens",
    500,
    error("Get client tokens failed"),
    ({ gateway }) => callControl(gateway, "GET", `${clientsPath}/orders/app/tokens`),
  ],
  [
    "getOAuthClientTokens by page",
    500,
    error("Get client tokens failed"),
    ({ gateway }) => callControl(gateway, "GET", `${clientsPath}/orders/app/tokens?page=1`),
  ],
  [
    "createOAuthClient",
    500,
    error("Failure in storing client data."),
    ({ gateway }) =>
      callControl(gateway, "POST", `${clientsPath}/create`, { ...document, api_id: "orders" }),
  ],
  [
    "createOAuthClient by policy",
    500,
    error("Failure in storing client data."),
    ({ gateway }) => callControl(gateway, "POST", `${clientsPath}/create`, document),
  ],
  [
    "updateOAuthClient",
    404,
    notFound,
    ({ gateway }) =>
      callControl(gateway, "PUT", `${clientsPath}/orders/app`, { redirect_uri: "x" }),
  ],
  [
    "rotateOAuthClient",
    404,
    notFound,
    ({ gateway }) => callControl(gateway, "PUT", `${clientsPath}/orders/app/rotate`),
  ],
  [
    "deleteOAuthClient",
    200,
    deleted("app"),
    ({ gateway }) => callControl(gateway, "DELETE", `${clientsPath}/orders/app`),
  ],
  [
    "invalidateOAuthRefresh",
    200,
    deleted("refresh"),
    ({ gateway, refresh }) =>
      callControl(gateway, "DELETE", `/tyk/oauth/refresh/${refresh}?api_id=orders`),
  ],
  [
    "revokeSingleToken",
    400,
    error("oauth client doesn't exist"),
    ({ gateway, access }) =>
      postControlForm(gateway, "/tyk/oauth/revoke", { token: access, client_id: "app" }),
  ],
  [
    "revokeAllTokens",
    404,
    error("oauth client doesn't exist"),
    ({ gateway }) =>
      postControlForm(gateway, "/tyk/oauth/revoke_all", { client_id: "app", client_secret: "s" }),
  ],
  [
    "purgeOAuthTokens",
    500,
    error("error purging lapsed tokens"),
    ({ gateway }) => callControl(gateway, "DELETE", "/tyk/oauth/tokens?scope=lapsed"),
  ],
  [
    "authorizeClient",
    403,
    { error: "server_error" },
    ({ gateway }) => postConsent(gateway, { response_type: "code", client_id: "app" }),
  ],
  [
    "oauthAuthorize",
    403,
    { status: "error" },
    async ({ gateway }) =>
      readResponse(
        await gateway.fetch(
          `${gateway.url}/orders/oauth/authorize?response_type=code&client_id=app`,
        ),
      ),
  ],
  [
    "oauthToken",
    403,
    { error: "server_error" },
    ({ gateway }) => postToken(gateway, "app", { grant_type: "client_credentials" }),
  ],
  [
    "oauthToken by a refresh token",
    403,
    { error: "server_error" },
    ({ gateway, refresh }) =>
      postToken(gateway, "app", { grant_type: "refresh_token", refresh_token: refresh }),
  ],
  [
    "oauthRevoke",
    200,
    { status: "ok", message: "token revoked successfully" },
    ({ gateway, access }) => publicPost(gateway, "/orders/oauth/revoke", { token: access }),
  ],
  [
    "oauthRevokeAll",
    404,
    error("error getting oauth client"),
    ({ gateway }) =>
      publicPost(gateway, "/orders/oauth/revoke_all", { client_id: "app", client_secret: "s" }),
  ],
  [
    "a token at an OAuth API",
    403,
    { error: "Key not authorised" },
    ({ gateway, access }) => useAt(gateway, "orders", access),
  ],
  [
    "a key at an API with auth tokens",
    403,
    { error: "Access to this API has been disallowed" },
    ({ gateway }) => useAt(gateway, "vault", "vault-key-1"),
  ],
  ["a keyless API", 200, { url: "/upstream/x" }, ({ gateway }) => useAt(gateway, "open", "")],
];
