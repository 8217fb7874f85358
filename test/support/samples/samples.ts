import type {
  ApiDefinition,
  ApiModifyKeySuccess,
  ApiStatusMessage,
  OAuthClient,
  OAuthTokenPage,
  Policy,
  RequestOptions,
  TykPromise,
  TykRaw,
} from "../../../src/index.ts";

/** A request of a `tyk.raw` operation and the gateway's response. */
export interface Sample {
  input: unknown;
  method: string;
  path: string;
  body?: string;
  contentType?: string;
  answer: unknown;
}

export const client: Required<OAuthClient> = {
  client_id: "shop-web",
  redirect_uri: "https://shop.example/cb",
  policy_id: "gold",
  secret: "client-s3cret",
  meta_data: { team: "storefront", tier: 2 },
  description: "Shop web front",
};

export const api: ApiDefinition = {
  api_id: "orders",
  org_id: "acme",
  name: "orders",
  active: true,
  use_oauth2: true,
  use_keyless: false,
  domain: "",
  proxy: { listen_path: "/orders/", strip_listen_path: true },
};

export const policy: Policy = {
  id: "gold",
  org_id: "acme",
  active: true,
  access_rights: { orders: { api_id: "orders", api_name: "orders", versions: ["Default"] } },
};

export const page: OAuthTokenPage = {
  Pagination: { page_num: 1, page_total: 1, page_size: 100 },
  Tokens: [{ code: "0f1e2d3c4b5a6978", expires: 1767225600 }],
};

export const deleted: ApiModifyKeySuccess = { key: "shop-web", status: "ok", action: "deleted" };
export const ok: ApiStatusMessage = { status: "ok", message: "tokens revoked successfully" };
export const code = { code: "c0de", redirect_to: "https://shop.example/cb?code=c0de" };
export const token = { access_token: "t0ken", expires_in: 3600, token_type: "bearer" };
const health = { status: "pass", version: "v5.14.0", description: "Tyk GW" };
const session = { org_id: "acme", oauth_client_id: "shop-web", expires: 1767225600 };

const json = "application/json";
const form = "application/x-www-form-urlencoded";
const onClient = { path: { apiID: "orders", keyName: "shop-web" } };
const onApi = { listenPath: "/orders/" };

/** One call of each operation. */
export const samples: Readonly<Record<keyof TykRaw, Sample>> = {
  createOAuthClient: {
    input: { body: { api_id: "orders", redirect_uri: "https://shop.example/cb" } },
    method: "POST",
    path: "/tyk/oauth/clients/create",
    body: '{"api_id":"orders","redirect_uri":"https://shop.example/cb"}',
    contentType: json,
    answer: client,
  },
  listOAuthClients: {
    input: { path: { apiID: "orders" } },
    method: "GET",
    path: "/tyk/oauth/clients/orders",
    answer: [client],
  },
  getOAuthClient: {
    input: onClient,
    method: "GET",
    path: "/tyk/oauth/clients/orders/shop-web",
    answer: client,
  },
  updateOAuthClient: {
    input: { ...onClient, body: { description: "after" } },
    method: "PUT",
    path: "/tyk/oauth/clients/orders/shop-web",
    body: '{"description":"after"}',
    contentType: json,
    answer: client,
  },
  updateOAuthClientMetadata: {
    input: { path: { apiID: "orders" } },
    method: "PUT",
    path: "/tyk/oauth/clients/orders",
    answer: [client],
  },
  rotateOAuthClient: {
    input: onClient,
    method: "PUT",
    path: "/tyk/oauth/clients/orders/shop-web/rotate",
    answer: client,
  },
  deleteOAuthClient: {
    input: onClient,
    method: "DELETE",
    path: "/tyk/oauth/clients/orders/shop-web",
    answer: deleted,
  },
  listOAuthClientApis: {
    input: { path: { clientID: "shop-web" }, query: { orgID: "" } },
    method: "GET",
    path: "/tyk/oauth/clients/apis/shop-web?orgID=",
    answer: ["orders", "billing"],
  },
  getOAuthClientTokens: {
    input: { ...onClient, query: { page: 1 } },
    method: "GET",
    path: "/tyk/oauth/clients/orders/shop-web/tokens?page=1",
    answer: page,
  },
  invalidateOAuthRefresh: {
    input: { path: { keyName: "refresh=" }, query: { api_id: "orders" } },
    method: "DELETE",
    path: "/tyk/oauth/refresh/refresh%3D?api_id=orders",
    answer: deleted,
  },
  revokeSingleToken: {
    input: { body: { token: "a+b/c=", client_id: "shop web", token_type_hint: "access_token" } },
    method: "POST",
    path: "/tyk/oauth/revoke",
    body: "token=a%2Bb%2Fc%3D&client_id=shop+web&token_type_hint=access_token",
    contentType: form,
    answer: ok,
  },
  revokeAllTokens: {
    input: { body: { client_id: "shop-web", client_secret: "s&=", org_id: "acme" } },
    method: "POST",
    path: "/tyk/oauth/revoke_all",
    body: "client_id=shop-web&client_secret=s%26%3D&org_id=acme",
    contentType: form,
    answer: ok,
  },
  purgeOAuthTokens: {
    input: { query: { scope: "lapsed" } },
    method: "DELETE",
    path: "/tyk/oauth/tokens?scope=lapsed",
    answer: ok,
  },
  getApi: {
    input: { path: { apiID: "orders" } },
    method: "GET",
    path: "/tyk/apis/orders",
    answer: api,
  },
  listApis: { input: {}, method: "GET", path: "/tyk/apis", answer: [api] },
  getPolicy: {
    input: { path: { polID: "gold" } },
    method: "GET",
    path: "/tyk/policies/gold",
    answer: policy,
  },
  listPolicies: { input: {}, method: "GET", path: "/tyk/policies", answer: [policy] },
  listKeys: {
    input: { query: { hashed: true, api_id: "orders", filter: "acme" } },
    method: "GET",
    path: "/tyk/keys?hashed=true&api_id=orders&filter=acme",
    answer: { keys: ["89abcdef01234567"] },
  },
  getKey: {
    input: { path: { keyID: "89abcdef01234567" }, query: { hashed: true } },
    method: "GET",
    path: "/tyk/keys/89abcdef01234567?hashed=true",
    answer: session,
  },
  deleteKey: {
    input: { path: { keyID: "89abcdef01234567" }, query: { hashed: true, api_id: "orders" } },
    method: "DELETE",
    path: "/tyk/keys/89abcdef01234567?hashed=true&api_id=orders",
    answer: deleted,
  },
  hello: { input: {}, method: "GET", path: "/hello", answer: health },
  authorizeClient: {
    input: {
      path: onApi,
      body: {
        response_type: "code",
        client_id: "shop-web",
        redirect_uri: "https://shop.example/cb",
      },
    },
    method: "POST",
    path: "/orders/tyk/oauth/authorize-client/",
    body: "response_type=code&client_id=shop-web&redirect_uri=https%3A%2F%2Fshop.example%2Fcb",
    contentType: form,
    answer: code,
  },
  oauthAuthorize: {
    input: { path: onApi, query: { response_type: "code", client_id: "shop-web" } },
    method: "GET",
    path: "/orders/oauth/authorize/?response_type=code&client_id=shop-web",
    answer: undefined,
  },
  oauthToken: {
    input: { path: onApi, body: { grant_type: "client_credentials" } },
    method: "POST",
    path: "/orders/oauth/token/",
    body: "grant_type=client_credentials",
    contentType: form,
    answer: token,
  },
  oauthRevoke: {
    input: { path: onApi, body: { token: "t0ken" } },
    method: "POST",
    path: "/orders/oauth/revoke",
    body: "token=t0ken",
    contentType: form,
    answer: ok,
  },
  oauthRevokeAll: {
    input: { path: onApi, body: { client_id: "shop-web", client_secret: "client-s3cret" } },
    method: "POST",
    path: "/orders/oauth/revoke_all",
    body: "client_id=shop-web&client_secret=client-s3cret",
    contentType: form,
    answer: ok,
  },
};

/** The names of all operations. */
export const operationIds: readonly (keyof TykRaw)[] = Object.keys(samples) as (keyof TykRaw)[];

/** Calls an operation with an input of any type. */
export function callRaw(
  raw: TykRaw,
  id: keyof TykRaw,
  input: unknown = samples[id].input,
  options?: RequestOptions,
): TykPromise<unknown> {
  const call = raw[id] as (input: unknown, options?: RequestOptions) => TykPromise<unknown>;
  return call(input, options);
}
