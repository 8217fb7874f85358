import type { ApiDefinition } from "../../../generated/index.ts";
import { TykUnsupportedError } from "../../errors/verb.ts";
import type { Verb } from "../verb.ts";
import { forgetServedApis } from "./served-apis.ts";

/** The definition of an API, as it was less than a minute ago. */
export async function definitionOf(verb: Verb, apiId: string): Promise<ApiDefinition> {
  const { definitions } = verb.deps;
  const known = definitions.get(apiId);
  if (known !== undefined) return known;
  const api = await verb.read("getApi", { path: { apiID: apiId } }, { apiId });
  if (api.api_id !== apiId)
    throw verb.unusable("the gateway answered with another API's definition");
  definitions.set(apiId, api);
  return api;
}

/** The OAuth APIs of an organisation, or of all with `""`, as they are now. */
export async function oauthApis(verb: Verb, orgId: string): Promise<ApiDefinition[]> {
  const apis = await verb.read("listApis", {});
  const wanted = apis.filter(
    ({ use_oauth2, org_id }) => use_oauth2 && (orgId === "" || org_id === orgId),
  );
  for (const api of wanted) verb.deps.definitions.set(api.api_id, api);
  return wanted;
}

/** Throws where an API is not OAuth, saying what would come of it. */
export function requireOAuth(
  verb: Verb,
  { api_id, use_oauth2 }: ApiDefinition,
  else_: string,
): void {
  if (use_oauth2) return;
  // It may have become one since.
  forgetApi(verb, api_id);
  throw new TykUnsupportedError(`the API ${api_id} is not OAuth: ${else_}`, {
    operation: verb.name,
  });
}

/** Forgets what is cached about an API: a response or a read shows that it may have changed, and others with it. */
export function forgetApi({ deps }: Verb, apiId: string): void {
  deps.definitions.delete(apiId);
  forgetServedApis(deps);
}
