import type { GatewayKind } from "../world.ts";

const hashed: GatewayKind = {
  version: "5.14.0",
  hash: "murmur64",
  listsHashes: true,
  tokenTtlSeconds: 3600,
};

/** The recorded gateways, by the folder of their recordings. */
export const kinds: Readonly<Record<string, GatewayKind>> = {
  "5.14.0": hashed,
  "4.3.0": { ...hashed, version: "4.3.0" },
  "3.0.0": { ...hashed, version: "3.0.0" },
  "5.14.0-plain-keys": { ...hashed, hash: undefined },
  "5.14.0-default-hash": { ...hashed, hash: "murmur32", listsHashes: false },
  "5.14.0-short-tokens": { ...hashed, hash: undefined, tokenTtlSeconds: 2 },
};
