import { addressOf } from "../apis/address.ts";
import { readDefinition, requireOAuth } from "../apis/definition.ts";
import { findClientApis } from "../clients/client-apis.ts";
import { findClient } from "../clients/read.ts";
import { rethrowFatal } from "../failures.ts";
import type { MethodContext } from "../method-context.ts";
import { uncertaintyOf } from "./uncertainty.ts";
import type { ApiState } from "./api-state.ts";

/** A place whose client is there. */
interface ListedApi extends ApiState {
  secret: string;
}

/**
 * Revokes what each place's list names, and the refresh tokens that belong to it. The control API's `revoke_all` reaches every
 * API whose copy of the client has the secret, and none whose index is broken; where it would reach too much or not enough the
 * API's own endpoint is asked, which reaches that API alone.
 *
 * @param named - The APIs that may be reached, those without a listed token among them.
 * @returns The APIs where it was done, or may have been: there, and where nothing was done, is a doubt.
 */
export async function revokeListed(
  context: MethodContext,
  clientId: string,
  apiStates: readonly ApiState[],
  named: ReadonlySet<string>,
): Promise<Revoked[]> {
  const known = apiStates.filter(
    (apiState): apiState is ListedApi => apiState.secret !== undefined,
  );
  if (known.length === 0) return [];
  const reach = await reachOfControl(context, clientId, named);
  const byControl = new Map<string, ListedApi[]>();
  const done: Revoked[] = [];
  for (const apiState of known) {
    const { apiId, secret } = apiState;
    if (reach.apiIds.has(apiId) && !reach.secretsElsewhere.has(secret))
      byControl.set(secret, [...(byControl.get(secret) ?? []), apiState]);
    else
      done.push(
        ...(await collectRevoked(context, [apiState], () =>
          revokeAtApi(context, clientId, apiState),
        )),
      );
  }
  for (const group of byControl.values())
    done.push(
      ...(await collectRevoked(context, group, () => revokeByControl(context, clientId, group))),
    );
  return done;
}

/** An API that was asked to revoke what its list names. */
export interface Revoked {
  readonly apiId: string;
  /** Whether it certainly did. */
  readonly isCertain: boolean;
}

interface ControlReach {
  /** The APIs on which the control API finds the client. */
  readonly apiIds: ReadonlySet<string>;
  /** The secrets of copies that are not to be touched. */
  readonly secretsElsewhere: ReadonlySet<string>;
}

async function reachOfControl(
  context: MethodContext,
  clientId: string,
  named: ReadonlySet<string>,
): Promise<ControlReach> {
  try {
    const apiIds = new Set(await findClientApis(context, clientId));
    const secretsElsewhere = new Set<string>();
    for (const apiId of apiIds) {
      if (named.has(apiId)) continue;
      const client = await findClient(context, { apiId, clientId });
      if (client !== undefined) secretsElsewhere.add(client.secret);
    }
    return { apiIds, secretsElsewhere };
  } catch (error) {
    rethrowFatal(context, error);
    // Not known, so nothing is done by it.
    return { apiIds: new Set(), secretsElsewhere: new Set() };
  }
}

const ok = { status: "ok", message: "" };

async function revokeByControl(
  context: MethodContext,
  clientId: string,
  group: readonly ListedApi[],
): Promise<ListedApi[]> {
  const [first] = group;
  const body = { client_id: clientId, client_secret: first?.secret ?? "" };
  await context.write("revokeAllTokens", { body }, { apiId: first?.apiId }, ok);
  if (context.isDry) return [...group];
  // It says yes to a secret that is wrong by now, too.
  const done: ListedApi[] = [];
  for (const apiState of group) {
    const now = await findClient(context, { apiId: apiState.apiId, clientId });
    if (now?.secret === apiState.secret) done.push(apiState);
    else apiState.uncertainties.add("the client's secret changed while its tokens were revoked");
  }
  return done;
}

async function revokeAtApi(
  context: MethodContext,
  clientId: string,
  apiState: ListedApi,
): Promise<ListedApi[]> {
  const { apiId, secret } = apiState;
  const api = await readDefinition(context, apiId);
  requireOAuth(context, api, "it has no tokens");
  const path = await addressOf(context, api, "oauthRevokeAll");
  const body = { client_id: clientId, client_secret: secret };
  await context.write("oauthRevokeAll", { path, body }, { apiId }, ok);
  return [apiState];
}

/** Does it, and tells where it failed: the listed tokens themselves can still be ended, one by one. */
async function collectRevoked(
  context: MethodContext,
  apiStates: readonly ListedApi[],
  revoke: () => Promise<ListedApi[]>,
): Promise<Revoked[]> {
  const { data: done = [], error, outcome } = await context.part(revoke);
  if (error !== undefined) {
    const uncertainty = uncertaintyOf(context, error, "listed tokens could not be revoked at once");
    for (const { uncertainties } of apiStates) uncertainties.add(uncertainty);
  }
  const asked = outcome === "applied" || outcome === "unknown" ? apiStates : done;
  return asked.map((apiState) => ({ apiId: apiState.apiId, isCertain: done.includes(apiState) }));
}
