import type { OAuthClient, OAuthToken } from "../../../src/index.ts";
import { clientId } from "./test-bed.ts";
import type { TestBed } from "./test-bed.ts";

/** All that the control API shows of the gateway's storage. */
export interface Snapshot {
  /** By API: the clients in order of their ids, or that they cannot be listed. */
  readonly clients: Readonly<Record<string, readonly OAuthClient[] | "broken">>;
  /** The client under test, which a broken index does not hide. */
  readonly app: Readonly<Record<string, OAuthClient | undefined>>;
  /** By API and client: the listed tokens. */
  readonly lists: Readonly<Record<string, readonly OAuthToken[]>>;
  /** The sessions by their codes: of all keys, or of those that are listed where keys cannot be. */
  readonly sessions: Readonly<Record<string, unknown>>;
}

/** Reads the storage by raw calls. Nothing of it is an answer that the client under test was given. */
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
      // Where keys are not hashed they are not asked for by a hash.
      .catch(() => raw.getKey({ path }))
      .catch(() => undefined);
  }
  return { clients, app, lists, sessions };
}

function byId(one: OAuthClient, other: OAuthClient): number {
  return one.client_id < other.client_id ? -1 : 1;
}

/** The clients of one API. */
export function ofApi({ clients, app }: Snapshot, apiId: string): Partial<Snapshot> {
  const own = <T>(by: Readonly<Record<string, T>>): Record<string, T> =>
    Object.fromEntries(Object.entries(by).filter(([name]) => name === apiId));
  return { clients: own(clients), app: own(app) };
}
