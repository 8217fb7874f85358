import type { ApiDefinition } from "../../../generated/index.ts";
import { TykConfigError } from "../../errors/before-request.ts";
import { TykUnsupportedError } from "../../errors/method.ts";
import { checkPort } from "../../config/blocked-ports.ts";
import { parseBaseUrl, withoutLastSlashes } from "../../config/base-url.ts";
import { ignoreRejection } from "../../util/promise-like.ts";
import { thrownName } from "../../util/fail.ts";
import { operations } from "../../operations/operations.ts";
import { listenPathProblem } from "../../transport/request/ids.ts";
import type { ApiAddress } from "../../types/raw.ts";
import type { MethodContext } from "../method-context.ts";
import { readDefinition, forgetApi } from "./definition.ts";
import { matchPath, isPattern } from "./path-template.ts";
import { toApiRequests } from "./request-path.ts";
import { requireReceiver } from "./require-receiver.ts";
import { hasSameRouting, toServedApi } from "./served-api.ts";
import type { ServedApi } from "./served-api.ts";
import { readServedApis } from "./served-apis.ts";

/** The operations that an API serves itself and that methods of this package send. */
export type AddressedOperation = "authorizeClient" | "oauthAuthorize" | "oauthRevokeAll";

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
  const endpoint = operations[operation].template;
  const url = new URL(`${base}${withoutLastSlashes(listenPath)}${endpoint}`);
  requireReceiver(context, own, apis, toApiRequests(context, { url, base, endpoint }));
  return typeof apiBaseUrl === "string" ? { listenPath } : { listenPath, apiBaseUrl: base };
}

/** Returns the path to send to: the API's own, or the caller's choice if the listen path is a pattern. */
function listenPathOf(
  context: MethodContext,
  { apiId, listenPath }: ServedApi,
  chosenPath?: string,
): string {
  const operation = context.name;
  if (chosenPath !== undefined) {
    const [pattern, path] = [withoutLastSlashes(listenPath), withoutLastSlashes(chosenPath)];
    const match = matchPath(pattern, path, "whole");
    if (match === "no")
      context.check.fail(
        "listenPath",
        `is not a path of the API ${apiId}, which listens on ${listenPath}`,
      );
    if (match === "yes") return chosenPath;
    throw new TykUnsupportedError(
      `the listen path ${listenPath} of the API ${apiId} has an expression that this package does not evaluate, so it is unknown whether listenPath matches: give the API a plain listen path`,
      { operation },
    );
  }
  if (isPattern(listenPath))
    throw new TykUnsupportedError(
      `the listen path of the API ${apiId} is a pattern, ${listenPath}: pass one of its paths as listenPath`,
      { operation },
    );
  const why = listenPathProblem(listenPath);
  if (why !== undefined)
    throw new TykUnsupportedError(`the listen path of the API ${apiId} ${why}`, { operation });
  return listenPath;
}

/**
 * Reads the list of all APIs, and makes sure that it agrees with the API's definition. Otherwise one of the two is out of
 * date.
 */
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
  throw new TykUnsupportedError(
    `the API ${own.apiId} changed while it was read, or is not in the gateway's list of APIs: nothing was sent to it. Call again`,
    { operation: context.name },
  );
}

function includesEqual(apis: readonly ServedApi[], own: ServedApi): boolean {
  const [found, ...more] = apis.filter(({ apiId }) => apiId === own.apiId);
  return found !== undefined && more.length === 0 && hasSameRouting(found, own);
}

/** Returns the base URL that the user's `apiBaseUrl` function returns for the API. */
function callApiBaseUrl(
  context: MethodContext,
  apiBaseUrl: (api: ApiDefinition) => string,
  api: ApiDefinition,
): string {
  const operation = context.name;
  let returned: unknown;
  try {
    returned = apiBaseUrl(api);
  } catch (error) {
    throw new TykConfigError(`the apiBaseUrl function failed (${thrownName(error)})`, {
      operation,
    });
  }
  if (typeof returned !== "string") {
    // An async function returns a promise. Its unhandled rejection would end the process.
    ignoreRejection(returned);
    throw new TykConfigError("apiBaseUrl must be a URL: its function gave none", { operation });
  }
  const { allowInsecureHttp, isBuiltInFetch } = context.deps.config;
  const url = parseBaseUrl(returned, "apiBaseUrl", allowInsecureHttp, operation);
  return checkPort(url, "apiBaseUrl", isBuiltInFetch, operation);
}
