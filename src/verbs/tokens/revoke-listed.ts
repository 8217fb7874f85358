import { addressOf } from "../apis/address.ts";
import { readDefinition, requireOAuth } from "../apis/definition.ts";
import { findClientApis } from "../clients/client-apis.ts";
import { findClient } from "../clients/read.ts";
import { rethrowFatal } from "../failures.ts";
import type { MethodContext } from "../method-context.ts";
import { uncertaintyOf } from "./uncertainty.ts";
import type { ApiState } from "./api-state.ts";

/** An API on which the client exists, so its tokens can be revoked with its secret. */
interface ApiWithSecret extends ApiState {
  secret: string;
}

/** An API on which the listed tokens were revoked. */
export interface RevokedApi {
  readonly apiId: string;
  /** `false` if the revocation may have failed. */
  readonly isCertain: boolean;
}

/**
 * Revokes the tokens on each API's list, and their refresh tokens. The control API's `revoke_all` reaches each API whose copy of
 * the client has the same secret (trap 13), and no API with a broken index (trap 10). If it would also
 * reach other APIs, or not this one, the API's own endpoint is called, which reaches this API only.
 *
 * @param revocable - Ids of all APIs whose tokens may be revoked, including APIs without a listed token.
 * @returns The APIs on which the tokens were revoked, or may have been. For any other API an uncertainty is added.
 */
export async function revokeListed(
  context: MethodContext,
  clientId: string,
  apiStates: readonly ApiState[],
  revocable: ReadonlySet<string>,
): Promise<RevokedApi[]> {
  const apisWithSecret = apiStates.filter(
    (apiState): apiState is ApiWithSecret => apiState.secret !== undefined,
  );
  if (apisWithSecret.length === 0) return [];
  const reach = await readControlReach(context, clientId, revocable);
  const groupsBySecret = new Map<string, ApiWithSecret[]>();
  const revoked: RevokedApi[] = [];
  for (const apiState of apisWithSecret) {
    const { apiId, secret } = apiState;
    if (reach.apiIds.has(apiId) && !reach.secretsToSpare.has(secret)) {
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
  return revoked;
}

interface RevokeAllReach {
  /** Ids of the APIs on which the control API finds the client. */
  readonly apiIds: ReadonlySet<string>;
  /** Secrets of copies whose tokens must not be revoked. */
  readonly secretsToSpare: ReadonlySet<string>;
}

async function readControlReach(
  context: MethodContext,
  clientId: string,
  revocable: ReadonlySet<string>,
): Promise<RevokeAllReach> {
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
  const api = await readDefinition(context, apiId);
  requireOAuth(context, api, "it has no tokens");
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
    const uncertainty = uncertaintyOf(
      context,
      error,
      "the listed tokens could not be revoked by one call",
    );
    for (const { uncertainties } of apiStates) uncertainties.add(uncertainty);
  }
  const mayBeRevoked = outcome === "applied" || outcome === "unknown" ? apiStates : revoked;
  return mayBeRevoked.map((apiState) => ({
    apiId: apiState.apiId,
    isCertain: revoked.includes(apiState),
  }));
}
