/** An OAuth client as one API stores it. */
export interface StoredClient {
  readonly id: string;
  readonly secret: string;
  readonly redirectUri: string;
  readonly policyId: string;
  /** Any JSON; `null` where there is none. */
  readonly metaData: unknown;
  readonly description: string;
}

/**
 * The clients of one API: a record for each, and an index that names them. A record can vanish while the index still names
 * it; until that client is deleted or made again, the API's clients cannot be listed.
 */
export class ClientStore {
  readonly #records = new Map<string, StoredClient>();
  readonly #index = new Set<string>();

  get(id: string): StoredClient | undefined {
    return this.#records.get(id);
  }

  put(client: StoredClient): void {
    this.#records.set(client.id, client);
    this.#index.delete(client.id);
    this.#index.add(client.id);
  }

  delete(id: string): void {
    this.#records.delete(id);
    this.#index.delete(id);
  }

  /** Loses the record and keeps its place in the index. */
  evict(id: string): void {
    this.#records.delete(id);
  }

  /** All clients, or `undefined` where the index names one that is not there. */
  list(): StoredClient[] | undefined {
    const clients: StoredClient[] = [];
    for (const id of this.#index) {
      const client = this.#records.get(id);
      if (client === undefined) return undefined;
      clients.push(client);
    }
    return clients;
  }
}
