import type {
  ApiDefinition,
  AuthorizeCodeResponse,
  AuthorizeTokenResponse,
} from "../generated/index.ts";
import { TykOAuthError } from "./errors/api.ts";
import { TykConfigError } from "./errors/before-request.ts";
import { TykUnsupportedError } from "./errors/verb.ts";
import type { Deps } from "./internal/deps.ts";
import { nameOfThrown } from "./internal/fail.ts";
import { whyNoListenPath } from "./internal/ids.ts";
import type { Verb } from "./internal/verb.ts";
import { writeKeyRules } from "./key-rules.ts";
import type { KeyRules } from "./key-rules.ts";
import type { ApiAddress } from "./raw-types.ts";
import type { ClientRef } from "./refs.ts";

/** What `clients.authorize` is asked for. */
export interface AuthorizeRequest<Type extends "code" | "token" = "code" | "token"> {
  /**
   * A code that the client exchanges (RFC 6749, 4.1), or a token at once, in the redirect's fragment (4.2).
   * @defaultValue "code"
   */
  readonly responseType?: Type | undefined;
  /** Where the browser goes back to; one of the client's registered redirect URIs. */
  readonly redirectUri: string;
  /** The client's own `state`, handed back as it is. */
  readonly state?: string | undefined;
  /**
   * Rules for this user's token in place of the client's policy; see {@link keyRules}.
   * @defaultValue the client's policy
   */
  readonly keyRules?: KeyRules | undefined;
}

/** What `clients.authorize` gives, by the response type. */
export type AuthorizeResult<Type extends "code" | "token"> = Type extends "token"
  ? AuthorizeTokenResponse
  : AuthorizeCodeResponse;

/** Looks at the API, and only then sends the gateway's secret to it. */
export async function authorize<Type extends "code" | "token">(
  verb: Verb,
  deps: Deps,
  ref: ClientRef,
  request: AuthorizeRequest<Type>,
): Promise<AuthorizeResult<Type>> {
  verb.ref(ref);
  const keyRules = checkRequest(verb, request);
  const { responseType = "code", redirectUri, state } = request;
  const api = await definitionOf(verb, deps, ref.apiId);
  const input = {
    path: addressOf(verb, api, deps),
    body: {
      response_type: responseType,
      client_id: ref.clientId,
      redirect_uri: redirectUri,
      ...(state === undefined ? {} : { state }),
      ...(keyRules === undefined ? {} : { key_rules: keyRules }),
    },
  };
  try {
    const answer = await verb.request(deps.raw.authorizeClient(input, verb.options), ref.apiId);
    if (!(grantedBy[responseType] in answer)) {
      throw verb.unusable(`the gateway granted no ${responseType}`);
    }
    // What the response type grants is in the answer, as was just seen.
    return answer as AuthorizeResult<Type>;
  } catch (error) {
    // The API may have moved, or be OAuth no more, since its definition was read. Only an OAuth API refuses in OAuth's words.
    if (!(error instanceof TykOAuthError)) deps.definitions.delete(ref.apiId);
    throw error;
  }
}

/** The field of the answer that holds what was granted. */
const grantedBy = { code: "code", token: "access_token" } as const;

/** Checks what is asked for, and gives the rules as they are to be sent. */
function checkRequest(verb: Verb, request: AuthorizeRequest): string | undefined {
  verb.record(request, "request");
  const { responseType, redirectUri, state, keyRules } = request as {
    readonly [Field in keyof AuthorizeRequest]: unknown;
  };
  if (responseType !== undefined && responseType !== "code" && responseType !== "token") {
    verb.fail("responseType", 'must be "code" or "token"');
  }
  if (typeof redirectUri !== "string" || !URL.canParse(redirectUri)) {
    verb.fail("redirectUri", "must be an absolute URL");
  }
  if (state !== undefined && typeof state !== "string") verb.fail("state", "must be a text");
  if (keyRules === undefined) return undefined;
  const written = writeKeyRules(keyRules);
  return "why" in written ? verb.fail("keyRules", written.why) : written.text;
}

async function definitionOf(verb: Verb, deps: Deps, apiId: string): Promise<ApiDefinition> {
  const known = deps.definitions.get(apiId);
  if (known !== undefined) return known;
  const api = await verb.request(deps.raw.getApi({ path: { apiID: apiId } }, verb.options), apiId);
  if (api.api_id !== apiId)
    throw verb.unusable("the gateway answered with another API's definition");
  deps.definitions.set(apiId, api);
  return api;
}

/** Where to send the secret: only to an OAuth API, since another would pass it on to its upstream. */
function addressOf(verb: Verb, api: ApiDefinition, { config }: Deps): ApiAddress {
  const operation = verb.name;
  if (!api.use_oauth2) {
    throw new TykUnsupportedError(
      "this API is not OAuth: the gateway would pass the request, with its own secret, to the API's upstream",
      { operation },
    );
  }
  const listenPath = api.proxy.listen_path;
  const why = whyNoListenPath(listenPath);
  if (why !== undefined) {
    throw new TykUnsupportedError(`the API's listen path ${why}`, { operation });
  }
  if (typeof config.apiBaseUrl === "string") return { listenPath };
  return { listenPath, apiBaseUrl: callApiBaseUrl(config.apiBaseUrl, api, operation) };
}

/** What the user's function gives for the API. That it is a base URL is seen where every address is. */
function callApiBaseUrl(
  give: (api: ApiDefinition) => string,
  api: ApiDefinition,
  operation: string,
): string {
  let given: unknown;
  try {
    given = give(api);
  } catch (error) {
    throw new TykConfigError(`the apiBaseUrl function failed (${nameOfThrown(error)})`, {
      operation,
    });
  }
  if (typeof given === "string") return given;
  // An async function gives a promise, whose rejection would end the process.
  if (given instanceof Promise) given.catch(() => undefined);
  throw new TykConfigError("apiBaseUrl must be a URL: its function gave none", { operation });
}
