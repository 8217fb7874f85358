import { isTykError } from "@tyk-oauth/sdk";
import type { DroppedToken, OAuthToken, TokenResponse } from "@tyk-oauth/sdk";
import type { DemoClient } from "./client.ts";
import { check } from "./steps.ts";
import type { StepOutput } from "./steps.ts";

/** If one token is revoked, all tokens of the same second drop off the list (Trap 12). So a step waits before it issues tokens. */
export const nextSecondMs = 1_100;

/** Issues tokens with the client's own credentials. */
export async function issueTokens(
  client: DemoClient,
  secret: string,
  count: number,
): Promise<string[]> {
  const grant = { grant_type: "client_credentials" };
  const tokens = await Promise.all(
    Array.from({ length: count }, () => client.requestToken(secret, grant)),
  );
  await readPages(client);
  return tokens.map(({ access_token }) => access_token);
}

/** Reads every page of the client's tokens, and keeps the codes for the clean-up. */
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

/** Revokes one of the tokens and checks that the API refuses it. Returns the other tokens that dropped off the list. */
export async function revokeOne(
  client: DemoClient,
  many: readonly string[],
  output: StepOutput,
): Promise<readonly DroppedToken[]> {
  const [token = ""] = many;
  check((await client.callApi(token)) === 200, "the API accepts the token before the revocation");
  const { state, dropped } = await client.tyk.tokens.revoke({
    clientId: client.id,
    token,
    tokenTypeHint: "access_token",
  });
  output.result(`The token is ${state}.`);
  await client.checkRefused(output, token, "the revoked token");
  if (dropped.length > 0) {
    output.surprise(
      `${dropped.length} other tokens, which expire in the same second, dropped off the list but are alive.`,
    );
  }
  return dropped;
}

/**
 * Gives the client a new secret and ends all of its tokens, including those that dropped off the list. A gateway that lists no keys
 * cannot find these. The step then prints that, and ends them by the codes from `revokeOne`.
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
  output: StepOutput,
): Promise<string> {
  const { tyk, ref, gateway } = client;
  await gateway.passTime(nextSecondMs);
  const used = [first.access_token, ...(await issueTokens(client, leaked, 3))];
  for (const token of used) {
    check((await client.callApi(token)) === 200, "the API accepts the tokens before the cut-off");
  }
  await showWrongSecret(client, first, output);

  const args = { wait: gateway.wait, ifUnproved: "report" } as const;
  if (!gateway.wait) {
    output.result(
      "The call does not wait eleven seconds for the session cache, unlike by default.",
    );
  }
  const { copies, report } = await tyk.clients.cutOff({ clientId: client.id }, args);
  for (const { apiId, secret } of report.secrets) {
    check(secret === "replaced", `the secret is replaced on ${apiId}`);
  }
  const { secret = "" } = copies.find(({ apiId }) => apiId === ref.apiId)?.client ?? {};
  const grant = { grant_type: "client_credentials" };
  check(await client.isRefused(leaked, grant), "the leaked secret gets no tokens");
  output.result("The leaked secret gets no more tokens on any API.");
  for (const { apiId, state, ended, reason } of report.apis) {
    output.result(
      `Tokens of ${apiId}: ${ended} ended; ${state}${reason === undefined ? "." : ":"}`,
    );
    if (reason !== undefined) output.surprise(`${reason}.`);
  }

  const isProved = report.apis.every(({ state }) => state !== "unverified");
  if (!isProved) {
    for (const token of dropped) await revokeIfFound(client, token);
    output.result(
      `The ${dropped.length} tokens that dropped off the list are ended by their known codes.`,
    );
  }
  for (const [index, token] of used.entries()) {
    await client.checkRefused(output, token, `token ${index + 1} of ${used.length}`);
  }
  const statuses = await Promise.all(many.map((token) => client.callApi(token)));
  check(!statuses.includes(200), "none of the many tokens opens the API now");
  output.result(`None of the other ${many.length} tokens opens the API.`);
  return secret;
}

/** Shows that the gateway confirms a revocation with a wrong secret (Trap 13). */
async function showWrongSecret(
  client: DemoClient,
  first: TokenResponse,
  output: StepOutput,
): Promise<void> {
  const body = { client_id: client.id, client_secret: "a wrong one" };
  const { message } = await client.tyk.raw.revokeAllTokens({ body });
  if ((await client.callApi(first.access_token)) === 200) {
    output.surprise(`with a wrong secret the gateway says "${message}" but revokes nothing.`);
  }
}

async function revokeIfFound(client: DemoClient, token: DroppedToken): Promise<void> {
  try {
    await client.tyk.tokens.revoke(token);
  } catch (error) {
    if (!isTykError(error) || error.code !== "not-found") throw error;
  }
}
