import type { ApiDefinition } from "../../../generated/index.ts";
import { TykUnsupportedError } from "../../errors/method.ts";
import { orgIdOf } from "../org-id.ts";
import type { MethodContext } from "../method-context.ts";
import { forgetServedApis } from "./served-apis.ts";
import { usesOAuth } from "./uses-oauth.ts";

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

/** Reads the APIs that use OAuth, of an organisation or of all with `""`. */
export async function readOAuthApis(
  context: MethodContext,
  orgId: string,
): Promise<ApiDefinition[]> {
  return (await readApis(context, orgId)).filter(usesOAuth);
}

/** Throws if an API does not use OAuth. `consequence` tells the user what that means for the method. */
export function requireOAuth(
  context: MethodContext,
  api: ApiDefinition,
  consequence: string,
): void {
  if (usesOAuth(api)) return;
  const { api_id } = api;
  // The cached definition may be out of date.
  forgetApi(context, api_id);
  throw new TykUnsupportedError(`the API ${api_id} does not use OAuth: ${consequence}`, {
    operation: context.name,
  });
}

/** Removes an API and the list of all APIs from the cache, because they may have changed. */
export function forgetApi({ deps }: MethodContext, apiId: string): void {
  deps.definitions.delete(apiId);
  forgetServedApis(deps);
}
