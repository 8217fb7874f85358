/** The OAuth errors of the gateway, with their descriptions in responses. */
export const oauthErrorDescriptions = {
  invalid_request:
    "The request is missing a required parameter, includes an invalid parameter value, includes a parameter more than once, or is otherwise malformed.",
  unauthorized_client: "The client is not authorized to request a token using this method.",
  access_denied: "The resource owner or authorization server denied the request.",
  unsupported_response_type:
    "The authorization server does not support obtaining a token using this method.",
  server_error:
    "The authorization server encountered an unexpected condition that prevented it from fulfilling the request.",
  unsupported_grant_type:
    "The authorization grant type is not supported by the authorization server.",
  invalid_grant:
    "The provided authorization grant (e.g., authorization code, resource owner credentials) or refresh token is invalid, expired, revoked, does not match the redirection URI used in the authorization request, or was issued to another client.",
  invalid_client:
    "Client authentication failed (e.g., unknown client, no client authentication included, or unsupported authentication method).",
} as const;

/** Ends an OAuth request with an error response. */
export class OAuthError extends Error {
  override readonly name: string = "OAuthError";
  readonly code: keyof typeof oauthErrorDescriptions;
  /** The `state` that the response returns, "" for none. */
  readonly state: string;
  /** The redirect URI for the error, if the client has one. */
  readonly redirectUri: string | undefined;

  constructor(code: OAuthError["code"], state = "", redirectUri?: string) {
    super(oauthErrorDescriptions[code]);
    this.code = code;
    this.state = state;
    this.redirectUri = redirectUri;
  }
}

/** Returns the fields of an error response. */
export function toErrorFields({ code, message, state }: OAuthError): Record<string, string> {
  const fields = { error: code, error_description: message };
  return state === "" ? fields : { ...fields, state };
}
