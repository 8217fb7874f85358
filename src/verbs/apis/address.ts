import type { ApiDefinition } from "../../../generated/index.ts";
import { TykConfigError } from "../../errors/before-request.ts";
import { checkPort } from "../../config/blocked-ports.ts";
import { parseBaseUrl, toUrlText, withoutLastSlashes } from "../../config/base-url.ts";
import { ignoreRejection } from "../../util/promise-like.ts";
import { thrownName } from "../../util/fail.ts";
import { operations } from "../../operations/operations.ts";
import { listenPathProblem } from "../../transport/request/ids.ts";
import type { ApiAddress } from "../../types/raw.ts";
import type { MethodContext } from "../method-context.ts";
import { forgetApi, readDefinition, readServedApis } from "./definition.ts";
import { matchPath, isPattern } from "./path-template.ts";
import type { ApiRequest } from "./receiving-api.ts";
import { requireReceiver } from "./require-receiver.ts";
import { hasSameRouting, toServedApi } from "./served-api.ts";
import type { ServedApi } from "./served-api.ts";

/** The operations that an API serves itself, and whose addresses the methods of this package use. */
export type AddressedOperation =
  "authorizeClient" | "oauthAuthorize" | "oauthRevoke" | "oauthRevokeAll" | "oauthToken";

/**
 * Returns the address of an API's own operation, once it is certain that no other API receives the request. Another API
 * would pass the request, with its secret, to its upstream (trap 26).
 *
 * @param chosenPath - The path to use if the API's listen path is a pattern. It is already checked to be a plain path.
 * @throws TykUnsupportedError if another API may receive the request, or if that is not certain.
 */
export async function addressOf(
  context: MethodContext,
  api: ApiDefinition,
  operation: AddressedOperation,
  chosenPath?: string,
): Promise<ApiAddress> {
  const own = toServedApi(api);
  const listenPath = listenPathOf(context, own, chosenPath);
  const { apiBaseUrl } = context.deps.config;
  const base =
    typeof apiBaseUrl === "string" ? apiBaseUrl : callApiBaseUrl(context, apiBaseUrl, api);
  const apis = await readConsistentApis(context, own);
  const { template } = operations[operation];
  const requests = toApiRequests(context, base, withoutLastSlashes(listenPath), template);
  requireReceiver(context, own, apis, requests);
  return typeof apiBaseUrl === "string" ? { listenPath } : { listenPath, apiBaseUrl: base };
}

/** Returns the URL of an operation at an address, without a query. */
export function endpointUrl(
  { deps }: MethodContext,
  { listenPath, apiBaseUrl }: ApiAddress,
  operation: AddressedOperation,
): string {
  // If the option `apiBaseUrl` is a function, its result is already in the address.
  const base = apiBaseUrl ?? (deps.config.apiBaseUrl as string);
  return new URL(`${base}${withoutLastSlashes(listenPath)}${operations[operation].template}`).href;
}

/** Returns the path to send to: the API's own, or the caller's choice if the listen path is a pattern. */
function listenPathOf(
  context: MethodContext,
  { apiId, listenPath }: ServedApi,
  chosenPath?: string,
): string {
  if (chosenPath !== undefined) {
    const [pattern, path] = [withoutLastSlashes(listenPath), withoutLastSlashes(chosenPath)];
    const match = matchPath(pattern, path, "whole");
    if (match === "yes") return chosenPath;
    if (match === "maybe")
      throw context.createUnsupportedError(
        `the listen path ${listenPath} of the API ${apiId} has an expression that this package does not evaluate, so it is unknown whether listenPath matches: give the API a plain listen path`,
      );
    const why = `is not a path of the API ${apiId}, which listens on ${listenPath}`;
    context.check.fail("listenPath", why);
  }
  if (isPattern(listenPath))
    throw context.createUnsupportedError(
      `the listen path of the API ${apiId} is a pattern, ${listenPath}: pass one of its paths as listenPath`,
    );
  const why = listenPathProblem(listenPath);
  if (why === undefined) return listenPath;
  throw context.createUnsupportedError(`the listen path of the API ${apiId} ${why}`);
}

/**
 * Returns the requests that the gateway may receive. If the base URL has a path prefix, a proxy may remove the prefix or
 * not. The control API works with its own prefix, so a proxy removes that one.
 */
function toApiRequests(
  context: MethodContext,
  base: string,
  listenPath: string,
  endpoint: string,
): readonly ApiRequest[] {
  const { baseUrl, customDomains } = context.deps.config;
  const url = new URL(`${base}${listenPath}${endpoint}`);
  const prefix = withoutLastSlashes(new URL(base).pathname);
  const whole = url.pathname;
  const withoutPrefix = whole.slice(prefix.length);
  const paths = base === baseUrl ? [withoutPrefix] : [withoutPrefix, whole];
  return [...new Set(paths)].map((path) => ({
    url,
    endpoint,
    customDomains,
    path: decodePath(context, path),
  }));
}

/** Returns the path as the gateway matches it. Throws if the gateway would redirect or refuse it. */
function decodePath(context: MethodContext, path: string): string {
  const createPathError = (why: string): Error =>
    context.createUnsupportedError(
      `the gateway would redirect or refuse the API's path (${why}): give the API a plain listen path`,
    );
  let decoded: string;
  try {
    decoded = decodeURIComponent(path);
  } catch {
    throw createPathError("it has a percent sign that is not part of an encoding");
  }
  if (/\/{2}/.test(decoded)) throw createPathError("it has an empty segment");
  if (/\/\.{1,2}(?:\/|$)/.test(decoded)) throw createPathError("it has a dot segment");
  return decoded;
}

/** Reads the list of all APIs. Throws unless it agrees with the API's definition: otherwise one of the two is out of date. */
async function readConsistentApis(
  context: MethodContext,
  own: ServedApi,
): Promise<readonly ServedApi[]> {
  const listed = await readServedApis(context);
  if (includesEqual(listed, own)) return listed;
  forgetApi(context, own.apiId);
  const now = toServedApi(await readDefinition(context, own.apiId));
  const listedNow = await readServedApis(context);
  if (hasSameRouting(now, own) && includesEqual(listedNow, own)) return listedNow;
  throw context.createUnsupportedError(
    `the API ${own.apiId} changed while it was read, or is not in the gateway's list of APIs: nothing was sent to it. Call again`,
  );
}

function includesEqual(apis: readonly ServedApi[], own: ServedApi): boolean {
  const [found, ...more] = apis.filter(({ apiId }) => apiId === own.apiId);
  return found !== undefined && more.length === 0 && hasSameRouting(found, own);
}

/** Returns the base URL that the user's `apiBaseUrl` function returns for the API. */
function callApiBaseUrl(
  context: MethodContext,
  apiBaseUrl: (api: ApiDefinition) => string | URL,
  api: ApiDefinition,
): string {
  const { name: operation, deps } = context;
  let returned: unknown;
  try {
    returned = apiBaseUrl(api);
  } catch (error) {
    const why = `the apiBaseUrl function failed (${thrownName(error)})`;
    throw new TykConfigError(why, { operation });
  }
  const text = toUrlText(returned);
  if (typeof text !== "string") {
    // An async function returns a promise. Its unhandled rejection would end the process.
    ignoreRejection(returned);
    throw new TykConfigError("apiBaseUrl must be a URL: its function gave none", { operation });
  }
  const { allowInsecureHttp, isBuiltInFetch } = deps.config;
  const url = parseBaseUrl(text, "apiBaseUrl", allowInsecureHttp, operation);
  return checkPort(url, "apiBaseUrl", isBuiltInFetch, operation);
}
