import type { OAuthToken, OAuthTokenPage } from "../../../generated/index.ts";
import type { ClientRef } from "../../types/client-refs.ts";
import { pathOf } from "../clients/read.ts";
import type { Verb } from "../verb.ts";

/** Lists a client's tokens. Not by pages: past the first they have the wrong expires, and a list is one look at one moment. */
export function listTokens(verb: Verb, ref: ClientRef): Promise<OAuthToken[]> {
  verb.check.ref(ref);
  return readTokens(verb, ref);
}

/** Gives one page of a client's tokens. */
export function tokensPage(
  verb: Verb,
  args: ClientRef & { readonly page: number },
): Promise<OAuthTokenPage> {
  verb.check.record(args, "args");
  verb.check.ref(args);
  const { page } = args;
  if (!Number.isSafeInteger(page) || page < 1)
    verb.check.fail("page", "must be a whole number of 1 or more");
  return readPage(verb, args, page);
}

/** Reads one page of a client's tokens, and makes sure that it is that one. */
export async function readPage(verb: Verb, ref: ClientRef, page: number): Promise<OAuthTokenPage> {
  const input = { ...pathOf(ref), query: { page } };
  const answer = await verb.read("getOAuthClientTokens", input, { apiId: ref.apiId });
  if (Array.isArray(answer))
    throw verb.unusable("the gateway answered with the list in place of a page");
  if (answer.Pagination.page_num !== page)
    throw verb.unusable("the gateway answered with another page");
  return answer;
}

/** Reads the bare list of a client's tokens: one look at one moment. */
export async function readTokens(verb: Verb, ref: ClientRef): Promise<OAuthToken[]> {
  const answer = await verb.read("getOAuthClientTokens", pathOf(ref), { apiId: ref.apiId });
  if (!Array.isArray(answer))
    throw verb.unusable("the gateway answered with a page in place of the list");
  return answer;
}
