import { TykUnsupportedError } from "../../errors/method.ts";
import { withoutLastSlashes } from "../../config/base-url.ts";
import type { MethodContext } from "../method-context.ts";
import type { ApiRequest } from "./receiving-api.ts";

/** The parts of a request to an API. */
export interface RequestAddress {
  readonly url: URL;
  /** The base URL in front of the listen path. */
  readonly base: string;
  readonly endpoint: string;
}

/**
 * Returns the requests that the gateway may receive. If the base URL has a path prefix, a proxy may remove the prefix or
 * not. The control API works with its own prefix, so a proxy removes that one.
 */
export function toApiRequests(
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
    path: decodePath(context, path),
  }));
}

/** Returns the path as the gateway matches it. Throws if the gateway would redirect or refuse it. */
function decodePath(context: MethodContext, path: string): string {
  let decoded: string;
  try {
    decoded = decodeURIComponent(path);
  } catch {
    throw createPathError(context, "it has a percent sign that is not part of an encoding");
  }
  if (/\/{2}/.test(decoded)) throw createPathError(context, "it has an empty segment");
  if (/\/\.{1,2}(?:\/|$)/.test(decoded)) throw createPathError(context, "it has a dot segment");
  return decoded;
}

function createPathError({ name: operation }: MethodContext, why: string): TykUnsupportedError {
  return new TykUnsupportedError(
    `the gateway would redirect or refuse the API's path (${why}): give the API a plain listen path`,
    { operation },
  );
}
