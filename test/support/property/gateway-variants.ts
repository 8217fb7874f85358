import type { GatewayOptions, KeySetup } from "@tyk-oauth/sdk/testing";

/** The APIs whose clients are played with. */
export const oauthApis = ["orders", "billing", "stock"] as const;

/** The API with auth tokens: it takes each token that has rights for it, whatever becomes of the client (trap 25). */
export const vault = "vault";

/** The APIs that let nobody in without a token. */
export const guardedApis: readonly string[] = [...oauthApis, vault];

/** The id of a policy that does not exist. */
export const missingPolicy = "missing-policy";

/** The APIs that each policy grants. */
export const grants: Readonly<Record<string, readonly string[]>> = {
  gold: oauthApis,
  basic: ["orders"],
  depot: ["stock"],
  empty: [],
  "vault-only": [vault],
  "gold-and-vault": ["orders", vault],
};

/** The OAuth APIs that a policy grants; `undefined` where there is no such policy. */
export function grantedOAuth(policyId: string): readonly string[] | undefined {
  return grants[policyId]?.filter((apiId) => isOAuthApi(apiId));
}

function isOAuthApi(apiId: string): boolean {
  return oauthApis.some((one) => one === apiId);
}

/** The ids of clients that sequences name. The first three are there at the start. */
export const clientIds = ["c1", "c2", "c3", "c4"] as const;

/** The redirect URI of every client. */
export const redirectUri = "https://app.example/cb";

/** One setup of a gateway. */
export interface GatewayVariant {
  readonly name: string;
  readonly options: GatewayOptions;
  /** Whether keys are hashed, so that lists show hashes. */
  readonly hashesKeys: boolean;
  /** Whether keys can be listed, so that tokens that no list names can be found. */
  readonly listsKeys: boolean;
  /** Whether the control API shows policies. */
  readonly showsPolicies: boolean;
  /** How far the SDK's clock is ahead of the gateway's, in milliseconds. */
  readonly clockSkewMs: number;
  /** Whether tokens that are in use come back. */
  readonly writesTokensBack: boolean;
  /** The API whose authorize-client another organisation's API receives. */
  readonly shadowed: string | undefined;
  /** The API whose own revocation another organisation's API receives. */
  readonly shadowedRevocation: string | undefined;
}

/** Keys that no OAuth client made. They are nobody's, whatever their sessions say of a client. */
export const ordinaryKeys: Readonly<Record<string, KeySetup>> = {
  "ordinary-key-that-is-nobodys-1": {
    access_rights: [vault],
    alias: "c1",
    meta_data: { client_id: "c1", oauth_client_id: "c1" },
  },
  "ordinary-key-that-is-nobodys-2": { org_id: "", access_rights: ["orders", vault] },
  "ordinary-key-that-is-nobodys-3": { apply_policies: ["gold-and-vault"] },
};

const storages = {
  murmur64: {
    title: "murmur64, keys listed",
    options: { hashKeyFunction: "murmur64", listHashedKeys: true },
    hashesKeys: true,
    listsKeys: true,
  },
  unlisted: {
    title: "default hash, keys not listed",
    options: {},
    hashesKeys: true,
    listsKeys: false,
  },
  listed: {
    title: "default hash, keys listed",
    options: { listHashedKeys: true },
    hashesKeys: true,
    listsKeys: true,
  },
  plain: { title: "plain keys", options: { hashKeys: false }, hashesKeys: false, listsKeys: true },
} as const;

/** What the world of a kind has besides. */
interface VariantExtras {
  readonly hasKeys?: true;
  /** Tokens that are in use come back: so often, after so many requests. */
  readonly writeBacks?: readonly [times: number, afterRequests: number];
  readonly clockSkewMs?: number;
  readonly shadowed?: string;
  readonly shadowedRevocation?: string;
}

/** The lifetime of a token: a clock that is ahead by more takes each for expired, unless it is the gateway's. */
const hourMs = 3_600_000;

function variantOf(
  version: string,
  storage: keyof typeof storages,
  extras: VariantExtras,
): GatewayVariant {
  const { title, options, hashesKeys, listsKeys } = storages[storage];
  const { hasKeys, writeBacks: [times, afterRequests] = [0, 0] } = extras;
  const { clockSkewMs = 0, shadowed, shadowedRevocation } = extras;
  const otherOrganisation = { org_id: "other", use_keyless: true };
  const shadowingApis = [
    { ...otherOrganisation, api_id: "evil", listen_path: `/${shadowed ?? "evil"}/tyk/` },
    {
      ...otherOrganisation,
      api_id: "evil2",
      listen_path: `/${shadowedRevocation ?? "evil2"}/oauth/revoke_all`,
    },
  ];
  return {
    name: `${version}, ${title}`,
    hashesKeys,
    listsKeys,
    showsPolicies: version !== "3.0.0",
    clockSkewMs,
    writesTokensBack: times > 0,
    shadowed,
    shadowedRevocation,
    options: {
      ...options,
      version,
      apis: [
        ...oauthApis,
        { api_id: vault, use_standard_auth: true },
        { api_id: "open", use_keyless: true },
        ...(shadowed === undefined && shadowedRevocation === undefined ? [] : shadowingApis),
      ],
      policies: grants,
      keys: hasKeys === true ? ordinaryKeys : {},
      writeBacks: { times, afterRequests },
      // The clock stands still but for what is advanced, and what is made up is the same in each run.
      now: Date.UTC(2026, 0, 1, 12, 0, 0, 300),
      seed: 1,
    },
  };
}

/** Every setup: two versions, by how keys are stored. What else there is in a world is spread over them. */
export const gatewayVariants: readonly GatewayVariant[] = [
  variantOf("3.0.0", "murmur64", { hasKeys: true, writeBacks: [1, 1], shadowed: "stock" }),
  variantOf("3.0.0", "unlisted", { hasKeys: true, writeBacks: [2, 0], clockSkewMs: 2 * hourMs }),
  variantOf("3.0.0", "listed", {
    hasKeys: true,
    shadowedRevocation: "billing",
    clockSkewMs: -hourMs,
  }),
  variantOf("3.0.0", "plain", { hasKeys: true, writeBacks: [3, 2], shadowed: "billing" }),
  variantOf("5.14.0", "murmur64", { hasKeys: true, clockSkewMs: 2 * hourMs }),
  variantOf("5.14.0", "unlisted", { writeBacks: [1, 2], shadowed: "orders" }),
  variantOf("5.14.0", "listed", {
    hasKeys: true,
    writeBacks: [3, 0],
    shadowedRevocation: "orders",
  }),
  variantOf("5.14.0", "plain", {
    hasKeys: true,
    writeBacks: [2, 1],
    shadowed: "stock",
    clockSkewMs: -hourMs,
  }),
];
