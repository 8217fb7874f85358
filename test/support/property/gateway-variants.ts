import { keyRules } from "@tyk-oauth/sdk";
import type { GatewayOptions, KeySetup } from "@tyk-oauth/sdk/testing";

/** The OAuth APIs. The sequences use the clients on these. */
export const oauthApis = ["orders", "billing", "stock"] as const;

/** The API with auth tokens. It accepts each token that has rights for it, even if the client no longer exists (trap 25). */
export const vault = "vault";

/** The APIs that require a token. */
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

/** Returns the OAuth APIs that a policy grants, or `undefined` if the policy does not exist. */
export function grantedOAuth(policyId: string): readonly string[] | undefined {
  return grants[policyId]?.filter((apiId) => isOAuthApi(apiId));
}

function isOAuthApi(apiId: string): boolean {
  return oauthApis.some((one) => one === apiId);
}

/** The ids of the clients in the sequences. The first three exist at the start. */
export const clientIds = ["c1", "c2", "c3", "c4"] as const;

/** The users of tokens. Most tokens have no user. */
export const users = ["u1", "u2"] as const;

/** Key rules, as an application sends them. */
export type Rules = Readonly<Record<string, unknown>>;

/** Returns the key rules of a user's token. */
export function rulesForUser(user: string, policy: string): Rules {
  return { ...keyRules({ orgId: "acme", policies: [policy], metaData: { user } }) };
}

/** The redirect URI of every client. */
export const redirectUri = "https://app.example/cb";

/** A configuration of the embedded gateway and of the SDK's clock. */
export interface GatewayVariant {
  readonly name: string;
  readonly options: GatewayOptions;
  /** Whether keys are hashed. Lists then show hashes. */
  readonly hashesKeys: boolean;
  /** Whether keys can be listed. Unlisted tokens can then be found. */
  readonly listsKeys: boolean;
  /** Whether the control API shows policies. */
  readonly showsPolicies: boolean;
  /** How far the SDK's clock is ahead of the gateway's, in milliseconds. */
  readonly clockSkewMs: number;
  /** Whether the gateway writes revoked tokens back if they are in use. */
  readonly writesTokensBack: boolean;
  /** Another organisation's API receives the authorize-client requests to this API. */
  readonly shadowed: string | undefined;
  /** Another organisation's API receives the requests to this API's own revocation endpoint. */
  readonly shadowedRevocation: string | undefined;
}

/** Keys that belong to no OAuth client, although some of their sessions name a client. No method may end them. */
export const ordinaryKeys: Readonly<Record<string, KeySetup>> = {
  "ordinary-key-that-is-nobodys-1": {
    access_rights: [vault],
    alias: "c1",
    meta_data: { client_id: "c1", oauth_client_id: "c1" },
  },
  "ordinary-key-that-is-nobodys-2": { org_id: "", access_rights: ["orders", vault] },
  "ordinary-key-that-is-nobodys-3": { apply_policies: ["gold-and-vault"] },
  // An ordinary key with the metadata of a user.
  "ordinary-key-that-is-nobodys-4": { access_rights: ["orders", vault], meta_data: { user: "u1" } },
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

/** The additional conditions of a variant. */
interface VariantExtras {
  readonly hasKeys?: true;
  /** The gateway writes tokens that are in use back this often, after this many requests. */
  readonly writeBacks?: readonly [times: number, afterRequests: number];
  readonly clockSkewMs?: number;
  readonly shadowed?: string;
  readonly shadowedRevocation?: string;
}

/** The lifetime of a token. An SDK whose clock is further ahead must still not treat living tokens as expired. */
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
      // A fixed clock and seed make each run the same.
      now: Date.UTC(2026, 0, 1, 12, 0, 0, 300),
      seed: 1,
    },
  };
}

/** Each combination of two versions and four ways to store keys. The additional conditions are spread over them. */
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
