import type { OAuthClient } from "../../../generated/index.ts";
import type { ClientTarget } from "../../types/client-refs.ts";
import { readApis } from "../apis/definition.ts";
import { apiIdsOf, targetsAllCopies } from "../clients/copies.ts";
import { findClients } from "../clients/find-clients.ts";
import type { FoundClient } from "../clients/find-clients.ts";
import { findClient } from "../clients/read.ts";
import { forEachConcurrent } from "../for-each-concurrent.ts";
import type { MethodContext } from "../method-context.ts";
import { usesOAuth } from "../omitted-fields.ts";
import { createApiState } from "./ending-state.ts";
import type { ApiState } from "./ending-state.ts";
import { readPage } from "./page.ts";
import { copiesElsewhere } from "./report.ts";
import { uncertaintyOf } from "./uncertainty.ts";
import type { BeyondReach } from "../../errors/reports.ts";

/** One API that holds a client, or that still lists tokens of it. */
export interface ClientSite {
  readonly apiId: string;
  /** The client; `undefined` if only its token list is left, or if the client could not be read. */
  readonly client: OAuthClient | undefined;
  /** Why the client could not be read. */
  readonly readFailure: string | undefined;
  /** Whether the API uses OAuth now. The API may have changed after the client was created (trap 40). */
  readonly isOAuth: boolean;
}

/**
 * Finds every API of an organisation (`""`: of all) that holds a client, or that still lists tokens of it. Tokens of a deleted
 * client open the API again if its id is created again (trap 9). An API that could not be read is included.
 *
 * A copy on an API without OAuth is included too: it works again when the API uses OAuth again (trap 40).
 *
 * @returns The APIs, and the ids of APIs without OAuth whose clients this gateway does not show.
 */
export async function findClientSites(
  context: MethodContext,
  clientId: string,
  orgId: string | undefined,
): Promise<{ readonly found: readonly ClientSite[]; readonly unsearched: readonly string[] }> {
  const apis = await readApis(context, context.orgId(orgId));
  const idsOf = (isOAuth: boolean): string[] =>
    apis.filter((api) => usesOAuth(api) === isOAuth).map(({ api_id }) => api_id);
  const found: ClientSite[] = [];
  const clients = await findClients(context, clientId, idsOf(true));
  await forEachConcurrent(
    clients,
    async ([apiId, client]) => {
      const site = await readSite(context, apiId, clientId, client);
      if (site !== undefined) found.push(site);
    },
    context.concurrency,
  );
  const { copies, unsearched } = await findCopiesWithoutOAuth(context, clientId, idsOf(false));
  found.push(...copies);
  return { found: found.sort((a, b) => (a.apiId < b.apiId ? -1 : 1)), unsearched };
}

/** Finds copies on APIs without OAuth. Gateways before 4.3 drop the connection when one is read (trap 32). */
async function findCopiesWithoutOAuth(
  context: MethodContext,
  clientId: string,
  apiIds: readonly string[],
): Promise<{ readonly copies: readonly ClientSite[]; readonly unsearched: readonly string[] }> {
  const copies: ClientSite[] = [];
  const unsearched: string[] = [];
  // Reads one API first. If that fails, all other reads would fail too, each after all its retries.
  for (const batch of [apiIds.slice(0, 1), apiIds.slice(1)]) {
    if (unsearched.length > 0) {
      unsearched.push(...batch);
      continue;
    }
    for (const [apiId, { client, error }] of await findClients(context, clientId, batch)) {
      if (error !== undefined) unsearched.push(apiId);
      if (client !== undefined)
        copies.push({ apiId, client, readFailure: undefined, isOAuth: false });
    }
  }
  return { copies, unsearched: unsearched.sort() };
}

/** Reads one OAuth API; `undefined` if it has neither the client nor tokens of it. */
async function readSite(
  context: MethodContext,
  apiId: string,
  clientId: string,
  { client, error }: FoundClient,
): Promise<ClientSite | undefined> {
  const createUnreadSite = (failure: unknown): ClientSite => ({
    apiId,
    client: undefined,
    readFailure: uncertaintyOf(context, failure, "the client could not be read"),
    isOAuth: true,
  });
  if (error !== undefined) return createUnreadSite(error);
  const site = { apiId, client, readFailure: undefined, isOAuth: true };
  if (client !== undefined) return site;
  try {
    const { Tokens } = await readPage(context, { apiId, clientId }, 1);
    return Tokens.length === 0 ? undefined : site;
  } catch (failure) {
    return createUnreadSite(failure);
  }
}

/** Reads the state of each API that a target names, and lists what stays out of reach. */
export async function readApiStates(
  context: MethodContext,
  target: ClientTarget,
): Promise<{ readonly apiStates: ApiState[]; readonly beyond: readonly BeyondReach[] }> {
  const { clientId } = target;
  if (targetsAllCopies(target)) {
    const { found, unsearched } = await findClientSites(context, clientId, target.orgId);
    return { apiStates: found.map(toApiState), beyond: [copiesElsewhere(unsearched)] };
  }
  const apiStates: ApiState[] = [];
  for (const apiId of apiIdsOf(target))
    apiStates.push(await readApiState(context, apiId, clientId));
  return { apiStates, beyond: [] };
}

/** Reads the client on one API. Throws if it cannot be read. */
export async function readApiState(
  context: MethodContext,
  apiId: string,
  clientId: string,
): Promise<ApiState> {
  const client = await findClient(context, { apiId, clientId });
  return createApiState(apiId, client?.secret);
}

/** Creates the state for ending the client's tokens on this API. */
export function toApiState({ apiId, client, readFailure }: ClientSite): ApiState {
  return createApiState(apiId, client?.secret, readFailure);
}
