import { TykOAuth } from "@tyk-oauth/sdk";
import { createNodeFetch } from "@tyk-oauth/sdk/node";
import type { OAuthTokenPage } from "../../generated/index.ts";
import { apiId, clientId, secret, tokensPath } from "../gateway/answers.ts";

/** A way through all tokens: calls `seen` for each stretch of them with their number. */
export type Walk = (baseUrl: string, seen: (tokens: number) => void) => Promise<void>;

/** The name of a walk, as the tables give it. */
export type WalkName = "fetch and JSON.parse" | "tokens.iterate" | "tokens.iterate + node";

export const walks: Readonly<Record<WalkName, Walk>> = {
  "fetch and JSON.parse": async (baseUrl, seen) => {
    let { page_total: page } = (await fetchPage(baseUrl, 1)).Pagination;
    for (; page >= 1; page -= 1) seen((await fetchPage(baseUrl, page)).Tokens.length);
  },
  "tokens.iterate": (baseUrl, seen) => iterate(new TykOAuth({ baseUrl, secret }), seen),
  "tokens.iterate + node": (baseUrl, seen) =>
    iterate(new TykOAuth({ baseUrl, secret, fetch: createNodeFetch() }), seen),
};

async function iterate(tyk: TykOAuth, seen: (tokens: number) => void): Promise<void> {
  const tokens = tyk.tokens.iterate({ apiId, clientId });
  for await (const { code } of tokens) if (code !== "") seen(1);
}

/** The same pages by hand, each parsed whole. */
async function fetchPage(baseUrl: string, page: number): Promise<OAuthTokenPage> {
  const response = await fetch(`${baseUrl}${tokensPath}?page=${page}`, {
    headers: { "X-Tyk-Authorization": secret },
  });
  return JSON.parse(await response.text()) as OAuthTokenPage;
}
