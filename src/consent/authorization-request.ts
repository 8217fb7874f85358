/** The request of a client, as the gateway passes it to the login page (RFC 6749, 4.1.1). */
export interface AuthorizationRequest {
  readonly apiId: string;
  readonly clientId: string;
  readonly redirectUri: string;
  readonly responseType: "code" | "token";
  readonly state: string | undefined;
}

const parameters = ["client_id", "redirect_uri", "response_type", "state"] as const;

/**
 * Reads the request from the URL of the page. Returns `undefined` if it is not one. A parameter that comes twice is refused, as RFC
 * 6749 requires: this page and the gateway could read different values.
 */
export function readAuthorizationRequest(
  { searchParams }: URL,
  apiId: string | undefined,
): AuthorizationRequest | undefined {
  if (parameters.some((name) => searchParams.getAll(name).length > 1)) return undefined;
  const [clientId, redirectUri, responseType, state] = parameters.map((name) =>
    searchParams.get(name),
  );
  // The gateway would use the client's own URI if there is none. A client that names its URI cannot be surprised.
  if (!apiId || !clientId || !redirectUri) return undefined;
  if (responseType !== "code" && responseType !== "token") return undefined;
  return { apiId, clientId, redirectUri, responseType, state: state ?? undefined };
}

/** Returns the last segment of a path, decoded. */
export function lastSegment({ pathname }: URL): string | undefined {
  try {
    return decodeURIComponent(/([^/]+)\/*$/.exec(pathname)?.[1] ?? "");
  } catch {
    // The segment is not valid percent-encoding.
    return undefined;
  }
}

/** Returns the redirect to the client if the user denies (RFC 6749, 4.1.2.1 and 4.2.2.1). */
export function denialUrl({ redirectUri, responseType, state }: AuthorizationRequest): string {
  const fields = new URLSearchParams({
    error: "access_denied",
    ...(state === undefined ? {} : { state }),
  }).toString();
  if (responseType === "token") return `${redirectUri}#${fields}`;
  // Appended to the text: a URL object would write the client's own query in another way.
  return `${redirectUri}${redirectUri.includes("?") ? "&" : "?"}${fields}`;
}
