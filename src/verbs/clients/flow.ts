import type { OAuthClient } from "../../../generated/index.ts";
import { parseUrl } from "../../util/url.ts";
import type { MethodContext } from "../method-context.ts";
import { fieldsOf } from "./read.ts";
import { redirectUriProblem, registeredUris } from "./redirect-uris.ts";

/** The authorization request with which a client sends a browser to the login (RFC 6749, 4.1.1 and 4.2.1). */
export interface FlowRequest<Type extends "code" | "token" = "code" | "token"> {
  /**
   * `"code"` grants a code that the client exchanges for a token (RFC 6749, 4.1). `"token"` grants a token at once, in the
   * fragment of the redirect (4.2).
   * @defaultValue "code"
   */
  readonly responseType?: Type | undefined;
  /** The URI to which the browser returns. It must be exactly one of the client's registered redirect URIs. */
  readonly redirectUri: string;
  /** The client's `state`, which the redirect returns unchanged. With a token it must not contain `&` or `+`. */
  readonly state?: string | undefined;
  /**
   * The path to use if the API's listen path is a pattern. For the pattern `/shop/{tenant}/` it can be `/shop/north/`. The
   * pattern must match the path.
   * @defaultValue the API's listen path
   */
  readonly listenPath?: string | undefined;
}

/** Checks the fields that all requests of a flow have. `names` are the fields that the request may have. */
export function checkFlowRequest(
  context: MethodContext,
  request: FlowRequest,
  names: readonly string[],
): void {
  context.check.record(request, "request");
  for (const name of ["codeChallenge", "code_challenge"])
    if (name in request)
      context.check.fail(name, "is not supported: the gateway does not enforce PKCE");
  context.check.record(request, "request", names);
  const { responseType, redirectUri, state, listenPath } = request as {
    readonly [Field in keyof FlowRequest]: unknown;
  };
  context.check.oneOf(responseType, "responseType", ["code", "token"]);
  if (typeof redirectUri !== "string" || parseUrl(redirectUri) === undefined) {
    context.check.fail("redirectUri", "must be an absolute URL");
  }
  // A gateway can have a client with such a URI, for example one that a browser would run.
  const why = redirectUriProblem(redirectUri);
  if (why !== undefined) context.check.fail("redirectUri", why);
  if (state !== undefined && typeof state !== "string")
    context.check.fail("state", "must be a string");
  context.check.listenPath(listenPath);
  // The gateway writes the state into the fragment without encoding, so the client would read another state.
  if (responseType === "token" && /[&+]/.test(state ?? ""))
    context.check.fail("state", 'must not contain & or + if responseType is "token"');
}

/** Throws unless the URI is exactly a registered one. The gateway compares only the beginning (trap 20). */
export function requireRegisteredUri(
  context: MethodContext,
  client: OAuthClient,
  redirectUri: string,
): void {
  const { redirectUriSeparator } = context.deps.config;
  const { redirect_uri } = fieldsOf(client);
  if (redirect_uri === "")
    throw context.createUnsupportedError(
      `the client ${client.client_id} has no redirect URI, so it gets no token: set one with clients.update`,
    );
  if (registeredUris(redirect_uri, redirectUriSeparator).includes(redirectUri)) return;
  context.check.fail(
    "redirectUri",
    `is not exactly a redirect URI of the client ${client.client_id}: do not send the browser there. If the client's field holds several URIs, set redirectUriSeparator`,
  );
}
