import type { ClientTarget, RevokeAllArgs, TokensReport } from "@tyk-oauth/sdk";
import { oauthApis } from "./setup.ts";
import type { Kind } from "./setup.ts";
import type { Truth } from "./truth.ts";
import { alive, changesNothing, isShadowed, namedBy, reachable } from "./verb-call.ts";
import type { Scope, VerbCall } from "./verb-call.ts";

/** What the verbs that end a client's tokens have in common. */
export abstract class Ending implements VerbCall {
  protected readonly kind: Kind;
  protected readonly target: ClientTarget;
  protected readonly args: RevokeAllArgs;

  constructor(kind: Kind, target: ClientTarget, args: RevokeAllArgs) {
    this.kind = kind;
    this.target = target;
    this.args = args;
  }

  abstract readonly run: VerbCall["run"];
  abstract readonly left: VerbCall["left"];
  abstract readonly excuses: VerbCall["excuses"];
  abstract readonly scope: VerbCall["scope"];
  readonly knownSecrets = (): readonly string[] => [];

  get isOfAll(): boolean {
    return "apis" in this.target && this.target.apis === "all";
  }

  protected scopeOf(before: Truth, apiIds: readonly string[]): Scope {
    const { clientId } = this.target;
    const endable = before.tokensOf(apiIds, clientId);
    return {
      ...changesNothing,
      // A client that is meant everywhere is meant with every token, also one that no copy is left for.
      ends: (token) => endable.includes(token) || (this.isOfAll && token.clientId === clientId),
      drops: (apiId, id) => id === clientId && apiIds.includes(apiId),
    };
  }

  /** The named APIs; with all of them those as well where the client is no more, and its list names tokens still. */
  protected named(truth: Truth): readonly string[] {
    const { clientId } = this.target;
    if (!("apis" in this.target) || this.target.apis !== "all") return namedBy(this.target, truth);
    return oauthApis.filter(
      (apiId) =>
        truth.copy(apiId, clientId) !== undefined || truth.listed(apiId, clientId).length > 0,
    );
  }

  /**
   * What lives of the tokens that the named APIs list or let in. A report that was asked for in place of an error is held to
   * what it says; any other must say that all is gone.
   */
  protected living(before: Truth, now: Truth, report: TokensReport | undefined): string[] {
    const { clientId } = this.target;
    if (report === undefined) return alive(before.tokensToEnd(this.named(before), clientId), now);
    const proved = report.apis.filter(({ state }) => isGone(state)).map(({ apiId }) => apiId);
    const strange = this.strange(before).filter((apiId) => proved.includes(apiId));
    const doubted = report.apis
      .filter(({ state }) => !isGone(state))
      .map(({ apiId, state }) => `${state} on ${apiId}`);
    return [
      ...(this.args.ifUnproved === "report" ? [] : doubted),
      ...strange.map((apiId) => `${apiId} is no API`),
      ...alive(before.tokensOn(proved, clientId), now),
    ];
  }

  /** Whether it can be proved that all tokens are gone. */
  protected canProve(before: Truth): boolean {
    return this.kind.listsKeys && this.args.sweep !== false && !this.isOrphaned(before);
  }

  /**
   * Whether an API lists tokens of the client whose refresh tokens cannot be revoked: the client is no more, or the token lapses
   * while it is looked at, and is on the list for the rest of that second without what revokes it.
   */
  protected isOrphaned(before: Truth): boolean {
    const { clientId } = this.target;
    return this.named(before).some((apiId) => {
      const isNoMore = before.copy(apiId, clientId) === undefined;
      return (
        isShadowed(this.kind, before, this.named(before), apiId, clientId) ||
        (isNoMore && before.listed(apiId, clientId).length > 0) ||
        before.minted.some(
          (one) =>
            one.clientId === clientId &&
            before.isListed(apiId, one) &&
            one.expires * 1000 <= before.now + lapsingMs,
        )
      );
    });
  }

  /** The named APIs that there are not. */
  protected strange(before: Truth): string[] {
    const known: readonly string[] = oauthApis;
    return this.named(before).filter((apiId) => !known.includes(apiId));
  }

  /** The tokens that can be found are ended, whatever cannot be proved. */
  readonly leftAnyway = (before: Truth, now: Truth): string[] => {
    const named = this.named(before);
    return alive(reachable(this.kind, this.args, before, named, this.target.clientId), now);
  };
}

/** How long a verb may take. */
export const lapsingMs = 15_000;

export function isGone(state: string): boolean {
  return state === "refused-at-api" || state === "gone-from-storage";
}
