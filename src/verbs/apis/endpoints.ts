import { withoutLastSlashes } from "../../config/base-url.ts";
import { operations } from "../../operations/operations.ts";
import type { MethodContext } from "../method-context.ts";
import { parameters } from "../parameters.ts";
import { addressOf, endpointUrl } from "./address.ts";
import { readOAuthApi } from "./definition.ts";

/** The API whose endpoints `apis.endpoints` returns. */
export interface EndpointsArgs {
  readonly apiId: string;
  /** The path to use if the API's listen path is a pattern, such as `/shop/{tenant}/`. */
  readonly listenPath?: string | undefined;
}

/**
 * The OAuth endpoints of one API, with the names of RFC 8414. OAuth libraries accept it as the metadata of an authorization server.
 * A capability that the gateway does not have, such as PKCE, is left out.
 */
// An interface would not fit the index signature that the libraries declare.
// eslint-disable-next-line @typescript-eslint/consistent-type-definitions
export type ApiEndpoints = {
  /** The API's own URL, without a slash at the end. The gateway never sends an `iss`, so no response can be compared with it. */
  readonly issuer: string;
  /** Where the browser starts a flow. Left out if the API allows no response type. */
  readonly authorization_endpoint?: string;
  /** Left out if the API allows no grant type that uses it. */
  readonly token_endpoint?: string;
  /** Revokes a token without credentials. The result proves nothing: prefer `tokens.revoke`. */
  readonly revocation_endpoint: string;
  /** The response types that the API allows: `code`, `token`. */
  readonly response_types_supported: string[];
  /** The grant types that the API allows. */
  readonly grant_types_supported: string[];
  /** Basic credentials alone: the gateway refuses `client_secret_post` (trap 29). */
  readonly token_endpoint_auth_methods_supported: string[];
  /** None: whoever has a token can revoke it. */
  readonly revocation_endpoint_auth_methods_supported: string[];
};

/**
 * Returns the endpoint URLs of an API. Clients send secrets and codes there, so it must be certain that no other API receives the
 * requests (trap 26).
 */
export async function apiEndpoints(
  context: MethodContext,
  args: EndpointsArgs,
): Promise<ApiEndpoints> {
  context.check.record(args, "args", parameters["apis.endpoints"].args);
  const { apiId, listenPath } = args;
  context.check.id(apiId, "apiId");
  context.check.listenPath(listenPath);
  const api = await readOAuthApi(context, apiId, "it has no OAuth endpoints");
  const urlOf = async (
    operation: "oauthAuthorize" | "oauthToken" | "oauthRevoke",
  ): Promise<string> =>
    endpointUrl(context, await addressOf(context, api, operation, listenPath), operation);
  const { allowed_authorize_types: responseTypes, allowed_access_types: accessTypes } =
    api.oauth_meta ?? {};
  const response_types_supported = responseTypes ?? [];
  const tokenGrants = accessTypes ?? [];
  const revocation_endpoint = await urlOf("oauthRevoke");
  return {
    issuer: withoutLastSlashes(
      revocation_endpoint.slice(0, -operations.oauthRevoke.template.length),
    ),
    ...(response_types_supported.length === 0
      ? {}
      : { authorization_endpoint: await urlOf("oauthAuthorize") }),
    ...(tokenGrants.length === 0 ? {} : { token_endpoint: await urlOf("oauthToken") }),
    revocation_endpoint,
    response_types_supported,
    // RFC 8414 counts the flow without a code as a grant type.
    grant_types_supported: response_types_supported.includes("token")
      ? [...tokenGrants, "implicit"]
      : tokenGrants,
    token_endpoint_auth_methods_supported: ["client_secret_basic"],
    revocation_endpoint_auth_methods_supported: ["none"],
  };
}
