import { addressOf } from "../apis/address.ts";
import { readOAuthApi } from "../apis/definition.ts";
import { findClientApis } from "../clients/client-apis.ts";
import { findClient } from "../clients/read.ts";
import { rethrowFatal } from "../failures.ts";
import type { MethodContext } from "../method-context.ts";
import type { ApiState, ClientEndingState } from "./ending-state.ts";
import { uncertaintyOf } from "./uncertainty.ts";

/** An API on which the client exists, so its tokens can be revoked with its secret. */
interface ApiWithSecret extends ApiState {
  secret: string;
}

/** An API on which the listed tokens were revoked. `isCertain` is `false` if the revocation may have failed. */
interface RevokedApi {
  readonly apiId: string;
  readonly isCertain: boolean;
}

/**
 * Revokes the listed tokens, gone ones too: only their list entry leads to their refresh tokens. The control API's `revoke_all`
 * reaches each API whose copy of the client has the same secret (trap 13), and no API with a broken index (trap 10). If it would
 * also reach other APIs, or not this one, the API's own endpoint is called, which reaches this API only.
 *
 * For an API on which the tokens were certainly not revoked, an uncertainty is added.
 */
export async function revokeListed(state: ClientEndingState): Promise<void> {
  const { context, clientId, apiStates, tokens } = state;
  const open = apiStates.filter(
    (apiState): apiState is ApiWithSecret =>
      apiState.secret !== undefined && tokens.hasUnrevokedRefresh(apiState.apiId),
  );
  if (open.length === 0) return;
  const { apiIds, secretsToSpare } = await readControlReach(state);
  const groupsBySecret = new Map<string, ApiWithSecret[]>();
  const revoked: RevokedApi[] = [];
  for (const apiState of open) {
    const { apiId, secret } = apiState;
    if (apiIds.has(apiId) && !secretsToSpare.has(secret)) {
      groupsBySecret.set(secret, [...(groupsBySecret.get(secret) ?? []), apiState]);
      continue;
    }
    const revoke = (): Promise<ApiWithSecret[]> => revokeAtApi(context, clientId, apiState);
    revoked.push(...(await tryRevoke(context, [apiState], revoke)));
  }
  for (const group of groupsBySecret.values()) {
    const revoke = (): Promise<ApiWithSecret[]> => revokeByControl(context, clientId, group);
    revoked.push(...(await tryRevoke(context, group, revoke)));
  }
  for (const { apiId, isCertain } of revoked) tokens.markRevoked(apiId, isCertain);
}

/** Finds the APIs on which the control API finds the client, and the secrets of copies whose tokens must not be revoked. */
async function readControlReach({ context, clientId, apiStates }: ClientEndingState): Promise<{
  readonly apiIds: ReadonlySet<string>;
  readonly secretsToSpare: ReadonlySet<string>;
}> {
  // A revocation empties the list, and a token in use comes back (trap 24). Tokens of an unread list would not be found again.
  const readStates = apiStates.filter(({ isUnread }) => !isUnread);
  const revocable = new Set(readStates.map(({ apiId }) => apiId));
  try {
    const apiIds = new Set(await findClientApis(context, clientId));
    const secretsToSpare = new Set<string>();
    for (const apiId of apiIds) {
      if (revocable.has(apiId)) continue;
      const client = await findClient(context, { apiId, clientId });
      if (client !== undefined) secretsToSpare.add(client.secret);
    }
    return { apiIds, secretsToSpare };
  } catch (error) {
    rethrowFatal(context, error);
    // The reach is unknown, so the control API revokes nothing.
    return { apiIds: new Set(), secretsToSpare: new Set() };
  }
}

const dryRunResult = { status: "ok", message: "" };

/** Revokes on all APIs whose copy has the group's secret, by one request to the control API. */
async function revokeByControl(
  context: MethodContext,
  clientId: string,
  group: readonly ApiWithSecret[],
): Promise<ApiWithSecret[]> {
  const [first] = group;
  const body = { client_id: clientId, client_secret: first?.secret ?? "" };
  await context.write("revokeAllTokens", { body }, { apiId: first?.apiId }, dryRunResult);
  if (context.isDry) return [...group];
  // The gateway also confirms a secret that was changed in the meantime (trap 13).
  const revoked: ApiWithSecret[] = [];
  for (const apiState of group) {
    const client = await findClient(context, { apiId: apiState.apiId, clientId });
    if (client?.secret === apiState.secret) revoked.push(apiState);
    else apiState.uncertainties.add("the client's secret changed while its tokens were revoked");
  }
  return revoked;
}

/** Revokes on one API, by its own endpoint. */
async function revokeAtApi(
  context: MethodContext,
  clientId: string,
  apiState: ApiWithSecret,
): Promise<ApiWithSecret[]> {
  const { apiId, secret } = apiState;
  const api = await readOAuthApi(context, apiId, "it has no tokens");
  const path = await addressOf(context, api, "oauthRevokeAll");
  const body = { client_id: clientId, client_secret: secret };
  await context.write("oauthRevokeAll", { path, body }, { apiId }, dryRunResult);
  return [apiState];
}

/** Runs a revocation. A failure becomes an uncertainty, because the listed tokens can still be ended one by one. */
async function tryRevoke(
  context: MethodContext,
  apiStates: readonly ApiWithSecret[],
  revoke: () => Promise<ApiWithSecret[]>,
): Promise<RevokedApi[]> {
  const { data: revoked = [], error, outcome } = await context.part(revoke);
  if (error !== undefined) {
    const what = "the listed tokens could not be revoked by one call";
    const uncertainty = uncertaintyOf(context, error, what);
    for (const { uncertainties } of apiStates) uncertainties.add(uncertainty);
  }
  const mayBeRevoked = outcome === "applied" || outcome === "unknown" ? apiStates : revoked;
  return mayBeRevoked.map((api) => ({ apiId: api.apiId, isCertain: revoked.includes(api) }));
}
