import type { OAuthToken, OAuthTokenPage } from "../../../generated/index.ts";
import { TykResponseError } from "../../errors/response.ts";
import type { ClientRef } from "../../types/client-refs.ts";
import type { VerbOptions } from "../../types/options.ts";
import { pathOf } from "../clients/read.ts";
import type { Deps } from "../deps.ts";
import type { MethodContext } from "../method-context.ts";
import { parameters } from "../parameters.ts";
import { startMethod } from "../run.ts";
import { walkPages } from "./token-pages.ts";

/** Lists a client's tokens by one request, not by pages: pages after the first have wrong `expires` and come at other moments. */
export function listTokens(context: MethodContext, ref: ClientRef): Promise<OAuthToken[]> {
  context.check.ref(ref);
  return readTokens(context, ref);
}

/** Reads one page of a client's tokens, for the caller. */
export function tokensPage(
  context: MethodContext,
  args: ClientRef & { readonly page: number },
): Promise<OAuthTokenPage> {
  context.check.ids(args, "args", parameters["tokens.page"].args);
  const { page, apiId, clientId } = args;
  const ref = { apiId, clientId };
  if (!Number.isSafeInteger(page) || page < 1)
    context.check.fail("page", "must be a whole number of 1 or more");
  return readPage(context, ref, page);
}

/** Yields a client's tokens a page at a time, for the caller. */
export function iterateTokens(
  deps: Deps,
  ref: ClientRef,
  options: Omit<VerbOptions, "deadlineMs"> | undefined,
): AsyncGenerator<readonly OAuthToken[], void, undefined> {
  const operation = "tokens.iterate";
  // Each page is its own run of the method, so nothing stays open if the caller stops half-way.
  const read = async (page: number): Promise<OAuthTokenPage> => {
    const { data } = await startMethod(
      operation,
      deps,
      [ref],
      options,
      (context: MethodContext) => {
        context.check.ref(ref);
        return readPage(context, ref, page);
      },
    );
    return data;
  };
  const createSchemaError = (why: string): TykResponseError =>
    new TykResponseError(why, { operation, code: "schema", status: 200 });
  return walkPages(read, createSchemaError, deps.runtime);
}

/** Yields a client's tokens a page at a time, within a running method, in constant memory. */
export function walkTokens(
  context: MethodContext,
  ref: ClientRef,
): AsyncGenerator<readonly OAuthToken[], void, undefined> {
  return walkPages(
    (page) => readPage(context, ref, page),
    (why) => context.createSchemaError(why),
    context.deps.runtime,
  );
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
  if (Array.isArray(response)) return response;
  throw context.createSchemaError("the gateway responded with a page instead of the whole list");
}
