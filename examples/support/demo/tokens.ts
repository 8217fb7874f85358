import { isTykError } from "@tyk-oauth/sdk";
import type { DroppedToken, OAuthToken, TokenResponse } from "@tyk-oauth/sdk";
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

/** Revokes one of the tokens, and checks that the API refuses it. Gives the codes of those that dropped off the list by it. */
export async function revokeOne(
  client: DemoClient,
  many: readonly string[],
  told: Told,
): Promise<readonly DroppedToken[]> {
  const [token = ""] = many;
  check((await client.call(token)) === 200, "the API lets the token in before");
  const { state, dropped } = await client.tyk.tokens.revoke({
    clientId: client.id,
    token,
    tokenTypeHint: "access_token",
  });
  told.result(`It is ${state}.`);
  await client.checkRefused(told, token, "the revoked token");
  if (dropped.length > 0) {
    told.surprise(
      `${dropped.length} others, which lapse in the same second, went off the list with it, alive.`,
    );
  }
  return dropped;
}

/**
 * Gives the client a new secret and ends all of its tokens, those that dropped off the list among them. Where the gateway
 * lists no keys these cannot be found: that is told, and they are ended by the codes that the revocation gave.
 */
export async function cutOff(
  client: DemoClient,
  {
    leaked,
    first,
    many,
    dropped,
  }: {
    leaked: string;
    first: TokenResponse;
    many: readonly string[];
    dropped: readonly DroppedToken[];
  },
  told: Told,
): Promise<string> {
  const { tyk, ref, gateway } = client;
  await gateway.pass(nextSecondMs);
  const used = [first.access_token, ...(await mint(client, leaked, 3))];
  for (const token of used) {
    check((await client.call(token)) === 200, "the API lets the tokens in before");
  }
  await lookAtWrongSecret(client, first, told);

  const args = { wait: gateway.wait, ifUnproved: "report" } as const;
  if (!gateway.wait) {
    told.result("It does not wait out the session cache, eleven seconds, as it would by default.");
  }
  const { copies, report } = await tyk.clients.cutOff({ clientId: client.id }, args);
  for (const { apiId, secret } of report.secrets) {
    check(secret === "replaced", `the secret is replaced on ${apiId}`);
  }
  const { secret = "" } = copies.find(({ apiId }) => apiId === ref.apiId)?.client ?? {};
  const grant = { grant_type: "client_credentials" };
  check(await client.refuses(leaked, grant), "the leaked secret gets no token");
  told.result("The leaked secret gets no token any more, on any API.");
  for (const { apiId, state, ended, reason } of report.apis) {
    told.result(`Tokens of ${apiId}: ${ended} ended; ${state}${reason === undefined ? "." : ":"}`);
    if (reason !== undefined) told.surprise(`${reason}.`);
  }

  const isProved = report.apis.every(({ state }) => state !== "unverified");
  if (!isProved) {
    for (const token of dropped) await endIfThere(client, token);
    told.result(
      `The ${dropped.length} that dropped off the list are ended by the codes that were told.`,
    );
  }
  for (const [index, token] of used.entries()) {
    await client.checkRefused(told, token, `token ${index + 1} of ${used.length}`);
  }
  const statuses = await Promise.all(many.map((token) => client.call(token)));
  check(!statuses.includes(200), "none of the many tokens opens the API any more");
  told.result(`None of the other ${many.length} opens the API.`);
  return secret;
}

/** The gateway says yes to a revocation with a wrong secret. */
async function lookAtWrongSecret(
  client: DemoClient,
  first: TokenResponse,
  told: Told,
): Promise<void> {
  const body = { client_id: client.id, client_secret: "a wrong one" };
  const { message } = await client.tyk.raw.revokeAllTokens({ body });
  if ((await client.call(first.access_token)) === 200) {
    told.surprise(`asked with a wrong secret the gateway says "${message}", and revokes nothing.`);
  }
}

async function endIfThere(client: DemoClient, token: DroppedToken): Promise<void> {
  try {
    await client.tyk.tokens.revoke(token);
  } catch (error) {
    if (!isTykError(error) || error.code !== "not-found") throw error;
  }
}
