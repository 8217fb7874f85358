import { TykOAuth } from "@tyk-oauth/sdk";
import { createGateway } from "@tyk-oauth/sdk/testing";
import { appOf } from "../app.ts";
import { labSecret } from "../world.ts";
import type { GatewayKind, World } from "../world.ts";
import { setup } from "./setup.ts";

/** A fresh embedded gateway of a kind, set up as the recorded ones were. */
export function embeddedWorld(kind: GatewayKind): World {
  const { version, hash, listsHashes, tokenTtlSeconds } = kind;
  const gateway = createGateway({
    secret: labSecret,
    version,
    hashKeys: hash !== undefined,
    hashKeyFunction: hash === "murmur64" ? "murmur64" : undefined,
    listHashedKeys: listsHashes,
    tokenTtlSeconds,
    refreshTokenTtlSeconds: setup.oauth_refresh_token_expire,
    apis: setup.apis,
    policies: setup.policies,
    // It stands until it is moved, so that a case that is slow to run does not cross a second.
    now: Date.now(),
  });
  const tyk = new TykOAuth({ baseUrl: gateway.url, secret: labSecret, fetch: gateway.fetch });
  return {
    gateway: kind,
    tyk,
    app: appOf(tyk, gateway.url, gateway.fetch),
    wait: (ms) => {
      gateway.advance(ms);
      return Promise.resolve();
    },
    nextSecond: () => {
      gateway.advance(1000 - (Date.now() % 1000));
      return Promise.resolve();
    },
    evict: (clientId) => {
      for (const { api_id } of setup.apis) {
        // On those of which it is no client there is nothing to remove.
        try {
          gateway.evictClient(api_id, clientId);
        } catch (error) {
          if (!(error instanceof TypeError)) throw error;
        }
      }
      return Promise.resolve();
    },
  };
}
