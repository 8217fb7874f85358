import type { ApiDefinition } from "../../../generated/index.ts";
import { rethrowFatal } from "../failures.ts";
import type { MethodContext } from "../method-context.ts";
import { readElements } from "../lists/read-elements.ts";
import { orgIdOf, usesOAuth } from "../omitted-fields.ts";
import { parameters } from "../parameters.ts";
import { toServedApi } from "./served-api.ts";
import type { ServedApi } from "./served-api.ts";

/** Reads an API's definition for the caller. It does not use the cache. */
export async function getApi(
  context: MethodContext,
  args: { readonly apiId: string },
): Promise<ApiDefinition> {
  context.check.ids(args, "args", parameters["apis.get"].args);
  const { apiId } = args;
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
  context.check.record(args, "args", parameters["apis.list"].args);
  const { oauth } = args;
  context.check.flag(oauth, "oauth");
  return readElements(context, "listApis", {}, (api) =>
    oauth === undefined || usesOAuth(api) === oauth ? api : undefined,
  );
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

/**
 * Reads the used fields of the APIs of an organisation, or of all with `""`. A whole definition has about 6.5 KB. It does not use the
 * cache, but fills it.
 */
export async function readApis(context: MethodContext, orgId: string): Promise<ApiDefinition[]> {
  const wanted = await readElements(context, "listApis", {}, (api) =>
    orgId === "" || orgIdOf(api) === orgId ? withUsedFields(api) : undefined,
  );
  const { config, definitions } = context.deps;
  // A function of the caller gets whole definitions.
  if (typeof config.apiBaseUrl === "string")
    for (const api of wanted) definitions.set(api.api_id, api);
  return wanted;
}

/** Copies the fields of a definition that methods use, also those that `toServedApi` reads. */
function withUsedFields(api: ApiDefinition): ApiDefinition {
  const proxy = pick(api.proxy, ["listen_path", "target_url"]);
  return { ...pick(api, usedFields), proxy };
}

const usedFields = [
  "api_id",
  "org_id",
  "internal",
  "listen_port",
  "protocol",
  "use_oauth2",
  "use_keyless",
  "domain",
  "domain_disabled",
  "oauth_meta",
];

/** Copies own fields. */
function pick<T extends object>(value: T, names: readonly string[]): T {
  const own = Object.entries(value).filter(([name]) => names.includes(name));
  // The guard has checked the fields that the type requires, and they are among the names.
  return Object.fromEntries(own) as T;
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
    const query = { include_types: "mcp" };
    const read = await readElements(context, "listApis", { query }, toServedApi);
    apis.set(cacheKey, read);
    return read;
  } catch (error) {
    const { code, message } = rethrowFatal(context, error);
    const hint = code === "too-large" ? `: raise ${limitIn(message)}` : listHints[code];
    throw context.createUnsupportedError(
      `without the list of all APIs it is unknown which API would receive the request, so nothing was sent: GET /tyk/apis failed (${code}${hint ?? ""})`,
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
};

/** Returns the option of the limit that a response exceeded. */
function limitIn(message: string): string {
  return message.includes("(maxListBytes)") ? "maxListBytes" : "maxResponseBytes";
}

/** Removes an API and the list of all APIs from the cache, because they may have changed. */
export function forgetApi({ deps }: MethodContext, apiId: string): void {
  deps.definitions.delete(apiId);
  deps.apis.delete(cacheKey);
}
