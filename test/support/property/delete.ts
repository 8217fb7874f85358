import type { AnyTykError, ClientTarget, DeleteArgs, DeletionReport } from "@tyk-oauth/sdk";
import fc from "fast-check";
import { guardedApis, redirectUri, vault } from "./gateway-variants.ts";
import type { GatewayVariant } from "./gateway-variants.ts";
import type { StateSnapshot } from "./state-snapshot.ts";
import {
  describeLiving,
  anyEnding,
  anyTarget,
  changesNothing,
  omitUndefined,
  sometimes,
  findableTokens,
  assertTokensGone,
  describeCall,
} from "./checked-call.ts";
import type { Scope, CheckedCall, CallPlan } from "./checked-call.ts";
import type { IssuedToken, Simulation } from "./simulation.ts";
import { isGone, TokenEndingCall } from "./token-ending-call.ts";

/** `clients.delete`. */
export const anyDelete: fc.Arbitrary<CallPlan> = fc
  .record({
    target: anyTarget,
    tokens: sometimes(fc.constantFrom("revoke" as const, "keep" as const)),
    ifUnproved: sometimes(fc.constantFrom("stop" as const, "go-on" as const)),
    ending: anyEnding,
  })
  .map(({ target, tokens, ifUnproved, ending }) => {
    const args: DeleteArgs = omitUndefined({ tokens, ifUnproved, ...ending });
    return {
      text: describeCall("clients.delete", target, args),
      createCall: ({ variant }) => new DeleteCall(variant, target, args),
    };
  });

class DeleteCall extends TokenEndingCall {
  readonly #args: DeleteArgs;

  constructor(variant: GatewayVariant, target: ClientTarget, args: DeleteArgs) {
    const { sweep, wait } = args;
    super(variant, target, { sweep, wait });
    this.#args = args;
  }

  readonly run: CheckedCall["run"] = (tyk) => tyk.clients.delete(this.target, this.#args);

  readonly scope = (before: StateSnapshot): Scope => {
    const named = this.namedApis(before);
    const ending = this.#args.tokens === "keep" ? changesNothing : this.scopeOf(before, named);
    return {
      ...ending,
      fields: (apiId, clientId) =>
        clientId === this.target.clientId && named.includes(apiId) ? ["existence"] : [],
    };
  };

  readonly findUnmet = (before: StateSnapshot, now: StateSnapshot, result: unknown): string[] => {
    const { clientId } = this.target;
    const remaining = this.namedApis(before)
      .filter((apiId) => now.copy(apiId, clientId) !== undefined)
      .map((apiId) => `${clientId} is on ${apiId}`);
    const tokens =
      result === undefined ? this.#promisedTokens(before) : this.#provedTokens(before, result);
    const unknown = this.unknownApis(before).map((apiId) => `${apiId} is not an API`);
    return [...remaining, ...unknown, ...describeLiving(tokens, now)];
  };

  readonly isExpectedFailure = ({ code }: AnyTykError, before: StateSnapshot): boolean => {
    // If the client no longer exists, the refresh tokens of its listed tokens cannot be revoked. This makes the result
    // incomplete.
    const { tokens, ifUnproved } = this.#args;
    if (this.unknownApis(before).length > 0 && (code === "not-found" || code === "incomplete"))
      return true;
    if (tokens === "keep" || ifUnproved === "go-on") return false;
    return code === "incomplete" && this.hasOrphanedTokens(before);
  };

  override readonly findUnmetIfIncomplete = (before: StateSnapshot, now: StateSnapshot): string[] =>
    describeLiving(
      findableTokens(
        this.variant,
        this.args,
        before,
        this.#apisToEnd(before),
        this.target.clientId,
      ),
      now,
    );

  #apisToEnd(before: StateSnapshot): readonly string[] {
    return this.#args.tokens === "keep" ? [] : this.namedApis(before);
  }

  /** After the deletion, the refresh tokens of its listed tokens cannot be revoked. */
  readonly checkRequest: NonNullable<CheckedCall["checkRequest"]> = async (
    simulation,
    before,
    method,
    path,
  ) => {
    const { clientId } = this.target;
    const { tokens, ifUnproved } = this.#args;
    if (tokens === "keep" || ifUnproved === "go-on" || method !== "DELETE") return;
    const apiId = before
      .apisOf(clientId)
      .find((id) => path === `/tyk/oauth/clients/${id}/${clientId}`);
    if (apiId !== undefined) await assertTokensGone(simulation, before, this.args, apiId, clientId);
  };

  /** Tokens must stay refused if a client with the same id is created again. */
  readonly attack = async (
    simulation: Simulation,
    before: StateSnapshot,
    result: unknown,
  ): Promise<void> => {
    const { clientId } = this.target;
    const named = this.namedApis(before);
    const tokens = this.#provedTokens(before, result);
    if (tokens.length === 0) return;
    for (const api_id of named)
      await simulation.request("POST", "/tyk/oauth/clients/create", {
        client_id: clientId,
        api_id,
        policy_id: "gold",
        redirect_uri: redirectUri,
      });
    // The gateway caches a missing client for a second. With `wait: false`, the session cache must expire too.
    simulation.gateway.advance(this.args.wait === false ? 11_000 : 1_001);
    for (const token of tokens)
      for (const apiId of guardedApis.filter((one) => one === vault || named.includes(one)))
        if (await simulation.isAccepted(token, apiId))
          throw new Error(
            `[4] ${token.name} opens ${apiId} again after ${clientId} was created again`,
          );
    for (const apiId of named) {
      await simulation.request("DELETE", `/tyk/oauth/clients/${apiId}/${clientId}`);
    }
    simulation.gateway.advance(1_001);
  };

  #promisedTokens(before: StateSnapshot): IssuedToken[] {
    if (this.#args.tokens === "keep") return [];
    return before.tokensToEnd(this.namedApis(before), this.target.clientId);
  }

  /** The tokens that a success must have ended. */
  #provedTokens(before: StateSnapshot, result: unknown): IssuedToken[] {
    const { apis = [] } = (result as DeletionReport).tokens ?? {};
    const proved = apis.filter(({ state }) => this.#args.ifUnproved !== "go-on" || isGone(state));
    const apiIds = proved.map(({ apiId }) => apiId);
    return findableTokens(this.variant, this.args, before, apiIds, this.target.clientId);
  }
}
