// Checked by the compiler alone: `tsc -b` fails where a line of this does not hold.
import type {
  ApiDefinition,
  AuthorizeCodeResponse,
  AuthorizeTokenResponse,
  ClientInspection,
  ClientPatch,
  ClientReplacement,
  CreatedClient,
  CutOffResult,
  DeletionReport,
  FoundTokens,
  GatewayCapabilities,
  GatewayInfo,
  IndexReport,
  OAuthClient,
  OAuthToken,
  OAuthTokenPage,
  Policy,
  PurgeResult,
  RequestOptions,
  TokenInspection,
  TokenRevocation,
  RevokeByUserArgs,
  TokensReport,
  TykFetch,
  TykOAuth,
  TykOAuthOptions,
  TykProgress,
  TykIterator,
  TykPromise,
  TykResponseInfo,
  TykResult,
  TykStep,
  VerbOptions,
  UserTokensReport,
} from "../../src/index.ts";
import type { Check, Same } from "../support/util/types.ts";

type Clients = TykOAuth["clients"];
type Tokens = TykOAuth["tokens"];

export type TheResults = [
  Check<Same<ReturnType<Clients["create"]>, TykPromise<CreatedClient>>>,
  Check<Same<ReturnType<Clients["get"]>, TykPromise<OAuthClient>>>,
  Check<Same<ReturnType<Clients["list"]>, TykPromise<OAuthClient[]>>>,
  Check<Same<ReturnType<Clients["listApis"]>, TykPromise<string[]>>>,
  Check<Same<ReturnType<Clients["inspect"]>, TykPromise<ClientInspection>>>,
  Check<Same<ReturnType<Clients["delete"]>, TykPromise<DeletionReport>>>,
  Check<Same<ReturnType<Clients["cutOff"]>, TykPromise<CutOffResult>>>,
  Check<Same<ReturnType<Clients["repairIndex"]>, TykPromise<IndexReport>>>,
  Check<Same<ReturnType<Tokens["list"]>, TykPromise<OAuthToken[]>>>,
  Check<Same<ReturnType<Tokens["page"]>, TykPromise<OAuthTokenPage>>>,
  Check<Same<ReturnType<Tokens["iterate"]>, TykIterator<OAuthToken>>>,
  Check<Same<ReturnType<Tokens["inspect"]>, TykPromise<TokenInspection>>>,
  Check<Same<ReturnType<Tokens["find"]>, TykPromise<FoundTokens>>>,
  Check<Same<ReturnType<Tokens["revoke"]>, TykPromise<TokenRevocation>>>,
  Check<Same<ReturnType<Tokens["revokeAll"]>, TykPromise<TokensReport>>>,
  Check<Same<ReturnType<Tokens["revokeByUser"]>, TykPromise<UserTokensReport>>>,
  Check<Same<keyof RevokeByUserArgs, "refreshTokens" | "sweep" | "wait" | "ifUnproved">>,
  Check<Same<UserTokensReport["clients"][number]["refreshTokens"], "revoked" | "may-be-alive">>,
  Check<Same<ReturnType<Tokens["purgeLapsed"]>, TykPromise<PurgeResult>>>,
  Check<Same<ReturnType<TykOAuth["apis"]["get"]>, TykPromise<ApiDefinition>>>,
  Check<Same<ReturnType<TykOAuth["apis"]["list"]>, TykPromise<ApiDefinition[]>>>,
  Check<Same<ReturnType<TykOAuth["policies"]["get"]>, TykPromise<Policy>>>,
  Check<Same<ReturnType<TykOAuth["policies"]["list"]>, TykPromise<Policy[]>>>,
  Check<Same<ReturnType<TykOAuth["gateway"]["info"]>, TykPromise<GatewayInfo>>>,
  Check<Same<ReturnType<TykOAuth["gateway"]["capabilities"]>, TykPromise<GatewayCapabilities>>>,
];

export type ThePromise = [
  Check<Same<Awaited<TykPromise<OAuthClient>>, OAuthClient>>,
  Check<Same<ReturnType<TykPromise<OAuthClient>["withResponse"]>, Promise<TykResult<OAuthClient>>>>,
  Check<Same<TykResult<OAuthClient>["data"], OAuthClient>>,
  Check<Same<TykResult<OAuthClient>["response"], TykResponseInfo>>,
  Check<Same<TykResult<OAuthClient>["steps"], readonly TykStep[]>>,
  Check<Same<TykResult<OAuthClient>["warnings"], readonly string[]>>,
  Check<TykPromise<OAuthClient> extends Promise<OAuthClient> ? true : false>,
];

export type TheOptions = [
  Check<VerbOptions extends RequestOptions ? true : false>,
  Check<
    Same<
      Exclude<keyof VerbOptions, keyof RequestOptions>,
      "concurrency" | "deadlineMs" | "onProgress"
    >
  >,
  Check<Same<VerbOptions["onProgress"], ((progress: TykProgress) => void) | undefined>>,
  Check<Same<TykOAuthOptions["readOnly"], boolean | undefined>>,
  Check<Same<TykOAuthOptions["dryRun"], boolean | undefined>>,
  Check<Same<TykOAuthOptions["redirectUriSeparator"], string | undefined>>,
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
  [Partial<AuthorizeCodeResponse>, Partial<AuthorizeCodeResponse>, Partial<AuthorizeTokenResponse>]
> {
  const byDefault = clients.authorize(ref, { redirectUri });
  const code = clients.authorize(ref, { redirectUri, responseType: "code" });
  const token = clients.authorize(ref, { redirectUri, responseType: "token" });
  const any = clients.authorize(ref, { redirectUri, responseType: either });
  const both: TykPromise<Partial<AuthorizeCodeResponse | AuthorizeTokenResponse>> = any;
  // @ts-expect-error -- a dry run grants no code
  const narrower: TykPromise<AuthorizeCodeResponse> = code;
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
    // @ts-expect-error -- PKCE is not enforced, so that it cannot be asked for
    clients.authorize(ref, { redirectUri, codeChallenge: "c" }),
    // @ts-expect-error -- one of three
    tokens.revoke({ apiId: "orders" }),
    // @ts-expect-error -- a walk has no end in time
    tokens.iterate(ref, { deadlineMs: 5 }),
    // @ts-expect-error -- a page is needed
    tokens.page(ref),
    // @ts-expect-error -- the token or its code
    tokens.inspect({ apiId: "orders" }),
    // @ts-expect-error -- what is looked for is needed
    tokens.find({ apiId: "orders" }),
    // @ts-expect-error -- so are the candidates
    clients.repairIndex({ apiId: "orders" }),
    // @ts-expect-error -- a walk has no end in time
    clients.iterateAll({}, { deadlineMs: 5 }),
    // @ts-expect-error -- an inspection is of all copies
    clients.inspect({ apiId: "orders", clientId: "shop-web" }),
  ];
}
