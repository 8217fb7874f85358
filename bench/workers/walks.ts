import { TykOAuth } from "@tyk-oauth/sdk";
import { createNodeFetch } from "@tyk-oauth/sdk/node";
import type { OAuthTokenPage } from "../../generated/index.ts";
import { apiId, clientId, secret, tokensPath } from "../gateway/responses.ts";

/** Reads all tokens, and calls `onTokens` with the number of tokens in each step. */
export type Walk = (baseUrl: string, onTokens: (count: number) => void) => Promise<void>;

/** The name of a walk in the tables. */
export type WalkName = "fetch and JSON.parse" | "tokens.iterate" | "tokens.iterate + node";

export const walks: Readonly<Record<WalkName, Walk>> = {
  "fetch and JSON.parse": async (baseUrl, onTokens) => {
    let { page_total: page } = (await fetchPage(baseUrl, 1)).Pagination;
    for (; page >= 1; page -= 1) onTokens((await fetchPage(baseUrl, page)).Tokens.length);
  },
  "tokens.iterate": (baseUrl, onTokens) => iterate(new TykOAuth({ baseUrl, secret }), onTokens),
  "tokens.iterate + node": (baseUrl, onTokens) =>
    iterate(new TykOAuth({ baseUrl, secret, fetch: createNodeFetch() }), onTokens),
};

async function iterate(tyk: TykOAuth, onTokens: (count: number) => void): Promise<void> {
  const tokens = tyk.tokens.iterate({ apiId, clientId });
  for await (const { code } of tokens) if (code !== "") onTokens(1);
}

/** Reads a page with `fetch` alone. */
async function fetchPage(baseUrl: string, page: number): Promise<OAuthTokenPage> {
  const response = await fetch(`${baseUrl}${tokensPath}?page=${page}`, {
    headers: { "X-Tyk-Authorization": secret },
  });
  return JSON.parse(await response.text()) as OAuthTokenPage;
}
