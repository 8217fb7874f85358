import type { ClientTarget, RevokeAllArgs, TokensReport } from "@tyk-oauth/sdk";
import { oauthApis } from "./gateway-variants.ts";
import type { GatewayVariant } from "./gateway-variants.ts";
import type { StateSnapshot } from "./state-snapshot.ts";
import {
  describeLiving,
  changesNothing,
  isRevocationShadowed,
  apisNamedBy,
  findableTokens,
} from "./checked-call.ts";
import type { Scope, CheckedCall } from "./checked-call.ts";

/** The common part of the methods that end a client's tokens. */
export abstract class TokenEndingCall implements CheckedCall {
  protected readonly variant: GatewayVariant;
  protected readonly target: ClientTarget;
  protected readonly args: RevokeAllArgs;

  constructor(variant: GatewayVariant, target: ClientTarget, args: RevokeAllArgs) {
    this.variant = variant;
    this.target = target;
    this.args = args;
  }

  abstract readonly run: CheckedCall["run"];
  abstract readonly findUnmet: CheckedCall["findUnmet"];
  abstract readonly isExpectedFailure: CheckedCall["isExpectedFailure"];
  abstract readonly scope: CheckedCall["scope"];
  readonly knownSecrets = (): readonly string[] => [];

  get endsAllTokens(): boolean {
    return "apis" in this.target && this.target.apis === "all";
  }

  protected scopeOf(before: StateSnapshot, apiIds: readonly string[]): Scope {
    const { clientId } = this.target;
    const endable = before.endableTokens(apiIds, clientId);
    return {
      ...changesNothing,
      // With `apis: "all"`, all tokens of the client may end, even those of copies that no longer exist.
      mayEnd: (token) =>
        endable.includes(token) || (this.endsAllTokens && token.clientId === clientId),
      mayDrop: (apiId, id) => id === clientId && apiIds.includes(apiId),
    };
  }

  /** Returns the named APIs. With `apis: "all"`, includes APIs that still list tokens of the deleted client. */
  protected namedApis(state: StateSnapshot): readonly string[] {
    const { clientId } = this.target;
    if (!("apis" in this.target) || this.target.apis !== "all")
      return apisNamedBy(this.target, state);
    return oauthApis.filter(
      (apiId) =>
        state.copy(apiId, clientId) !== undefined || state.listedCodes(apiId, clientId).length > 0,
    );
  }

  /**
   * Describes the tokens that are still alive on the named APIs. A report that replaces the error must be true. Any other
   * report must say that all tokens are gone.
   */
  protected findUnended(
    before: StateSnapshot,
    now: StateSnapshot,
    report: TokensReport | undefined,
  ): string[] {
    const { clientId } = this.target;
    if (report === undefined)
      return describeLiving(before.tokensToEnd(this.namedApis(before), clientId), now);
    const proved = report.apis.filter(({ state }) => isGone(state)).map(({ apiId }) => apiId);
    const unknown = this.unknownApis(before).filter((apiId) => proved.includes(apiId));
    const unproved = report.apis
      .filter(({ state }) => !isGone(state))
      .map(({ apiId, state }) => `${state} on ${apiId}`);
    return [
      ...(this.args.ifUnproved === "report" ? [] : unproved),
      ...unknown.map((apiId) => `${apiId} is not an API`),
      ...describeLiving(before.tokensOn(proved, clientId), now),
    ];
  }

  /** Whether the method can prove that all tokens are gone. */
  protected canProve(before: StateSnapshot): boolean {
    return this.variant.listsKeys && this.args.sweep !== false && !this.hasOrphanedTokens(before);
  }

  /**
   * Whether an API lists tokens whose refresh tokens cannot be revoked. This happens if the client no longer exists, or if a
   * token expires during the call: it then stays listed until the end of the second, but cannot be used to revoke.
   */
  protected hasOrphanedTokens(before: StateSnapshot): boolean {
    const { clientId } = this.target;
    return this.namedApis(before).some((apiId) => {
      const isNoMore = before.copy(apiId, clientId) === undefined;
      return (
        isRevocationShadowed(this.variant, before, this.namedApis(before), apiId, clientId) ||
        (isNoMore && before.listedCodes(apiId, clientId).length > 0) ||
        before.issuedTokens.some(
          (one) =>
            one.clientId === clientId &&
            before.isListed(apiId, one) &&
            one.expiresAt * 1000 <= before.now + longestCallMs,
        )
      );
    });
  }

  /** The named APIs that do not exist. */
  protected unknownApis(before: StateSnapshot): string[] {
    const known: readonly string[] = oauthApis;
    return this.namedApis(before).filter((apiId) => !known.includes(apiId));
  }

  /** Findable tokens must end even if the method cannot prove that all tokens ended. */
  readonly findUnmetIfIncomplete = (before: StateSnapshot, now: StateSnapshot): string[] => {
    const named = this.namedApis(before);
    return describeLiving(
      findableTokens(this.variant, this.args, before, named, this.target.clientId),
      now,
    );
  };
}

/** An upper limit for the duration of a call. */
export const longestCallMs = 15_000;

export function isGone(state: string): boolean {
  return state === "refused-at-api" || state === "gone-from-storage";
}
