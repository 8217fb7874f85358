import type { AnyTykError, RevokeAllArgs, TokensReport } from "@tyk-oauth/sdk";
import fc from "fast-check";
import { oauthApis } from "./gateway-variants.ts";
import type { StateSnapshot } from "./state-snapshot.ts";
import { anyEnding, anyTarget, omitUndefined, sometimes, describeCall } from "./checked-call.ts";
import type { Scope, CheckedCall, CallPlan } from "./checked-call.ts";
import { TokenEndingCall } from "./token-ending-call.ts";

/** `tokens.revokeAll`. */
export const anyRevokeAll: fc.Arbitrary<CallPlan> = fc
  .record({
    target: anyTarget,
    ifUnproved: sometimes(fc.constantFrom("throw" as const, "report" as const)),
    ending: anyEnding,
  })
  .map(({ target, ifUnproved, ending }) => {
    const args: RevokeAllArgs = omitUndefined({ ifUnproved, ...ending });
    return {
      text: describeCall("tokens.revokeAll", target, args),
      createCall: ({ variant }) => new RevokeAllCall(variant, target, args),
    };
  });

class RevokeAllCall extends TokenEndingCall {
  readonly run: CheckedCall["run"] = (tyk) => tyk.tokens.revokeAll(this.target, this.args);

  /** If the client exists nowhere, the method searches all APIs for its tokens. */
  readonly scope = (before: StateSnapshot): Scope => {
    const named = this.namedApis(before);
    return this.scopeOf(before, named.length === 0 ? oauthApis : named);
  };

  readonly findUnmet = (before: StateSnapshot, now: StateSnapshot, result: unknown): string[] =>
    this.findUnended(before, now, result as TokensReport | undefined);

  readonly isExpectedFailure = ({ code }: AnyTykError, before: StateSnapshot): boolean => {
    if (this.unknownApis(before).length > 0) return code === "not-found" || code === "incomplete";
    if (!this.#isKnown(before)) return code === "not-found";
    return code === "incomplete" && !this.canProve(before) && this.args.ifUnproved !== "report";
  };

  /** Whether the client exists on a named API, or some of its tokens can be found. */
  #isKnown(before: StateSnapshot): boolean {
    const { clientId } = this.target;
    const named = this.namedApis(before);
    const searched = named.length === 0 ? oauthApis : named;
    const canSweep = this.variant.listsKeys && this.args.sweep !== false;
    return (
      named.some((apiId) => before.copy(apiId, clientId) !== undefined) ||
      named.some((apiId) => before.listedCodes(apiId, clientId).length > 0) ||
      (canSweep && before.endableTokens(searched, clientId).length > 0)
    );
  }
}
