import { createGateway } from "@tyk-oauth/sdk/testing";
import type { Gateway, GatewayOptions } from "@tyk-oauth/sdk/testing";
import { secondSetup, setup } from "./setup.ts";
import type { RecordedSetup } from "./setup.ts";

/** The properties of a gateway on which its responses depend. */
export interface GatewayKind {
  /** Such as `"5.14.0"`. */
  readonly version: string;
  /** The hash function of keys, or `undefined` if keys are not hashed. */
  readonly hash: "murmur32" | "murmur64" | undefined;
  /** Whether `GET /tyk/keys` lists the hashes. */
  readonly listsHashes: boolean;
  /** The lifetime of access tokens. */
  readonly tokenTtlSeconds: number;
  /** Its APIs and policies. */
  readonly setup: RecordedSetup;
}

const hashed: GatewayKind = {
  version: "5.14.0",
  hash: "murmur64",
  listsHashes: true,
  tokenTtlSeconds: 3600,
  setup,
};
const second: GatewayKind = { ...hashed, setup: secondSetup };

/** The recorded gateways, by the folder of their recordings. */
export const kinds: Readonly<Record<string, GatewayKind>> = {
  "3.0.0": { ...hashed, version: "3.0.0" },
  "3.0.0-second-setup": { ...second, version: "3.0.0" },
  "4.3.0": { ...hashed, version: "4.3.0" },
  "4.3.0-second-setup": { ...second, version: "4.3.0" },
  "5.14.0": hashed,
  "5.14.0-default-hash": { ...hashed, hash: "murmur32", listsHashes: false },
  "5.14.0-plain-keys": { ...hashed, hash: undefined },
  "5.14.0-second-setup": second,
  "5.14.0-short-tokens": { ...hashed, hash: undefined, tokenTtlSeconds: 2 },
};

/**
 * Creates an embedded gateway with the setup of a recorded one and the options `more`. Its clock stands still until it is
 * moved.
 */
export function embeddedGateway(
  kind: GatewayKind,
  now: number,
  more: GatewayOptions = {},
): Gateway {
  const { setup } = kind;
  return createGateway({
    secret: setup.secret,
    version: kind.version,
    hashKeys: kind.hash !== undefined,
    // Without this option the gateway hashes with murmur32, and its tokens have another format.
    hashKeyFunction: kind.hash === "murmur32" ? undefined : "murmur64",
    listHashedKeys: kind.listsHashes,
    tokenTtlSeconds: kind.tokenTtlSeconds,
    refreshTokenTtlSeconds: setup.oauth_refresh_token_expire,
    redirectUriSeparator: setup.oauth_redirect_uri_separator,
    apis: setup.apis,
    policies: setup.policies,
    now,
    // Before the recordings, a client of each API was read.
    warm: true,
    ...more,
  });
}

/** Removes a client's record on every API that has it. */
export function evict(gateway: Gateway, clientId: string): void {
  let found = 0;
  for (const { api_id } of setup.apis) {
    try {
      gateway.evictClient(api_id, clientId);
      found += 1;
    } catch (error) {
      // The API has no such client.
      if (!(error instanceof TypeError)) throw error;
    }
  }
  if (found === 0) throw new Error(`no API has the client ${clientId}`);
}
