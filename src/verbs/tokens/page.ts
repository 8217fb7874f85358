import type { OAuthToken, OAuthTokenPage } from "../../../generated/index.ts";
import type { ClientRef } from "../../types/client-refs.ts";
import { pathOf } from "../clients/read.ts";
import type { MethodContext } from "../method-context.ts";

/** Lists a client's tokens by one request, not by pages: pages after the first have wrong `expires` and come at other moments. */
export function listTokens(context: MethodContext, ref: ClientRef): Promise<OAuthToken[]> {
  context.check.ref(ref);
  return readTokens(context, ref);
}

/** Reads one page of a client's tokens. */
export function tokensPage(
  context: MethodContext,
  args: ClientRef & { readonly page: number },
): Promise<OAuthTokenPage> {
  context.check.record(args, "args");
  context.check.ref(args);
  const { page } = args;
  if (!Number.isSafeInteger(page) || page < 1)
    context.check.fail("page", "must be a whole number of 1 or more");
  return readPage(context, args, page);
}

/** Reads one page of a client's tokens, and checks that the response is that page. */
export async function readPage(
  context: MethodContext,
  ref: ClientRef,
  page: number,
): Promise<OAuthTokenPage> {
  const input = { ...pathOf(ref), query: { page } };
  const response = await context.read("getOAuthClientTokens", input, { apiId: ref.apiId });
  if (Array.isArray(response))
    throw context.createSchemaError("the gateway responded with the whole list instead of a page");
  if (response.Pagination.page_num !== page)
    throw context.createSchemaError("the gateway responded with another page");
  return response;
}

/** Reads the whole list of a client's tokens by one request. */
export async function readTokens(context: MethodContext, ref: ClientRef): Promise<OAuthToken[]> {
  const response = await context.read("getOAuthClientTokens", pathOf(ref), { apiId: ref.apiId });
  if (!Array.isArray(response))
    throw context.createSchemaError("the gateway responded with a page instead of the whole list");
  return response;
}
