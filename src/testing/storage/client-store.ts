/** An OAuth client as one API stores it. */
export interface StoredClient {
  readonly id: string;
  readonly secret: string;
  readonly redirectUri: string;
  readonly policyId: string;
  /** Any JSON; `null` if there is none. */
  readonly metaData: unknown;
  readonly description: string;
}

/**
 * The clients of one API: a record for each, and an index of their ids. If the index names a lost record, the API's clients
 * cannot be listed until the client is deleted or created again (Trap 10).
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

  /** Removes the record and keeps the index entry. */
  evict(id: string): void {
    this.#records.delete(id);
  }

  /** Returns all clients, or `undefined` if the index names a lost record. */
  list(): StoredClient[] | undefined {
    const clients = [...this.#index].map((id) => this.#records.get(id));
    return clients.every((client) => client !== undefined) ? clients : undefined;
  }
}
