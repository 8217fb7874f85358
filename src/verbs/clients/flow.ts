import type { OAuthClient } from "../../../generated/index.ts";
import { TykUnsupportedError } from "../../errors/method.ts";
import { listenPathProblem } from "../../transport/request/ids.ts";
import type { MethodContext } from "../method-context.ts";
import { fieldsOf } from "./fields.ts";
import { registeredUris } from "./redirect-uris.ts";

/** What a client asks for as it sends a browser to log in (RFC 6749, 4.1.1 and 4.2.1). */
export interface FlowRequest<Type extends "code" | "token" = "code" | "token"> {
  /**
   * A code that the client exchanges (RFC 6749, 4.1), or a token at once, in the redirect's fragment (4.2).
   * @defaultValue "code"
   */
  readonly responseType?: Type | undefined;
  /** Where the browser goes back to: exactly one of the client's registered redirect URIs. */
  readonly redirectUri: string;
  /** The client's own `state`, handed back as it is; without `&` and `+` where a token is asked for. */
  readonly state?: string | undefined;
  /**
   * Of an API whose listen path is a pattern, such as `/shop/{tenant}/`: the path to use, such as `/shop/north/`. The pattern
   * must match it.
   * @defaultValue the API's listen path
   */
  readonly listenPath?: string | undefined;
}

/** The fields of a {@link FlowRequest}. */
export const flowNames: readonly string[] = ["responseType", "redirectUri", "state", "listenPath"];

/** Checks what all requests of a flow have. */
export function checkFlow(
  context: MethodContext,
  request: FlowRequest,
  names: readonly string[],
): void {
  context.check.record(request, "request");
  for (const name of ["codeChallenge", "code_challenge"])
    if (name in request)
      context.check.fail(name, "cannot be given: this gateway does not enforce PKCE");
  context.check.record(request, "request", names);
  const { responseType, redirectUri, state, listenPath } = request as {
    readonly [Field in keyof FlowRequest]: unknown;
  };
  context.check.oneOf(responseType, "responseType", ["code", "token"]);
  if (typeof redirectUri !== "string" || !URL.canParse(redirectUri)) {
    context.check.fail("redirectUri", "must be an absolute URL");
  }
  if (state !== undefined && typeof state !== "string")
    context.check.fail("state", "must be a text");
  const why = listenPath === undefined ? undefined : listenPathProblem(listenPath);
  if (why !== undefined) context.check.fail("listenPath", why);
  // The gateway writes it into the fragment as it is, where the client would read another one.
  if (responseType === "token" && /[&+]/.test(state ?? ""))
    context.check.fail("state", 'must not hold & or + where the response type is "token"');
}

/** Exactly one of them: the gateway itself takes whatever begins with one. */
export function requireRegistered(
  context: MethodContext,
  client: OAuthClient,
  redirectUri: string,
): void {
  const { redirectUriSeparator } = context.deps.config;
  const { redirect_uri } = fieldsOf(client);
  if (redirect_uri === "")
    throw new TykUnsupportedError("this client has no redirect URI, so that it gets no token", {
      operation: context.name,
    });
  if (registeredUris(redirect_uri, redirectUriSeparator).includes(redirectUri)) return;
  context.check.fail(
    "redirectUri",
    "is not exactly a redirect URI of this client (of several in one field, see redirectUriSeparator): do not send the browser there",
  );
}
