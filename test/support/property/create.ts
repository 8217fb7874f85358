import type {
  AnyTykError,
  CreateArgs,
  NewClientRequest,
  OAuthClient,
  TykResult,
} from "@tyk-oauth/sdk";
import fc from "fast-check";
import { grantedOAuth, grants, oauthApis, redirectUri } from "./setup.ts";
import type { Kind } from "./setup.ts";
import { changes } from "./truth.ts";
import type { Field, Truth } from "./truth.ts";
import {
  alive,
  anyApi,
  anyClient,
  anyEnding,
  anyPolicy,
  anyTokensArg,
  changesNothing,
  compact,
  isShadowed,
  maybe,
  mostly,
  reachable,
  someApis,
  textOf,
} from "./verb-call.ts";
import type { Reasons, Scope, VerbCall, VerbPlan } from "./verb-call.ts";
import type { IssuedToken } from "./world.ts";

/** `clients.create` on one API, on several, or on those that a policy grants. */
export const anyCreate: fc.Arbitrary<VerbPlan> = fc
  .record({
    client_id: mostly(anyClient),
    secret: maybe(fc.constantFrom("given-1", "given-2")),
    policy_id: mostly(anyPolicy),
    description: maybe(fc.constantFrom("first", "second")),
    meta_data: maybe(fc.constant({ team: "shop" })),
    where: fc.oneof(
      fc.record({ api_id: anyApi }),
      fc.record({ apis: someApis }),
      fc.constant({ api_id: "open" }),
      fc.constant({}),
    ),
    ifExists: mostly(fc.constantFrom("fail" as const, "keep" as const, "replace" as const)),
    tokens: anyTokensArg,
    ending: anyEnding,
  })
  .map(({ where, ifExists, tokens, ending, ...fields }) => {
    const { api_id, apis } = where as { api_id?: string; apis?: string[] };
    const body: NewClientRequest = { ...compact({ ...fields, redirect_uri: redirectUri, api_id }) };
    // Without an API there must be a policy.
    if (api_id === undefined && apis === undefined) body.policy_id ??= "gold";
    const isReplacing = ifExists === "replace";
    const args: CreateArgs = compact({ apis, ifExists, ...(isReplacing && { tokens, ...ending }) });
    return {
      text: textOf("clients.create", body, args),
      make: ({ kind }) => new Create(kind, body, args),
    };
  });

class Create implements VerbCall {
  readonly #kind: Kind;
  readonly #body: NewClientRequest;
  readonly #args: CreateArgs;
  /** The APIs that the client is to be on. */
  readonly #named: readonly string[];

  constructor(kind: Kind, body: NewClientRequest, args: CreateArgs) {
    this.#kind = kind;
    this.#body = body;
    this.#args = args;
    const { api_id, policy_id = "" } = body;
    this.#named = args.apis ?? (api_id === undefined ? (grantedOAuth(policy_id) ?? []) : [api_id]);
  }

  readonly run: VerbCall["run"] = (tyk) =>
    tyk.clients.create(this.#body, this.#args).withResponse();

  readonly knownSecrets = (): string[] =>
    this.#body.secret === undefined ? [] : [this.#body.secret];

  readonly scope = (before: Truth): Scope => ({
    ...changesNothing,
    fields: (apiId, clientId) => {
      if (!this.#named.includes(apiId) || !this.#mayBe(clientId, before)) return [];
      if (before.copy(apiId, clientId) === undefined) return ["there"];
      return this.#args.ifExists === "replace" ? this.#replaced() : [];
    },
    ends: (token) => this.#endable(before).includes(token),
    drops: (apiId, clientId) =>
      clientId === this.#body.client_id && this.#moved(before).includes(apiId),
  });

  readonly left = (before: Truth, now: Truth, ended: unknown): string[] => {
    const { data: made, warnings = [] } = (ended as Partial<TykResult<OAuthClient>> | null) ?? {};
    const clientId = this.#body.client_id ?? made?.client_id;
    // Of a create that failed with an id of its own making a second one knows nothing.
    if (clientId === undefined) return [];
    const wrong = this.#named.flatMap((apiId) => {
      const old = before.copy(apiId, clientId);
      const copy = now.copy(apiId, clientId);
      if (copy === undefined) return [`${clientId} is not on ${apiId}`];
      if (old !== undefined && this.#args.ifExists !== "replace") return [];
      const secret = this.#body.secret ?? old?.secret ?? made?.secret ?? copy.secret;
      const differing = changes(copy, this.#asked(clientId, secret));
      return differing.map((field) => `${field} of ${clientId} on ${apiId} is not as asked for`);
    });
    // Where not all tokens can be found a warning must say so.
    const tokens =
      warnings.length === 0
        ? this.#endable(before)
        : reachable(this.#kind, this.#args, before, this.#moved(before), clientId);
    return [...wrong, ...alive(tokens, now)];
  };

  readonly excuses = ({ code }: AnyTykError, before: Truth): boolean => {
    const { policy_id = "", api_id } = this.#body;
    const granted = grants[policy_id];
    const grantsNoOAuth = (grantedOAuth(policy_id) ?? []).length === 0;
    const byPolicy = api_id === undefined && this.#args.apis === undefined;
    const showsPolicies = this.#kind.showsPolicies;
    const reasons: Reasons = {
      input: () =>
        this.#args.tokens === undefined &&
        this.#moved(before, byPolicy && !showsPolicies ? oauthApis : this.#named).length > 0,
      incomplete: () => this.#isStuck(before),
      conflict: () => this.#conflicts(before, byPolicy && !showsPolicies),
      "not-found": () => showsPolicies && policy_id !== "" && granted === undefined,
      "bad-request": () => !showsPolicies && byPolicy && grantsNoOAuth,
      unsupported: () =>
        api_id === "open" ||
        (showsPolicies &&
          granted !== undefined &&
          (byPolicy ? grantsNoOAuth : this.#named.some((apiId) => !granted.includes(apiId)))),
    };
    return reasons[code]?.() ?? false;
  };

  /** Whether what is there forbids it. Where only the gateway knows the APIs of a policy, any copy of the client may. */
  #conflicts(before: Truth, isBlind: boolean): boolean {
    const { client_id, secret } = this.#body;
    if (client_id === undefined) return false;
    const concerned = isBlind ? oauthApis : this.#named;
    const found = concerned.flatMap((apiId) => before.copy(apiId, client_id) ?? []);
    const secrets = new Set(found.map((one) => one.secret));
    const isDrifted = secret === undefined && secrets.size > 1;
    const isPartial = !isBlind && found.length < concerned.length;
    if (this.#args.ifExists === "keep" && isBlind) return found.length > 0;
    if (isDrifted && (isBlind || isPartial)) return true;
    // Of which copies the tokens are to end only the gateway knows.
    if (isBlind && this.#args.tokens === "revoke" && this.#moved(before, oauthApis).length > 0)
      return true;
    if (this.#args.ifExists === "keep" || this.#args.ifExists === "replace") return false;
    // The same create once more is none: whoever made the client knows its secret, or finds some copies missing.
    return found.some((one) => {
      const isKnown = secret === one.secret || (secret === undefined && isPartial);
      return !isKnown || changes(one, this.#asked(client_id, one.secret)).length > 0;
    });
  }

  /** The APIs on which a replacement changes the client's policy. */
  #moved(before: Truth, apiIds: readonly string[] = this.#named): string[] {
    const { client_id, policy_id = "" } = this.#body;
    if (client_id === undefined || this.#args.ifExists !== "replace") return [];
    return apiIds.filter((apiId) => {
      const copy = before.copy(apiId, client_id);
      return copy !== undefined && (copy.policy_id ?? "") !== policy_id;
    });
  }

  /** Whether refresh tokens behind a list cannot be revoked. */
  #isStuck(before: Truth): boolean {
    const { client_id = "" } = this.#body;
    const moved = this.#args.tokens === "revoke" ? this.#moved(before) : [];
    return moved.some((apiId) => isShadowed(this.#kind, before, moved, apiId, client_id));
  }

  /** The tokens of those policies, where they are to be ended. */
  #endable(before: Truth): IssuedToken[] {
    const { client_id } = this.#body;
    if (client_id === undefined || this.#args.tokens !== "revoke") return [];
    return before.tokensOf(this.#moved(before), client_id);
  }

  #mayBe(clientId: string, before: Truth): boolean {
    return this.#body.client_id === undefined
      ? before.apisOf(clientId).length === 0
      : this.#body.client_id === clientId;
  }

  /** A replacement keeps the secret unless the body has one. */
  #replaced(): Field[] {
    const others: Field[] = ["redirect_uri", "policy_id", "meta_data", "description"];
    return this.#body.secret === undefined ? others : [...others, "secret"];
  }

  #asked(client_id: string, secret: string): OAuthClient {
    const { policy_id = "", meta_data = null, description = "" } = this.#body;
    return { client_id, secret, redirect_uri: redirectUri, policy_id, meta_data, description };
  }
}
