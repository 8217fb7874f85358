import type { OAuthToken, OAuthTokenPage } from "../../../generated/index.ts";
import type { ClientRef } from "../../types/client-refs.ts";
import { pathOf } from "../clients/read.ts";
import type { MethodContext } from "../method-context.ts";

/** Lists a client's tokens. Not by pages: past the first they have the wrong expires, and a list is one look at one moment. */
export function listTokens(context: MethodContext, ref: ClientRef): Promise<OAuthToken[]> {
  context.check.ref(ref);
  return readTokens(context, ref);
}

/** Gives one page of a client's tokens. */
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

/** Reads one page of a client's tokens, and makes sure that it is that one. */
export async function readPage(
  context: MethodContext,
  ref: ClientRef,
  page: number,
): Promise<OAuthTokenPage> {
  const input = { ...pathOf(ref), query: { page } };
  const answer = await context.read("getOAuthClientTokens", input, { apiId: ref.apiId });
  if (Array.isArray(answer))
    throw context.createSchemaError("the gateway answered with the list in place of a page");
  if (answer.Pagination.page_num !== page)
    throw context.createSchemaError("the gateway answered with another page");
  return answer;
}

/** Reads the bare list of a client's tokens: one look at one moment. */
export async function readTokens(context: MethodContext, ref: ClientRef): Promise<OAuthToken[]> {
  const answer = await context.read("getOAuthClientTokens", pathOf(ref), { apiId: ref.apiId });
  if (!Array.isArray(answer))
    throw context.createSchemaError("the gateway answered with a page in place of the list");
  return answer;
}
