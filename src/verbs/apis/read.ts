import type { ApiDefinition } from "../../../generated/index.ts";
import type { Verb } from "../verb.ts";
import { forgetApi } from "./definition.ts";
import { usesOAuth } from "./uses-oauth.ts";

/** Reads an API's definition. */
export async function getApi(verb: Verb, args: { readonly apiId: string }): Promise<ApiDefinition> {
  verb.check.record(args, "args");
  const { apiId } = args;
  verb.check.id(apiId, "apiId");
  const api = await verb.read("getApi", { path: { apiID: apiId } }, { apiId });
  // What is known of the API from before may be wrong now.
  forgetApi(verb, apiId);
  return api;
}

/** Lists the definitions of all APIs, or of those that use OAuth or do not. */
export async function listApis(
  verb: Verb,
  args: { readonly oauth?: boolean | undefined },
): Promise<ApiDefinition[]> {
  verb.check.record(args, "args", ["oauth"]);
  const { oauth } = args;
  if (oauth !== undefined && typeof oauth !== "boolean")
    verb.check.fail("oauth", "must be true or false");
  const apis = await verb.read("listApis", {});
  return oauth === undefined ? apis : apis.filter((api) => usesOAuth(api) === oauth);
}
