/**
 * The exact messages that the gateway's control API and OAuth endpoints are known to send. An error shows no other message,
 * because any other message could hold a secret in any encoding. None of these messages quotes a value.
 */
const messages: ReadonlySet<string> = new Set([
  // The control API.
  "API doesn't exist",
  "API for this refresh token not found",
  "API is not OAuth2",
  "API not found",
  "Attempted administrative access with invalid or missing key!",
  "Delete failed",
  "Failed to invalidate refresh token",
  "Failed to remove the key",
  "Failure in storing client data.",
  "Get client tokens failed",
  "Hashed key listing is disabled in config (enable_hashed_keys_listing)",
  "Key not found",
  "Key requested by hash but key hashing is not enabled",
  "Method Not Allowed",
  "Method not supported",
  "Missing parameter api_id",
  "OAuth Client ID not found",
  "OAuth is not enabled on this API",
  "Policy access rights doesn't contain API this OAuth client belongs to",
  "Policy doesn't exist",
  "Policy not found",
  "Request malformed",
  "The 'filter' parameter (Org ID) is required when filtering by 'api_id' in legacy mode",
  "There is no such key found",
  "Unmarshalling failed",
  "error purging lapsed tokens",
  "cannot parse form. Form malformed",
  "client secret is wrong",
  "client_id is required",
  "client_secret is required",
  "error getting oauth client",
  "error parsing form. Form malformed",
  "oauth client doesn't exist",
  "scope parameter is required",
  "token is required",
  "unknown scope",
  // A protected API.
  "Access to this API has been disallowed",
  "Authorization field missing",
  "Key not authorised",
  "Key not authorised. OAuth client access was revoked",
]);

/** The OAuth errors (RFC 6749, 4.1.2.1 and 5.2) with the gateway's description of each. */
const oauthErrors: Readonly<Record<string, string>> = {
  access_denied: "The resource owner or authorization server denied the request.",
  invalid_client:
    "Client authentication failed (e.g., unknown client, no client authentication included, or unsupported authentication method).",
  invalid_grant:
    "The provided authorization grant (e.g., authorization code, resource owner credentials) or refresh token is invalid, expired, revoked, does not match the redirection URI used in the authorization request, or was issued to another client.",
  invalid_request:
    "The request is missing a required parameter, includes an invalid parameter value, includes a parameter more than once, or is otherwise malformed.",
  invalid_scope: "The requested scope is invalid, unknown, or malformed.",
  server_error:
    "The authorization server encountered an unexpected condition that prevented it from fulfilling the request.",
  temporarily_unavailable:
    "The authorization server is currently unable to handle the request due to a temporary overloading or maintenance of the server.",
  unauthorized_client: "The client is not authorized to request a token using this method.",
  unsupported_grant_type:
    "The authorization grant type is not supported by the authorization server.",
  unsupported_response_type:
    "The authorization server does not support obtaining a token using this method.",
};

const descriptions: ReadonlySet<string> = new Set(Object.values(oauthErrors));

/** The text that replaces a message that is not shown. */
export const omittedMessage: string =
  "its message is not one of the gateway's own and is not shown, because it could hold a secret";

/** Whether a string is the name of an OAuth error. */
export function isOAuthErrorName(text: string): boolean {
  return Object.hasOwn(oauthErrors, text);
}

/** Returns the message of a server if an error may show it: if it is one of the gateway's own. */
export function safeMessage(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  return messages.has(text) || descriptions.has(text) || isOAuthErrorName(text) ? text : undefined;
}
