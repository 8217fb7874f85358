import type { AnyTykError, RevokeAllArgs, TokensReport } from "@tyk-oauth/sdk";
import fc from "fast-check";
import { oauthApis } from "./setup.ts";
import type { Truth } from "./truth.ts";
import { anyEnding, anyTarget, compact, maybe, textOf } from "./verb-call.ts";
import type { Scope, VerbCall, VerbPlan } from "./verb-call.ts";
import { Ending } from "./ending.ts";

/** `tokens.revokeAll`. */
export const anyRevokeAll: fc.Arbitrary<VerbPlan> = fc
  .record({
    target: anyTarget,
    ifUnproved: maybe(fc.constantFrom("throw" as const, "report" as const)),
    ending: anyEnding,
  })
  .map(({ target, ifUnproved, ending }) => {
    const args: RevokeAllArgs = compact({ ifUnproved, ...ending });
    return {
      text: textOf("tokens.revokeAll", target, args),
      make: ({ kind }) => new RevokeAll(kind, target, args),
    };
  });

class RevokeAll extends Ending {
  readonly run: VerbCall["run"] = (tyk) => tyk.tokens.revokeAll(this.target, this.args);

  /** Of a client that is nowhere all APIs are searched for what it left. */
  readonly scope = (before: Truth): Scope => {
    const named = this.named(before);
    return this.scopeOf(before, named.length === 0 ? oauthApis : named);
  };

  readonly left = (before: Truth, now: Truth, result: unknown): string[] =>
    this.living(before, now, result as TokensReport | undefined);

  readonly excuses = ({ code }: AnyTykError, before: Truth): boolean => {
    if (this.strange(before).length > 0) return code === "not-found" || code === "incomplete";
    if (!this.#isKnown(before)) return code === "not-found";
    return code === "incomplete" && !this.canProve(before) && this.args.ifUnproved !== "report";
  };

  /** Whether the client is on a named API, or has left tokens that can be found. */
  #isKnown(before: Truth): boolean {
    const { clientId } = this.target;
    const named = this.named(before);
    const searched = named.length === 0 ? oauthApis : named;
    const looksThrough = this.kind.listsKeys && this.args.sweep !== false;
    return (
      named.some((apiId) => before.copy(apiId, clientId) !== undefined) ||
      named.some((apiId) => before.listed(apiId, clientId).length > 0) ||
      (looksThrough && before.tokensOf(searched, clientId).length > 0)
    );
  }
}
