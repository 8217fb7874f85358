import type { OAuthClient } from "../../../generated/index.ts";
import { readApis } from "../apis/definition.ts";
import { usesOAuth } from "../apis/uses-oauth.ts";
import { findClients } from "../clients/find-clients.ts";
import type { FoundClient } from "../clients/find-clients.ts";
import { forEachConcurrent } from "../for-each-concurrent.ts";
import type { MethodContext } from "../method-context.ts";
import { uncertaintyOf } from "./uncertainty.ts";
import { readPage } from "./page.ts";
import { createApiState } from "./api-state.ts";
import type { ApiState } from "./api-state.ts";

/** An API that has to do with a client. */
export interface ClientSite {
  readonly apiId: string;
  /** The client; `undefined` if only its token list is left, or if it could not be read. */
  readonly client: OAuthClient | undefined;
  /** Why the client could not be read. */
  readonly readFailure: string | undefined;
  /** Whether the API uses OAuth now. It may have become keyless after the client was created (trap 40). */
  readonly isOAuth: boolean;
}

/** Where a client is, and what could not be searched. */
export interface ClientSites {
  readonly found: readonly ClientSite[];
  /** APIs that are not OAuth, and whose clients this gateway does not show. */
  readonly unsearched: readonly string[];
}

/**
 * Finds every API of an organisation (of all with `""`) that holds a client, or that lists tokens of it although the client is
 * gone: those tokens stay alive, and open the API again once the client's id is created again. An API that cannot be read is
 * among them. A copy on an API that is not OAuth any more comes back to life with the API (trap 40), so it counts as well.
 */
export async function findClientSites(
  context: MethodContext,
  clientId: string,
  orgId: string | undefined,
): Promise<ClientSites> {
  const apis = await readApis(context, context.orgId(orgId));
  const idsOf = (isOAuth: boolean): string[] =>
    apis.filter((api) => usesOAuth(api) === isOAuth).map(({ api_id }) => api_id);
  const found: ClientSite[] = [];
  await forEachConcurrent(
    await findClients(context, clientId, idsOf(true)),
    async ([apiId, what]) => {
      const place = await readSite(context, apiId, clientId, what);
      if (place !== undefined) found.push(place);
    },
  );
  const { copies, unsearched } = await findOnOthers(context, clientId, idsOf(false));
  found.push(...copies);
  return { found: found.sort((one, other) => (one.apiId < other.apiId ? -1 : 1)), unsearched };
}

/** Finds copies on APIs that are not OAuth. The oldest gateways drop the connection instead of an answer. */
async function findOnOthers(
  context: MethodContext,
  clientId: string,
  apiIds: readonly string[],
): Promise<{ readonly copies: readonly ClientSite[]; readonly unsearched: readonly string[] }> {
  const copies: ClientSite[] = [];
  const unsearched: string[] = [];
  // One first: if its read fails, the others would fail as well, each with all its retries.
  for (const some of [apiIds.slice(0, 1), apiIds.slice(1)]) {
    if (unsearched.length > 0) {
      unsearched.push(...some);
      continue;
    }
    for (const [apiId, { client, error }] of await findClients(context, clientId, some)) {
      if (error !== undefined) unsearched.push(apiId);
      if (client !== undefined)
        copies.push({ apiId, client, readFailure: undefined, isOAuth: false });
    }
  }
  return { copies, unsearched: unsearched.sort() };
}

async function readSite(
  context: MethodContext,
  apiId: string,
  clientId: string,
  { client, error }: FoundClient,
): Promise<ClientSite | undefined> {
  const isOAuth = true;
  const what = "the client could not be read";
  if (error !== undefined)
    return { apiId, client: undefined, readFailure: uncertaintyOf(context, error, what), isOAuth };
  try {
    if (
      client === undefined &&
      (await readPage(context, { apiId, clientId }, 1)).Tokens.length === 0
    )
      return undefined;
    return { apiId, client, readFailure: undefined, isOAuth };
  } catch (failed) {
    return { apiId, client: undefined, readFailure: uncertaintyOf(context, failed, what), isOAuth };
  }
}

/** The same as a place whose tokens are to be ended. */
export function toApiState({ apiId, client, readFailure }: ClientSite): ApiState {
  return createApiState(apiId, client?.secret, readFailure);
}
