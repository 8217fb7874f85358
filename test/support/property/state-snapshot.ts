import { isDeepStrictEqual } from "node:util";
import type { KeySession, OAuthClient } from "@tyk-oauth/sdk";
import { isRecord } from "../../../src/util/json.ts";
import { oauthApis, vault } from "./gateway-variants.ts";
import type { IssuedToken, Simulation } from "./simulation.ts";

/** The parts of a client that can change. `existence` stands for a created or deleted client. */
export const comparedFields = [
  "redirect_uri",
  "policy_id",
  "meta_data",
  "description",
  "secret",
] as const;
export type Field = (typeof comparedFields)[number] | "existence";

/** The gateway's state at one moment, read without the SDK and by requests that change nothing. */
export class StateSnapshot {
  /** Unix time in milliseconds. */
  readonly now: number;
  /** All clients, by API and id. */
  readonly #clients: ReadonlyMap<string, OAuthClient>;
  /** The codes in each client's token list, by API and id. */
  readonly #lists: ReadonlyMap<string, readonly string[]>;
  /** The stored sessions, by the tokens' names. */
  readonly #sessions: ReadonlyMap<string, KeySession>;
  /** The APIs whose clients cannot be listed. */
  readonly unlistableApis: readonly string[];
  readonly clientIds: readonly string[];
  readonly issuedTokens: readonly IssuedToken[];

  private constructor(
    simulation: Simulation,
    read: {
      now: number;
      clients: Map<string, OAuthClient>;
      lists: Map<string, readonly string[]>;
      sessions: Map<string, KeySession>;
      broken: string[];
    },
  ) {
    this.now = read.now;
    this.#clients = read.clients;
    this.#lists = read.lists;
    this.#sessions = read.sessions;
    this.unlistableApis = read.broken;
    this.clientIds = simulation.knownClientIds();
    this.issuedTokens = [...simulation.issuedTokens];
  }

  static async read(simulation: Simulation): Promise<StateSnapshot> {
    const clients = new Map<string, OAuthClient>();
    const lists = new Map<string, readonly string[]>();
    const sessions = new Map<string, KeySession>();
    const broken: string[] = [];
    for (const apiId of oauthApis) {
      const path = `/tyk/oauth/clients/${apiId}`;
      if ((await simulation.request("GET", path)).status !== 200) broken.push(apiId);
      for (const clientId of simulation.knownClientIds()) {
        const client = await simulation.request("GET", `${path}/${clientId}`);
        if (client.status === 200) clients.set(`${apiId} ${clientId}`, client.body as OAuthClient);
        const { body } = await simulation.request("GET", `${path}/${clientId}/tokens`);
        const codes = Array.isArray(body) ? (body as { code: string }[]) : [];
        lists.set(
          `${apiId} ${clientId}`,
          codes.map(({ code }) => code),
        );
      }
    }
    for (const token of simulation.issuedTokens) {
      const session = await simulation.sessionOf(token);
      if (session !== undefined) sessions.set(token.name, session);
    }
    return new StateSnapshot(simulation, {
      now: await simulation.now(),
      clients,
      lists,
      sessions,
      broken,
    });
  }

  /** Returns the copy of a client on an API. */
  copy(apiId: string, clientId: string): OAuthClient | undefined {
    return this.#clients.get(`${apiId} ${clientId}`);
  }

  /** Returns the APIs that have a copy of a client. */
  apisOf(clientId: string): string[] {
    return oauthApis.filter((apiId) => this.copy(apiId, clientId) !== undefined);
  }

  /** Returns the codes in a client's token list. */
  listedCodes(apiId: string, clientId: string): readonly string[] {
    return this.#lists.get(`${apiId} ${clientId}`) ?? [];
  }

  isListed(apiId: string, { clientId, listedCode }: IssuedToken): boolean {
    return this.listedCodes(apiId, clientId).includes(listedCode);
  }

  /** Whether a token's session is stored. */
  isStored({ name }: IssuedToken): boolean {
    return this.#sessions.has(name);
  }

  /** Whether a token has expired. Time can pass while a method runs. */
  isExpired({ expiresAt }: IssuedToken): boolean {
    return expiresAt * 1000 <= this.now;
  }

  /** Whether a token's session is stored and has not expired. */
  isAlive(token: IssuedToken): boolean {
    return this.isStored(token) && !this.isExpired(token);
  }

  /** Whether an API would accept a token, according to storage: the session grants the API, and an OAuth API has the client. */
  isAcceptedByStorage(issued: IssuedToken, apiId: string): boolean {
    const isClientThere = apiId === vault || this.copy(apiId, issued.clientId) !== undefined;
    return isClientThere && this.grantsAccess(issued, apiId);
  }

  /**
   * Returns the tokens that must end with the tokens of some APIs. Includes tokens for the API that ignores the client (trap
   * 25).
   */
  tokensToEnd(apiIds: readonly string[], clientId: string): IssuedToken[] {
    return apiIds.length === 0 ? [] : this.tokensOn([...apiIds, vault], clientId);
  }

  /** Returns the tokens that may end with the tokens of some APIs. Includes tokens that open no API with a copy of the client. */
  endableTokens(apiIds: readonly string[], clientId: string): IssuedToken[] {
    if (apiIds.length === 0) return [];
    return this.issuedTokens.filter(
      (issued) =>
        issued.clientId === clientId &&
        this.isAlive(issued) &&
        (apiIds.some((apiId) => this.isListed(apiId, issued)) ||
          [...apiIds, vault].some((apiId) => this.grantsAccess(issued, apiId)) ||
          !this.apisOf(clientId).some((apiId) => this.grantsAccess(issued, apiId))),
    );
  }

  /** Returns a client's living tokens that one of the APIs lists or accepts. */
  tokensOn(apiIds: readonly string[], clientId: string): IssuedToken[] {
    return this.issuedTokens.filter(
      (issued) =>
        issued.clientId === clientId &&
        this.isAlive(issued) &&
        apiIds.some((apiId) => this.opensOrLists(issued, apiId)),
    );
  }

  /** Whether a token's session grants an API, or a client's list on this API names the token. */
  opensOrLists(token: IssuedToken, apiId: string): boolean {
    return this.isListed(apiId, token) || this.grantsAccess(token, apiId);
  }

  /** Whether a token's session grants an API. Some versions accept a session without any access rights on every API. */
  grantsAccess({ name }: IssuedToken, apiId: string): boolean {
    const rights = this.#sessions.get(name)?.access_rights;
    const apiIds = isRecord(rights) ? Object.keys(rights) : [];
    return apiIds.length === 0 || apiIds.includes(apiId);
  }
}

/** Returns the fields in which two states of a copy differ. */
export function changedFields(
  one: OAuthClient | undefined,
  other: OAuthClient | undefined,
): Field[] {
  if (one === undefined && other === undefined) return [];
  if (one === undefined || other === undefined) return ["existence"];
  return comparedFields.filter(
    (name) => !isDeepStrictEqual(valueOf(one, name), valueOf(other, name)),
  );
}

function valueOf(client: OAuthClient, name: (typeof comparedFields)[number]): unknown {
  return name === "policy_id" ? (client.policy_id ?? "") : client[name];
}
