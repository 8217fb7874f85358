import { TykUnsupportedError } from "../../errors/method.ts";
import { withoutLastSlashes } from "../../config/base-url.ts";
import type { MethodContext } from "../method-context.ts";
import type { ApiRequest } from "./receiving-api.ts";

/** What a request to an API's address is made of. */
export interface RequestAddress {
  readonly url: URL;
  /** The base URL that the listen path stands behind. */
  readonly base: string;
  readonly endpoint: string;
}

/**
 * The requests that the gateway may see: with a path prefix in the base URL, a proxy takes it off, or none does. The control
 * API answered behind its own prefix, so that one is taken off.
 */
export function apiRequests(
  context: MethodContext,
  { url, base, endpoint }: RequestAddress,
): readonly ApiRequest[] {
  const { baseUrl, customDomains } = context.deps.config;
  const prefix = withoutLastSlashes(new URL(base).pathname);
  const whole = url.pathname;
  const paths =
    base === baseUrl ? [whole.slice(prefix.length)] : [whole.slice(prefix.length), whole];
  return [...new Set(paths)].map((path) => ({
    url,
    endpoint,
    customDomains,
    path: decodedPath(context, path),
  }));
}

/** The path as the gateway matches it. One that it redirects or refuses is never sent. */
function decodedPath(context: MethodContext, path: string): string {
  let decoded: string;
  try {
    decoded = decodeURIComponent(path);
  } catch {
    throw refused(context, "a percent sign in it is no encoding");
  }
  if (/\/{2}/.test(decoded)) throw refused(context, "it has an empty segment");
  if (/\/\.{1,2}(?:\/|$)/.test(decoded)) throw refused(context, "it has a dot segment");
  return decoded;
}

function refused({ name: operation }: MethodContext, why: string): TykUnsupportedError {
  return new TykUnsupportedError(
    `the gateway would not take the API's path as it is written (${why}): give the API a plain listen path`,
    { operation },
  );
}
