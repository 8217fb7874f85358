import type {
  AnyTykError,
  ClientPatch,
  ClientReplacement,
  ClientTarget,
  CopiesReport,
  OAuthClient,
  TykResult,
  UpdateArgs,
} from "@tyk-oauth/sdk";
import fc from "fast-check";
import { missingPolicy, grants, redirectUri } from "./gateway-variants.ts";
import type { GatewayVariant } from "./gateway-variants.ts";
import { changedFields } from "./state-snapshot.ts";
import type { Field, StateSnapshot } from "./state-snapshot.ts";
import {
  describeLiving,
  anyEnding,
  anyPolicy,
  anyTarget,
  anyTokensArg,
  changesNothing,
  omitUndefined,
  isCopyMissing,
  isRevocationShadowed,
  sometimes,
  mostly,
  apisNamedBy,
  findableTokens,
  assertTokensGone,
  describeCall,
} from "./checked-call.ts";
import type { ExpectedFailures, Scope, CheckedCall, CallPlan } from "./checked-call.ts";

const anyArgs: fc.Arbitrary<UpdateArgs> = fc
  .record({ tokens: anyTokensArg, ending: anyEnding })
  .map(({ tokens, ending }) => omitUndefined({ tokens, ...ending }));

/** `clients.update`: a field that the patch omits stays. */
export const anyUpdate: fc.Arbitrary<CallPlan> = fc
  .record({
    target: anyTarget,
    patch: fc.record({
      redirect_uri: sometimes(fc.constantFrom("https://app.example/cb2", redirectUri, null)),
      policy_id: sometimes(fc.oneof(anyPolicy, fc.constant(null))),
      meta_data: sometimes(fc.constantFrom({ team: "new" }, null)),
      description: sometimes(fc.constantFrom("changed", null)),
    }),
    args: anyArgs,
  })
  .map(({ target, patch: full, args }) => {
    const patch: ClientPatch = omitUndefined(full);
    return {
      text: describeCall("clients.update", target, patch, args),
      createCall: ({ variant }) =>
        new ChangeCall(variant, target, args, {
          run: (tyk) => tyk.clients.update(target, patch, args).withResponse(),
          namesMissingPolicy: patch.policy_id === undefined || patch.policy_id === missingPolicy,
          fields: Object.keys(patch) as Field[],
          expectedCopy: (copy) => applyPatch(copy, patch),
        }),
    };
  });

/** `clients.replace`: a field that the body omits becomes empty. */
export const anyReplace: fc.Arbitrary<CallPlan> = fc
  .record({
    target: anyTarget,
    body: fc.record({
      redirect_uri: fc.constant(redirectUri),
      policy_id: mostly(anyPolicy),
      meta_data: sometimes(fc.constant({ team: "whole" })),
      description: sometimes(fc.constant("whole")),
    }),
    args: anyArgs,
  })
  .map(({ target, body: full, args }) => {
    const body: ClientReplacement = omitUndefined(full);
    const { policy_id = "", meta_data = null, description = "" } = body;
    return {
      text: describeCall("clients.replace", target, body, args),
      createCall: ({ variant }) =>
        new ChangeCall(variant, target, args, {
          run: (tyk) => tyk.clients.replace(target, body, args).withResponse(),
          namesMissingPolicy: policy_id === missingPolicy,
          fields: ["redirect_uri", "policy_id", "meta_data", "description"],
          expectedCopy: (copy) => ({
            ...copy,
            redirect_uri: redirectUri,
            policy_id,
            meta_data,
            description,
          }),
        }),
    };
  });

function applyPatch(copy: OAuthClient, patch: ClientPatch): OAuthClient {
  const given = Object.entries(patch).map(
    ([name, value]: [string, unknown]) =>
      [name, value ?? (name === "meta_data" ? null : "")] as const,
  );
  return { ...copy, ...(Object.fromEntries(given) as Partial<OAuthClient>) };
}

interface ChangePlan {
  readonly run: CheckedCall["run"];
  readonly namesMissingPolicy: boolean;
  readonly fields: readonly Field[];
  /** Returns the copy with the requested changes. */
  readonly expectedCopy: (copy: OAuthClient) => OAuthClient;
}

class ChangeCall implements CheckedCall {
  readonly #variant: GatewayVariant;
  readonly #target: ClientTarget;
  readonly #args: UpdateArgs;
  readonly #plan: ChangePlan;
  readonly run: CheckedCall["run"];
  readonly namesMissingPolicy: boolean;
  readonly knownSecrets = (): string[] => [];

  constructor(variant: GatewayVariant, target: ClientTarget, args: UpdateArgs, plan: ChangePlan) {
    this.#variant = variant;
    this.#target = target;
    this.#args = args;
    this.#plan = plan;
    this.run = plan.run;
    this.namesMissingPolicy = plan.namesMissingPolicy;
  }

  readonly scope = (before: StateSnapshot): Scope => {
    const { clientId } = this.#target;
    const named = apisNamedBy(this.#target, before);
    const moved = this.#apisWithPolicyChange(before);
    // If keys are not hashed, the gateway deletes the tokens that it removes from the list.
    const isEnding = this.#args.tokens === "revoke" || !this.#variant.hashesKeys;
    const endable = isEnding ? before.endableTokens(moved, clientId) : [];
    return {
      ...changesNothing,
      fields: (apiId, id) => (id === clientId && named.includes(apiId) ? this.#plan.fields : []),
      mayEnd: (token) => endable.includes(token),
      // If keys are hashed, a policy change empties the client's list. The caller accepted this with `tokens: "keep"`.
      mayDrop: (apiId, id) => id === clientId && moved.includes(apiId),
    };
  };

  readonly findUnmet = (before: StateSnapshot, now: StateSnapshot, result: unknown): string[] => {
    const { clientId } = this.#target;
    const wrong = apisNamedBy(this.#target, before).flatMap((apiId) => {
      const old = before.copy(apiId, clientId);
      if (old === undefined) return [];
      const differing = changedFields(now.copy(apiId, clientId), this.#plan.expectedCopy(old));
      return differing.map((field) => `${field} of ${clientId} on ${apiId} is not as requested`);
    });
    const moved = this.#apisWithPolicyChange(before);
    // A warning is required if some tokens cannot be found or cannot be kept.
    const isWarned = ((result as TykResult<unknown> | undefined)?.warnings ?? []).length > 0;
    if (this.#args.tokens !== "revoke") {
      // Without a result, the warnings are not known.
      if (result === undefined) return wrong;
      const ended = before
        .tokensOn(moved, clientId)
        .filter((one) => before.isAlive(one) && !now.isStored(one) && !now.isExpired(one));
      return isWarned
        ? wrong
        : [...wrong, ...ended.map(({ name }) => `${name} was not kept, and no warning says so`)];
    }
    const tokens = isWarned
      ? findableTokens(this.#variant, this.#args, before, moved, clientId)
      : before.tokensToEnd(moved, clientId);
    return [...wrong, ...describeLiving(tokens, now)];
  };

  /** If keys are hashed, an update removes the tokens from their list, so they must be revoked before it. */
  readonly checkRequest: NonNullable<CheckedCall["checkRequest"]> = async (
    simulation,
    before,
    method,
    path,
  ) => {
    if (this.#args.tokens !== "revoke" || method !== "PUT") return;
    const { clientId } = this.#target;
    const apiId = this.#apisWithPolicyChange(before).find(
      (id) => path === `/tyk/oauth/clients/${id}/${clientId}`,
    );
    if (apiId !== undefined)
      await assertTokensGone(simulation, before, this.#args, apiId, clientId);
  };

  readonly isExpectedFailure = (error: AnyTykError, before: StateSnapshot): boolean => {
    const named = apisNamedBy(this.#target, before);
    if (named.length === 0) return error.code === "not-found";
    if (error.code !== "incomplete" || !isOfCopies(error.report))
      return named.some((apiId) => this.#isExpectedOn(error.code, apiId, before));
    // Some copies were changed. Each other copy needs its own reason, and input errors must be found before the first change.
    return error.report.apis.every(
      ({ apiId, done, code = "input" }) =>
        done || (code !== "input" && this.#isExpectedOn(code, apiId, before)),
    );
  };

  #isExpectedOn(code: AnyTykError["code"], apiId: string, before: StateSnapshot): boolean {
    const copy = before.copy(apiId, this.#target.clientId);
    const policy = copy === undefined ? "" : (this.#plan.expectedCopy(copy).policy_id ?? "");
    const isMoved = this.#apisWithPolicyChange(before).includes(apiId);
    const isRefused = isMoved && policy !== "" && grants[policy]?.includes(apiId) === false;
    const reasons: ExpectedFailures = {
      "not-found": () => isCopyMissing(this.#target, before) || policy === missingPolicy,
      // The method does not check an unchanged policy, so the gateway itself refuses the update.
      "bad-request": () => policy !== "" && grants[policy]?.includes(apiId) === false,
      unsupported: () => this.#variant.showsPolicies && isRefused,
      input: () => this.#args.tokens === undefined && isMoved,
      incomplete: () => this.#args.tokens === "revoke" && this.#hasShadowedRevocation(before),
    };
    return reasons[code]?.() ?? false;
  }

  /** Whether refresh tokens of listed tokens cannot be revoked because another API receives the revocation. */
  #hasShadowedRevocation(before: StateSnapshot): boolean {
    const moved = this.#apisWithPolicyChange(before);
    return moved.some((apiId) =>
      isRevocationShadowed(this.#variant, before, moved, apiId, this.#target.clientId),
    );
  }

  /** The named APIs on which the policy changes. */
  #apisWithPolicyChange(before: StateSnapshot): string[] {
    const { clientId } = this.#target;
    return apisNamedBy(this.#target, before).filter((apiId) => {
      const copy = before.copy(apiId, clientId);
      return (
        copy !== undefined &&
        changedFields(copy, this.#plan.expectedCopy(copy)).includes("policy_id")
      );
    });
  }
}

function isOfCopies(report: unknown): report is CopiesReport {
  const { apis } = report as { apis?: readonly object[] };
  return apis?.every((api) => "done" in api) === true;
}
