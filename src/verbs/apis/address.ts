import type { ApiDefinition } from "../../../generated/index.ts";
import { TykConfigError } from "../../errors/before-request.ts";
import { TykUnsupportedError } from "../../errors/method.ts";
import { parseBaseUrl, withoutLastSlashes } from "../../config/base-url.ts";
import { thrownName } from "../../util/fail.ts";
import { operations } from "../../operations/operations.ts";
import { listenPathProblem } from "../../transport/request/ids.ts";
import type { ApiAddress } from "../../types/raw.ts";
import type { MethodContext } from "../method-context.ts";
import { readDefinition, forgetApi } from "./definition.ts";
import { matchPath, isPattern } from "./path-template.ts";
import { apiRequests } from "./request-path.ts";
import { requireReceiver } from "./require-receiver.ts";
import { isServedEqually, servedApi } from "./served-api.ts";
import type { ServedApi } from "./served-api.ts";
import { readServedApis } from "./served-apis.ts";

/** An operation that an API serves itself and that a method of this package sends. */
export type AddressedOperation = "authorizeClient" | "oauthAuthorize" | "oauthRevokeAll";

/**
 * Where an API serves an operation, once it is certain that no other API receives the request: another one would pass it on
 * to its upstream, the secret included.
 *
 * @param chosen - The path to use, if the API's listen path is a pattern. It is checked to be a plain path already.
 * @throws TykUnsupportedError if another API may receive the request, or if it cannot be told.
 */
export async function addressOf(
  context: MethodContext,
  api: ApiDefinition,
  operation: AddressedOperation,
  chosen?: string,
): Promise<ApiAddress> {
  const own = servedApi(api);
  const listenPath = listenPathOf(context, own, chosen);
  const { apiBaseUrl } = context.deps.config;
  const base =
    typeof apiBaseUrl === "string" ? apiBaseUrl : callApiBaseUrl(context, apiBaseUrl, api);
  const apis = await listWith(context, own);
  const endpoint = operations[operation].template;
  const url = new URL(`${base}${withoutLastSlashes(listenPath)}${endpoint}`);
  requireReceiver(context, own, apis, apiRequests(context, { url, base, endpoint }));
  return typeof apiBaseUrl === "string" ? { listenPath } : { listenPath, apiBaseUrl: base };
}

/** The path to send to: the API's own, or of a pattern the one that the caller chose. */
function listenPathOf(
  context: MethodContext,
  { apiId, listenPath }: ServedApi,
  chosen?: string,
): string {
  const operation = context.name;
  if (chosen !== undefined) {
    const [pattern, path] = [withoutLastSlashes(listenPath), withoutLastSlashes(chosen)];
    const fit = matchPath(pattern, path, "whole");
    if (fit === "no")
      context.check.fail(
        "listenPath",
        `is not a path of the API ${apiId}, which listens on ${listenPath}`,
      );
    if (fit === "yes") return chosen;
    throw new TykUnsupportedError(
      `it cannot be told whether the listen path ${listenPath} of the API ${apiId} matches listenPath: its expression is not evaluated`,
      { operation },
    );
  }
  if (isPattern(listenPath))
    throw new TykUnsupportedError(
      `the listen path of the API ${apiId} is a pattern, ${listenPath}: name one of its paths as listenPath`,
      { operation },
    );
  const why = listenPathProblem(listenPath);
  if (why !== undefined)
    throw new TykUnsupportedError(`the API's listen path ${why}`, { operation });
  return listenPath;
}

/** The list of all APIs, in which this API is as its definition says. If it is not, one of the two is out of date. */
async function listWith(context: MethodContext, own: ServedApi): Promise<readonly ServedApi[]> {
  const listed = await readServedApis(context);
  if (holds(listed, own)) return listed;
  forgetApi(context, own.apiId);
  const now = servedApi(await readDefinition(context, own.apiId));
  const listedNow = await readServedApis(context);
  if (isServedEqually(now, own) && holds(listedNow, own)) return listedNow;
  throw new TykUnsupportedError(
    `the API ${own.apiId} changed while it was read, or is not in the gateway's list of APIs: nothing was sent to it; call again`,
    { operation: context.name },
  );
}

function holds(apis: readonly ServedApi[], own: ServedApi): boolean {
  const [found, ...more] = apis.filter(({ apiId }) => apiId === own.apiId);
  return found !== undefined && more.length === 0 && isServedEqually(found, own);
}

/** The base URL that the user's function gives for the API. */
function callApiBaseUrl(
  context: MethodContext,
  give: (api: ApiDefinition) => string,
  api: ApiDefinition,
): string {
  const operation = context.name;
  let passed: unknown;
  try {
    passed = give(api);
  } catch (error) {
    throw new TykConfigError(`the apiBaseUrl function failed (${thrownName(error)})`, {
      operation,
    });
  }
  if (typeof passed !== "string") {
    // An async function gives a promise, whose rejection would end the process.
    if (passed instanceof Promise) passed.catch(() => undefined);
    throw new TykConfigError("apiBaseUrl must be a URL: its function gave none", { operation });
  }
  return parseBaseUrl(passed, "apiBaseUrl", context.deps.config.allowInsecureHttp, operation);
}
