import { getUnixSeconds } from "../../../../src/testing/clock.ts";
import type { GatewayServer } from "../../../../src/testing/gateway-server.ts";
import type { ApiStorage } from "../../../../src/testing/storage/api-storage.ts";
import type { ApiSnapshot, GatewaySnapshot, TokenRow } from "../run/events.ts";

/** A page with more rows would be slow, and nobody reads them. */
const maxRows = 100;

/** A token that the gateway issued. */
interface IssuedToken {
  readonly clientId: string;
  readonly expires: number;
}

/**
 * Reads what a gateway stores, without a request: a request would be in the gateway's log, could be hit by a fault, and could
 * change caches. It keeps the tokens that it saw, because a token that leaves its list can stay in storage.
 */
export class StorageReader {
  readonly #server: GatewayServer;
  readonly #issued = new Map<string, Map<string, IssuedToken>>();

  constructor(server: GatewayServer) {
    this.#server = server;
  }

  read(): GatewaySnapshot {
    const { settings, state } = this.#server;
    const { version, hashKeys, hashKeyFunction = "murmur32" } = settings;
    return {
      version,
      hashing: hashKeys ? hashKeyFunction : "none",
      clock: state.clock.now(),
      apis: [...state.storages].map(([id, storage]) => this.#readApi(id, storage)),
    };
  }

  #readApi(id: string, storage: ApiStorage): ApiSnapshot {
    const clients = (storage.clients.list() ?? []).slice(0, maxRows).map((client) => ({
      id: client.id,
      secret: client.secret,
      policy: client.policyId,
      redirectUri: client.redirectUri,
      description: client.description,
    }));
    return { id, clients, tokens: this.#readTokens(id, storage).slice(0, maxRows) };
  }

  #readTokens(apiId: string, storage: ApiStorage): TokenRow[] {
    const { sessions } = this.#server.state;
    const issued = this.#issued.get(apiId) ?? new Map<string, IssuedToken>();
    this.#issued.set(apiId, issued);
    for (const code of storage.accessTokens.keys()) {
      const record = storage.accessTokens.get(code);
      if (record !== undefined)
        issued.set(code, { clientId: record.clientId, expires: record.assumedExpiry });
    }
    const refreshable = new Set(
      storage.refreshTokens.keys().map((refreshToken) => {
        const { accessToken = "" } = storage.refreshTokens.get(refreshToken) ?? {};
        return sessions.getStorageKey(accessToken);
      }),
    );
    const clientIds = new Set([...issued.values()].map(({ clientId }) => clientId));
    const listed = new Set(
      [...clientIds].flatMap((clientId) =>
        storage.tokenLists.listUnexpired(clientId).map(({ code }) => code),
      ),
    );
    return [...issued]
      .map(([code, { clientId, expires }]) => ({
        clientId,
        code,
        expires,
        isListed: listed.has(code),
        isStored: sessions.findByStorageKey(code) !== undefined,
        isExpired: expires <= getUnixSeconds(this.#server.state.clock),
        hasRefreshToken: refreshable.has(code),
      }))
      .filter(({ isListed, isStored, hasRefreshToken }) => isListed || isStored || hasRefreshToken);
  }
}
