import type { ApiDefinition } from "../../../generated/index.ts";
import { rethrowFatal } from "../failures.ts";
import type { MethodContext } from "../method-context.ts";
import { orgIdOf, usesOAuth } from "../omitted-fields.ts";
import { toServedApi } from "./served-api.ts";
import type { ServedApi } from "./served-api.ts";

/** Reads an API's definition for the caller. It does not use the cache. */
export async function getApi(
  context: MethodContext,
  args: { readonly apiId: string },
): Promise<ApiDefinition> {
  context.check.record(args, "args", ["apiId"]);
  const { apiId } = args;
  context.check.id(apiId, "apiId");
  const api = await context.read("getApi", { path: { apiID: apiId } }, { apiId });
  // The cached definition may be out of date.
  forgetApi(context, apiId);
  return api;
}

/** Reads the definitions of all APIs, or only of those that use OAuth or do not, for the caller. */
export async function listApis(
  context: MethodContext,
  args: { readonly oauth?: boolean | undefined },
): Promise<ApiDefinition[]> {
  context.check.record(args, "args", ["oauth"]);
  const { oauth } = args;
  context.check.flag(oauth, "oauth");
  const apis = await context.read("listApis", {});
  return oauth === undefined ? apis : apis.filter((api) => usesOAuth(api) === oauth);
}

/** Reads the definition of an API, from the cache if it is less than a minute old. */
export async function readDefinition(
  context: MethodContext,
  apiId: string,
): Promise<ApiDefinition> {
  const { definitions } = context.deps;
  const known = definitions.get(apiId);
  if (known !== undefined) return known;
  const api = await context.read("getApi", { path: { apiID: apiId } }, { apiId });
  if (api.api_id !== apiId)
    throw context.createSchemaError("the gateway responded with another API's definition");
  definitions.set(apiId, api);
  return api;
}

/** Reads the APIs of an organisation, or of all with `""`. It does not use the cache, but fills it. */
export async function readApis(context: MethodContext, orgId: string): Promise<ApiDefinition[]> {
  const apis = await context.read("listApis", {});
  const wanted = apis.filter((api) => orgId === "" || orgIdOf(api) === orgId);
  for (const api of wanted) context.deps.definitions.set(api.api_id, api);
  return wanted;
}

/** Reads the ids of the APIs that use OAuth, of an organisation or of all with `""`. */
export async function readOAuthApiIds(context: MethodContext, orgId: string): Promise<string[]> {
  return (await readApis(context, orgId)).filter(usesOAuth).map(({ api_id }) => api_id);
}

/** Reads the definition of an API. Throws if the API does not use OAuth; `consequence` tells the user what that means. */
export async function readOAuthApi(
  context: MethodContext,
  apiId: string,
  consequence: string,
): Promise<ApiDefinition> {
  const api = await readDefinition(context, apiId);
  if (usesOAuth(api)) return api;
  // The cached definition may be out of date.
  forgetApi(context, apiId);
  throw context.createUnsupportedError(`the API ${apiId} does not use OAuth: ${consequence}`);
}

/** The key of the list of all APIs in its cache, which has no other entry. */
const cacheKey = "all";

/** Reads the routing data of every API of the gateway, from the cache if it is less than a minute old. */
export async function readServedApis(context: MethodContext): Promise<readonly ServedApi[]> {
  const { apis } = context.deps;
  const known = apis.get(cacheKey);
  if (known !== undefined) return known;
  try {
    // From 5.12 on the list omits MCP APIs unless they are requested. They have listen paths too.
    const listed = await context.read("listApis", { query: { include_types: "mcp" } });
    const read = listed.map(toServedApi);
    apis.set(cacheKey, read);
    return read;
  } catch (error) {
    const { code } = rethrowFatal(context, error);
    throw context.createUnsupportedError(
      `without the list of all APIs it is unknown which API would receive the request, so nothing was sent: GET /tyk/apis failed (${code}${listHints[code] ?? ""})`,
      error,
    );
  }
}

const edgeHint =
  ": this gateway does not serve it, as edge gateways do not; use a gateway that does";

/** What to do about a list of APIs that cannot be read, by the error's code. */
const listHints: Readonly<Record<string, string>> = {
  unsupported: edgeHint,
  route: edgeHint,
  "too-large": ": raise maxResponseBytes",
};

/** Removes an API and the list of all APIs from the cache, because they may have changed. */
export function forgetApi({ deps }: MethodContext, apiId: string): void {
  deps.definitions.delete(apiId);
  deps.apis.delete(cacheKey);
}
