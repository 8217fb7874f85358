import type { ApiDefinition } from "../../../generated/index.ts";
import { TykUnsupportedError } from "../../errors/method.ts";
import { orgIdOf } from "../org-id.ts";
import type { MethodContext } from "../method-context.ts";
import { forgetServedApis } from "./served-apis.ts";
import { usesOAuth } from "./uses-oauth.ts";

/** The definition of an API, as it was less than a minute ago. */
export async function readDefinition(
  context: MethodContext,
  apiId: string,
): Promise<ApiDefinition> {
  const { definitions } = context.deps;
  const known = definitions.get(apiId);
  if (known !== undefined) return known;
  const api = await context.read("getApi", { path: { apiID: apiId } }, { apiId });
  if (api.api_id !== apiId)
    throw context.createSchemaError("the gateway answered with another API's definition");
  definitions.set(apiId, api);
  return api;
}

/** The APIs of an organisation, or of all with `""`, as they are now. */
export async function readApis(context: MethodContext, orgId: string): Promise<ApiDefinition[]> {
  const apis = await context.read("listApis", {});
  const wanted = apis.filter((api) => orgId === "" || orgIdOf(api) === orgId);
  for (const api of wanted) context.deps.definitions.set(api.api_id, api);
  return wanted;
}

/** Those of them that use OAuth. */
export async function readOAuthApis(
  context: MethodContext,
  orgId: string,
): Promise<ApiDefinition[]> {
  return (await readApis(context, orgId)).filter(usesOAuth);
}

/** Throws where an API is not OAuth, saying what would come of it. */
export function requireOAuth(context: MethodContext, api: ApiDefinition, else_: string): void {
  if (usesOAuth(api)) return;
  const { api_id } = api;
  // It may have become one since.
  forgetApi(context, api_id);
  throw new TykUnsupportedError(`the API ${api_id} is not OAuth: ${else_}`, {
    operation: context.name,
  });
}

/** Forgets what is cached about an API: a response or a read shows that it may have changed, and others with it. */
export function forgetApi({ deps }: MethodContext, apiId: string): void {
  deps.definitions.delete(apiId);
  forgetServedApis(deps);
}
