import type { ApiDefinition } from "../../../generated/index.ts";
import type { MethodContext } from "../method-context.ts";
import { forgetApi } from "./definition.ts";
import { usesOAuth } from "./uses-oauth.ts";

/** Reads an API's definition. It does not use the cache. */
export async function getApi(
  context: MethodContext,
  args: { readonly apiId: string },
): Promise<ApiDefinition> {
  context.check.record(args, "args");
  const { apiId } = args;
  context.check.id(apiId, "apiId");
  const api = await context.read("getApi", { path: { apiID: apiId } }, { apiId });
  // The cached definition may be out of date.
  forgetApi(context, apiId);
  return api;
}

/** Reads the definitions of all APIs, or only of those that use OAuth or do not. */
export async function listApis(
  context: MethodContext,
  args: { readonly oauth?: boolean | undefined },
): Promise<ApiDefinition[]> {
  context.check.record(args, "args", ["oauth"]);
  const { oauth } = args;
  if (oauth !== undefined && typeof oauth !== "boolean")
    context.check.fail("oauth", "must be true or false");
  const apis = await context.read("listApis", {});
  return oauth === undefined ? apis : apis.filter((api) => usesOAuth(api) === oauth);
}
