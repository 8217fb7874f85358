import type { GatewayOptions } from "@tyk-oauth/sdk/testing";

/** The APIs whose clients are played with. */
export const oauthApis = ["orders", "billing", "stock"] as const;

/** The API with auth tokens: it takes each token that has rights for it, whatever becomes of the client (trap 25). */
export const vault = "vault";

/** The APIs that let nobody in without a token. */
export const guardedApis: readonly string[] = [...oauthApis, vault];

/** Which APIs a policy grants: all of OAuth, one, or none. `ghost` is a policy that there is not. */
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
export interface Kind {
  readonly name: string;
  readonly options: GatewayOptions;
  /** Whether keys are hashed, so that lists show hashes. */
  readonly hashed: boolean;
  /** Whether keys can be listed, so that tokens that no list names can be found. */
  readonly listsKeys: boolean;
  /** Whether the control API shows policies. */
  readonly showsPolicies: boolean;
}

const storages = [
  {
    name: "murmur64, keys listed",
    options: { hashKeyFunction: "murmur64", listHashedKeys: true },
    hashed: true,
    listsKeys: true,
  },
  { name: "default hash, keys not listed", options: {}, hashed: true, listsKeys: false },
  {
    name: "default hash, keys listed",
    options: { listHashedKeys: true },
    hashed: true,
    listsKeys: true,
  },
  { name: "plain keys", options: { hashKeys: false }, hashed: false, listsKeys: true },
] as const;

/** Every setup: two versions, by how keys are stored. */
export const kinds: readonly Kind[] = ["3.0.0", "5.14.0"].flatMap((version) =>
  storages.map(({ name, options, ...traits }) => ({
    ...traits,
    name: `${version}, ${name}`,
    showsPolicies: version !== "3.0.0",
    options: {
      ...options,
      version,
      apis: [
        ...oauthApis,
        { api_id: vault, use_standard_auth: true },
        { api_id: "open", use_keyless: true },
      ],
      policies: grants,
      // The clock stands still but for what is advanced, and what is made up is the same in each run.
      now: Date.UTC(2026, 0, 1, 12, 0, 0, 300),
      seed: 1,
    },
  })),
);
