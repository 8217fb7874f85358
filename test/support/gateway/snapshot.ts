import type { OAuthClient, OAuthToken } from "../../../src/index.ts";
import { clientId } from "./test-bed.ts";
import type { TestBed } from "./test-bed.ts";

/** Everything that the control API shows of the gateway's storage. */
export interface Snapshot {
  /** By API: the clients in the order of their ids, or `broken` if they cannot be listed. */
  readonly clients: Readonly<Record<string, readonly OAuthClient[] | "broken">>;
  /** By API: the client under test, also if the index is broken. */
  readonly app: Readonly<Record<string, OAuthClient | undefined>>;
  /** By API and client: the listed tokens. */
  readonly lists: Readonly<Record<string, readonly OAuthToken[]>>;
  /** By code: the sessions of all keys, or of the listed tokens if keys cannot be listed. */
  readonly sessions: Readonly<Record<string, unknown>>;
}

/** Reads the storage with raw operations, independently of the client under test. */
export async function snapshot(
  { raw }: TestBed,
  apiIds: readonly string[] = ["orders", "billing"],
): Promise<Snapshot> {
  const clients: Record<string, OAuthClient[] | "broken"> = {};
  const app: Record<string, OAuthClient | undefined> = {};
  const lists: Record<string, OAuthToken[]> = {};
  const sessions: Record<string, unknown> = {};
  for (const apiID of apiIds) {
    const found = await raw.listOAuthClients({ path: { apiID } }).catch(() => "broken" as const);
    clients[apiID] = found === "broken" ? found : found.sort(byId);
    const path = { apiID, keyName: clientId };
    app[apiID] = await raw.getOAuthClient({ path }).catch(() => undefined);
    const ids = found === "broken" ? [] : found.map(({ client_id }) => client_id);
    for (const keyName of new Set([clientId, ...ids])) {
      const answer = await raw.getOAuthClientTokens({ path: { apiID, keyName } }).catch(() => []);
      if (Array.isArray(answer) && answer.length > 0) lists[`${apiID}/${keyName}`] = answer;
    }
  }
  const inLists = Object.values(lists).flatMap((list) => list.map(({ code }) => code));
  const { keys } = await raw.listKeys().catch(() => ({ keys: inLists }));
  for (const keyID of keys.sort()) {
    const path = { keyID };
    sessions[keyID] = await raw
      .getKey({ path, query: { hashed: true } })
      // If keys are not hashed, they cannot be read by a hash.
      .catch(() => raw.getKey({ path }))
      .catch(() => undefined);
  }
  return { clients, app, lists, sessions };
}

function byId(one: OAuthClient, other: OAuthClient): number {
  return one.client_id < other.client_id ? -1 : 1;
}

/** Returns the part of one API. */
export function ofApi({ clients, app }: Snapshot, apiId: string): Partial<Snapshot> {
  const own = <T>(by: Readonly<Record<string, T>>): Record<string, T> =>
    Object.fromEntries(Object.entries(by).filter(([name]) => name === apiId));
  return { clients: own(clients), app: own(app) };
}

/** Returns the client that is stored on `orders`. */
export async function readStoredClient(bed: TestBed): Promise<OAuthClient | undefined> {
  return (await snapshot(bed)).app["orders"];
}
