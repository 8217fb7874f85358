// Checked by the compiler alone: `tsc -b` fails where a line of this does not hold.
import type {
  ApiDefinition,
  ApiModifyKeySuccess,
  ApiStatusMessage,
  AuthorizeCodeResponse,
  AuthorizeTokenResponse,
  ClientPatch,
  ClientReplacement,
  GatewayInfo,
  OAuthClient,
  OAuthToken,
  OAuthTokenPage,
  Policy,
  RequestOptions,
  TykFetch,
  TykOAuth,
  TykOAuthOptions,
  TykPromise,
  TykResponseInfo,
  TykResult,
  TykStep,
  VerbOptions,
} from "../../src/index.ts";
import type { Check, Same } from "./support.ts";

type Clients = TykOAuth["clients"];
type Tokens = TykOAuth["tokens"];

export type TheResults = [
  Check<Same<ReturnType<Clients["create"]>, TykPromise<OAuthClient>>>,
  Check<Same<ReturnType<Clients["get"]>, TykPromise<OAuthClient>>>,
  Check<Same<ReturnType<Clients["list"]>, TykPromise<OAuthClient[]>>>,
  Check<Same<ReturnType<Clients["listApis"]>, TykPromise<string[]>>>,
  Check<Same<ReturnType<Clients["update"]>, TykPromise<OAuthClient>>>,
  Check<Same<ReturnType<Clients["replace"]>, TykPromise<OAuthClient>>>,
  Check<Same<ReturnType<Clients["rotateSecret"]>, TykPromise<OAuthClient>>>,
  Check<Same<ReturnType<Clients["delete"]>, TykPromise<ApiModifyKeySuccess>>>,
  Check<Same<ReturnType<Tokens["list"]>, TykPromise<OAuthToken[]>>>,
  Check<Same<ReturnType<Tokens["page"]>, TykPromise<OAuthTokenPage>>>,
  Check<Same<ReturnType<Tokens["iterate"]>, AsyncGenerator<OAuthToken, void, undefined>>>,
  Check<Same<ReturnType<Tokens["revoke"]>, TykPromise<ApiStatusMessage | ApiModifyKeySuccess>>>,
  Check<Same<ReturnType<Tokens["revokeAll"]>, TykPromise<ApiStatusMessage>>>,
  Check<Same<ReturnType<Tokens["purgeLapsed"]>, TykPromise<ApiStatusMessage>>>,
  Check<Same<ReturnType<TykOAuth["apis"]["get"]>, TykPromise<ApiDefinition>>>,
  Check<Same<ReturnType<TykOAuth["apis"]["list"]>, TykPromise<ApiDefinition[]>>>,
  Check<Same<ReturnType<TykOAuth["policies"]["get"]>, TykPromise<Policy>>>,
  Check<Same<ReturnType<TykOAuth["policies"]["list"]>, TykPromise<Policy[]>>>,
  Check<Same<ReturnType<TykOAuth["gateway"]["info"]>, TykPromise<GatewayInfo>>>,
];

export type ThePromise = [
  Check<Same<Awaited<TykPromise<OAuthClient>>, OAuthClient>>,
  Check<Same<ReturnType<TykPromise<OAuthClient>["withResponse"]>, Promise<TykResult<OAuthClient>>>>,
  Check<Same<TykResult<OAuthClient>["data"], OAuthClient>>,
  Check<Same<TykResult<OAuthClient>["response"], TykResponseInfo>>,
  Check<Same<TykResult<OAuthClient>["steps"], readonly TykStep[]>>,
  Check<TykPromise<OAuthClient> extends Promise<OAuthClient> ? true : false>,
];

export type TheOptions = [
  Check<VerbOptions extends RequestOptions ? true : false>,
  // A client has no signal: it would end every call of it.
  Check<Same<Extract<keyof TykOAuthOptions, "signal">, never>>,
  Check<typeof fetch extends TykFetch ? true : false>,
  Check<Console extends NonNullable<TykOAuthOptions["logger"]> ? true : false>,
  Check<Same<ClientPatch["meta_data"], Readonly<Record<string, unknown>> | null | undefined>>,
  Check<Same<Extract<keyof ClientReplacement, "secret" | "client_id" | "api_id">, never>>,
];

declare const clients: Clients;
declare const tokens: Tokens;
declare const either: "code" | "token";
const ref = { apiId: "orders", clientId: "shop-web" };
const redirectUri = "https://shop.example/cb";

/** What is granted has the type of what was asked for. */
export async function granted(): Promise<
  [AuthorizeCodeResponse, AuthorizeCodeResponse, AuthorizeTokenResponse]
> {
  const byDefault = clients.authorize(ref, { redirectUri });
  const code = clients.authorize(ref, { redirectUri, responseType: "code" });
  const token = clients.authorize(ref, { redirectUri, responseType: "token" });
  const any = clients.authorize(ref, { redirectUri, responseType: either });
  const both: TykPromise<AuthorizeCodeResponse | AuthorizeTokenResponse> = any;
  // @ts-expect-error -- an answer to either is not always a code
  const narrower: TykPromise<AuthorizeCodeResponse> = any;
  await Promise.all([both, narrower]);
  return Promise.all([byDefault, code, token]);
}

/** What the types refuse. */
export function refused(): unknown[] {
  return [
    // @ts-expect-error -- no other response type
    clients.authorize(ref, { redirectUri, responseType: "id_token" }),
    // @ts-expect-error -- a redirect URI is needed
    clients.authorize(ref, { responseType: "code" }),
    // @ts-expect-error -- rules are an object
    clients.authorize(ref, { redirectUri, keyRules: "{}" }),
    // @ts-expect-error -- both ids are needed
    clients.get({ apiId: "orders" }),
    // @ts-expect-error -- a secret cannot be patched
    clients.update(ref, { secret: "s" }),
    // @ts-expect-error -- options come after the arguments
    clients.delete(ref, { timeoutMs: 5 }),
    // @ts-expect-error -- one of three
    tokens.revoke({ apiId: "orders" }),
    // @ts-expect-error -- a walk has no end in time
    tokens.iterate(ref, { deadlineMs: 5 }),
    // @ts-expect-error -- a page is needed
    tokens.page(ref),
  ];
}
