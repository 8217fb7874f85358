import type { ApiDefinition, OAuthClient, Policy } from "../../generated/index.ts";
import type { TykOAuth } from "../client.ts";
import { isTykError } from "../errors/index.ts";
import type { ManifestProblem } from "../errors/manifest.ts";
import { suggestName } from "../util/unknown-name.ts";
import { forEachConcurrent } from "../verbs/for-each-concurrent.ts";
import { usesOAuth } from "../verbs/omitted-fields.ts";
import { pointer } from "./pointer.ts";

/** What the gateway has on the APIs of the scope. */
export interface Scope {
  readonly apis: ReadonlyMap<string, ApiDefinition>;
  /** The clients by id, and each client's copies by API. */
  readonly clients: ReadonlyMap<string, ReadonlyMap<string, OAuthClient>>;
  /** All policies; `undefined` if the gateway does not show them (before 4.3, or an edge gateway). */
  readonly policies: readonly Policy[] | undefined;
  readonly problems: readonly ManifestProblem[];
}

/** Reads each API of the scope, the list of its clients, and the policies. No request per client. */
export async function readScope(
  tyk: TykOAuth,
  apiIds: readonly string[],
  signal: AbortSignal | undefined,
): Promise<Scope> {
  const apis = new Map<string, ApiDefinition>();
  const lists = new Map<string, readonly OAuthClient[]>();
  const problems: ManifestProblem[] = [];
  await forEachConcurrent(apiIds, async (apiId) => {
    const path = pointer("/apis", apiIds.indexOf(apiId));
    const api = await tyk.apis.get({ apiId }, { signal }).catch(ignoreNotFound);
    if (api === undefined)
      problems.push({ path, message: await describeUnknownApi(tyk, apiId, signal) });
    else if (!usesOAuth(api))
      problems.push({ path, message: `the API ${apiId} does not use OAuth: it has no clients` });
    else {
      apis.set(apiId, api);
      lists.set(apiId, await tyk.clients.list({ apiId }, { signal }));
    }
  });
  const clients = new Map<string, Map<string, OAuthClient>>();
  // In the order of the scope, so that two plans of the same state are equal.
  for (const apiId of apiIds)
    for (const client of lists.get(apiId) ?? []) {
      const copies = clients.get(client.client_id) ?? new Map<string, OAuthClient>();
      clients.set(client.client_id, copies.set(apiId, client));
    }
  problems.sort((one, other) => (one.path < other.path ? -1 : 1));
  return { apis, clients, policies: await readPolicies(tyk, signal), problems };
}

async function readPolicies(
  tyk: TykOAuth,
  signal: AbortSignal | undefined,
): Promise<readonly Policy[] | undefined> {
  try {
    return await tyk.policies.list({ signal });
  } catch (error) {
    if (isTykError(error) && (error.code === "unsupported" || error.code === "route"))
      return undefined;
    throw error;
  }
}

async function describeUnknownApi(
  tyk: TykOAuth,
  apiId: string,
  signal: AbortSignal | undefined,
): Promise<string> {
  // Only for the hint: without the list there is none.
  const all = await tyk.apis.list({ oauth: true }, { signal }).catch(() => []);
  const meant = suggestName(
    apiId,
    all.map(({ api_id }) => api_id),
  );
  const hint = meant === undefined ? "" : `; did you mean "${meant}"?`;
  return `the gateway has no API "${apiId}"${hint}`;
}

function ignoreNotFound(error: unknown): undefined {
  if (!isTykError(error) || error.code !== "not-found") throw error;
  return undefined;
}
