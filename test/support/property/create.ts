import type {
  AnyTykError,
  CreateArgs,
  NewClientRequest,
  OAuthClient,
  TykResult,
} from "@tyk-oauth/sdk";
import fc from "fast-check";
import { createAnything } from "../client/create-anything.ts";
import { grantedOAuth, grants, oauthApis, redirectUri } from "./gateway-variants.ts";
import type { GatewayVariant } from "./gateway-variants.ts";
import { changedFields } from "./state-snapshot.ts";
import type { Field, StateSnapshot } from "./state-snapshot.ts";
import {
  describeLiving,
  anyApi,
  anyClient,
  anyEnding,
  anyPolicy,
  anyTokensArg,
  changesNothing,
  omitUndefined,
  isRevocationShadowed,
  sometimes,
  mostly,
  findableTokens,
  someApis,
  describeCall,
} from "./checked-call.ts";
import type { ExpectedFailures, Scope, CheckedCall, CallPlan } from "./checked-call.ts";
import type { IssuedToken } from "./simulation.ts";

/** `clients.create` on one API, on several, or on those that a policy grants. */
export const anyCreate: fc.Arbitrary<CallPlan> = fc
  .record({
    client_id: mostly(anyClient),
    secret: sometimes(fc.constantFrom("given-1", "given-2")),
    policy_id: mostly(anyPolicy),
    description: sometimes(fc.constantFrom("first", "second")),
    meta_data: sometimes(fc.constant({ team: "shop" })),
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
    const body: NewClientRequest = {
      ...omitUndefined({ ...fields, redirect_uri: redirectUri, api_id }),
    };
    // Without an API, a policy is required.
    if (api_id === undefined && apis === undefined) body.policy_id ??= "gold";
    const isReplacing = ifExists === "replace";
    const args: CreateArgs = omitUndefined({
      apis,
      ifExists,
      ...(isReplacing && { tokens, ...ending }),
    });
    return {
      text: describeCall("clients.create", body, args),
      createCall: ({ variant }) => new CreateCall(variant, body, args),
    };
  });

class CreateCall implements CheckedCall {
  readonly #variant: GatewayVariant;
  readonly #body: NewClientRequest;
  readonly #args: CreateArgs;
  /** The APIs on which the client is created. */
  readonly #namedApis: readonly string[];

  constructor(variant: GatewayVariant, body: NewClientRequest, args: CreateArgs) {
    this.#variant = variant;
    this.#body = body;
    this.#args = args;
    const { api_id, policy_id = "" } = body;
    this.#namedApis =
      args.apis ?? (api_id === undefined ? (grantedOAuth(policy_id) ?? []) : [api_id]);
  }

  readonly run: CheckedCall["run"] = (tyk) =>
    createAnything(tyk, this.#body, this.#args).withResponse();

  readonly knownSecrets = (): string[] =>
    this.#body.secret === undefined ? [] : [this.#body.secret];

  readonly scope = (before: StateSnapshot): Scope => ({
    ...changesNothing,
    fields: (apiId, clientId) => {
      if (!this.#namedApis.includes(apiId) || !this.#isCreatedClient(clientId, before)) return [];
      if (before.copy(apiId, clientId) === undefined) return ["existence"];
      return this.#args.ifExists === "replace" ? this.#replacedFields() : [];
    },
    mayEnd: (token) => this.#endableTokens(before).includes(token),
    mayDrop: (apiId, clientId) =>
      clientId === this.#body.client_id && this.#apisWithPolicyChange(before).includes(apiId),
  });

  readonly findUnmet = (before: StateSnapshot, now: StateSnapshot, result: unknown): string[] => {
    const { data: created, warnings = [] } =
      (result as Partial<TykResult<OAuthClient>> | null) ?? {};
    const clientId = this.#body.client_id ?? created?.client_id;
    // The caller passed no id and the call failed, so a retry cannot know which id the first call generated.
    if (clientId === undefined) return [];
    const wrong = this.#namedApis.flatMap((apiId) => {
      const old = before.copy(apiId, clientId);
      const copy = now.copy(apiId, clientId);
      if (copy === undefined) return [`${clientId} is not on ${apiId}`];
      if (old !== undefined && this.#args.ifExists !== "replace") return [];
      const secret = this.#body.secret ?? old?.secret ?? created?.secret ?? copy.secret;
      const differing = changedFields(copy, this.#requestedClient(clientId, secret));
      return differing.map((field) => `${field} of ${clientId} on ${apiId} is not as requested`);
    });
    // A warning is required if some tokens cannot be found.
    const tokens =
      warnings.length === 0
        ? this.#endableTokens(before)
        : findableTokens(
            this.#variant,
            this.#args,
            before,
            this.#apisWithPolicyChange(before),
            clientId,
          );
    return [...wrong, ...describeLiving(tokens, now)];
  };

  readonly isExpectedFailure = ({ code }: AnyTykError, before: StateSnapshot): boolean => {
    const { policy_id = "", api_id } = this.#body;
    const granted = grants[policy_id];
    const grantsNoOAuth = (grantedOAuth(policy_id) ?? []).length === 0;
    const byPolicy = api_id === undefined && this.#args.apis === undefined;
    const showsPolicies = this.#variant.showsPolicies;
    const reasons: ExpectedFailures = {
      input: () =>
        this.#args.tokens === undefined &&
        this.#apisWithPolicyChange(before, byPolicy && !showsPolicies ? oauthApis : this.#namedApis)
          .length > 0,
      incomplete: () => this.#hasShadowedRevocation(before),
      conflict: () => this.#isConflict(before, byPolicy && !showsPolicies),
      "not-found": () => showsPolicies && policy_id !== "" && granted === undefined,
      "bad-request": () => !showsPolicies && byPolicy && grantsNoOAuth,
      unsupported: () =>
        api_id === "open" ||
        (showsPolicies &&
          granted !== undefined &&
          (byPolicy ? grantsNoOAuth : this.#namedApis.some((apiId) => !granted.includes(apiId)))),
    };
    return reasons[code]?.() ?? false;
  };

  /** Whether existing copies conflict with the call. If the gateway hides its policies, a copy on any API can conflict. */
  #isConflict(before: StateSnapshot, isBlind: boolean): boolean {
    const { client_id, secret } = this.#body;
    if (client_id === undefined) return false;
    const concerned = isBlind ? oauthApis : this.#namedApis;
    const found = concerned.flatMap((apiId) => before.copy(apiId, client_id) ?? []);
    const secrets = new Set(found.map((one) => one.secret));
    const isDrifted = secret === undefined && secrets.size > 1;
    const isPartial = !isBlind && found.length < concerned.length;
    if (this.#args.ifExists === "keep" && isBlind) return found.length > 0;
    if (isDrifted && (isBlind || isPartial)) return true;
    // The gateway hides which copies change, so the tokens to end are unknown.
    if (
      isBlind &&
      this.#args.tokens === "revoke" &&
      this.#apisWithPolicyChange(before, oauthApis).length > 0
    )
      return true;
    if (this.#args.ifExists === "keep" || this.#args.ifExists === "replace") return false;
    // A retry of the same create is no conflict. It passes the same secret, or some copies are still missing.
    return found.some((one) => {
      const isKnown = secret === one.secret || (secret === undefined && isPartial);
      return (
        !isKnown || changedFields(one, this.#requestedClient(client_id, one.secret)).length > 0
      );
    });
  }

  /** The APIs on which a replacement changes the client's policy. */
  #apisWithPolicyChange(
    before: StateSnapshot,
    apiIds: readonly string[] = this.#namedApis,
  ): string[] {
    const { client_id, policy_id = "" } = this.#body;
    if (client_id === undefined || this.#args.ifExists !== "replace") return [];
    return apiIds.filter((apiId) => {
      const copy = before.copy(apiId, client_id);
      return copy !== undefined && (copy.policy_id ?? "") !== policy_id;
    });
  }

  /** Whether refresh tokens of listed tokens cannot be revoked because another API receives the revocation. */
  #hasShadowedRevocation(before: StateSnapshot): boolean {
    const { client_id = "" } = this.#body;
    const moved = this.#args.tokens === "revoke" ? this.#apisWithPolicyChange(before) : [];
    return moved.some((apiId) =>
      isRevocationShadowed(this.#variant, before, moved, apiId, client_id),
    );
  }

  /** The tokens that the replacement may end. */
  #endableTokens(before: StateSnapshot): IssuedToken[] {
    const { client_id } = this.#body;
    if (client_id === undefined || this.#args.tokens !== "revoke") return [];
    return before.endableTokens(this.#apisWithPolicyChange(before), client_id);
  }

  #isCreatedClient(clientId: string, before: StateSnapshot): boolean {
    return this.#body.client_id === undefined
      ? before.apisOf(clientId).length === 0
      : this.#body.client_id === clientId;
  }

  /** A replacement keeps the secret unless the body has one. */
  #replacedFields(): Field[] {
    const others: Field[] = ["redirect_uri", "policy_id", "meta_data", "description"];
    return this.#body.secret === undefined ? others : [...others, "secret"];
  }

  #requestedClient(client_id: string, secret: string): OAuthClient {
    const { policy_id = "", meta_data = null, description = "" } = this.#body;
    return { client_id, secret, redirect_uri: redirectUri, policy_id, meta_data, description };
  }
}
