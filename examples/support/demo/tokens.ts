import type { OAuthToken, TokenResponse } from "@tyk-oauth/sdk";
import type { DemoClient } from "./client.ts";
import { check } from "./steps.ts";
import type { Told } from "./steps.ts";

/** Tokens that expire in the same second share one fate when one of them is revoked, so those of a step get one of their own. */
export const nextSecondMs = 1_100;

/** Gets tokens by the client's own credentials. */
export async function mint(client: DemoClient, secret: string, count: number): Promise<string[]> {
  const grant = { grant_type: "client_credentials" };
  const tokens = await Promise.all(
    Array.from({ length: count }, () => client.token(secret, grant)),
  );
  await readPages(client);
  return tokens.map(({ access_token }) => access_token);
}

/** Every page of the client's tokens; the codes are kept for the end. */
export async function readPages(client: DemoClient): Promise<OAuthToken[][]> {
  const pages: OAuthToken[][] = [];
  for (let page = 1, last = 1; page <= last; page += 1) {
    const { Pagination, Tokens } = await client.tyk.tokens.page({ ...client.ref, page });
    for (const { code } of Tokens) client.codes.add(code);
    pages.push(Tokens);
    last = Pagination.page_total;
  }
  return pages;
}

/** Revokes one of the tokens, and checks that the API refuses it. */
export async function revokeOne(
  client: DemoClient,
  many: readonly string[],
  told: Told,
): Promise<void> {
  const [token = ""] = many;
  check((await client.call(token)) === 200, "the API lets the token in before");
  const before = (await client.tyk.tokens.list(client.ref)).length;
  await client.tyk.tokens.revoke({
    clientId: client.id,
    token,
    tokenTypeHint: "access_token",
  });
  await client.checkRefused(told, token, "the revoked token");
  const gone = before - (await client.tyk.tokens.list(client.ref)).length;
  if (gone > 1) {
    told.surprise(
      `${gone - 1} others, which expire in the same second, went off the list with it.`,
    );
  }
}

/** Revokes all tokens, and checks that the API refuses those that were listed. Gives those that it missed. */
export async function revokeAll(
  client: DemoClient,
  { old, first, many }: { old: string; first: TokenResponse; many: readonly string[] },
  told: Told,
): Promise<string[]> {
  const { tyk, ref, gateway } = client;
  const { secret } = await tyk.clients.get(ref);
  await gateway.pass(nextSecondMs);
  const fresh = await mint(client, secret, 3);
  const tokens = [first.access_token, ...fresh];
  for (const token of tokens) {
    check((await client.call(token)) === 200, "the API lets the tokens in before");
  }
  const listed = (await tyk.tokens.list(ref)).length;

  const body = { client_id: client.id, client_secret: old };
  const { message } = await tyk.raw.revokeAllTokens({ body });
  if ((await client.call(first.access_token)) === 200) {
    told.surprise(`asked with the old secret the gateway says "${message}", and revokes nothing.`);
  }

  await tyk.tokens.revokeAll(ref);
  const left = (await tyk.tokens.list(ref)).length;
  told.result(`${listed} were listed, ${left} are.`);
  for (const [index, token] of tokens.entries()) {
    await client.checkRefused(told, token, `token ${index + 1} of ${tokens.length}`);
  }
  check(left === 0, "no token is listed any more");
  const missed = await stillOpen(client, many);
  if (missed.length > 0) {
    told.surprise(`${missed.length} that had gone off the list before still open the API.`);
  }
  return missed;
}

/** The tokens that the API lets in. */
async function stillOpen(client: DemoClient, tokens: readonly string[]): Promise<string[]> {
  const statuses = await Promise.all(tokens.map((token) => client.call(token)));
  return tokens.filter((_, index) => statuses[index] === 200);
}
