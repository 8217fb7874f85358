import type { AnyTykError, ClientTarget, DeleteArgs, DeletionReport } from "@tyk-oauth/sdk";
import fc from "fast-check";
import { guardedApis, redirectUri, vault } from "./setup.ts";
import type { Kind } from "./setup.ts";
import type { Truth } from "./truth.ts";
import {
  alive,
  anyEnding,
  anyTarget,
  changesNothing,
  compact,
  maybe,
  reachable,
  requireGone,
  textOf,
} from "./verb-call.ts";
import type { Scope, VerbCall, VerbPlan } from "./verb-call.ts";
import type { IssuedToken, World } from "./world.ts";
import { isGone, Ending } from "./ending.ts";

/** `clients.delete`. */
export const anyDelete: fc.Arbitrary<VerbPlan> = fc
  .record({
    target: anyTarget,
    tokens: maybe(fc.constantFrom("revoke" as const, "keep" as const)),
    ifUnproved: maybe(fc.constantFrom("stop" as const, "go-on" as const)),
    ending: anyEnding,
  })
  .map(({ target, tokens, ifUnproved, ending }) => {
    const args: DeleteArgs = compact({ tokens, ifUnproved, ...ending });
    return {
      text: textOf("clients.delete", target, args),
      make: ({ kind }) => new Delete(kind, target, args),
    };
  });

class Delete extends Ending {
  readonly #args: DeleteArgs;

  constructor(kind: Kind, target: ClientTarget, args: DeleteArgs) {
    const { sweep, wait } = args;
    super(kind, target, { sweep, wait });
    this.#args = args;
  }

  readonly run: VerbCall["run"] = (tyk) => tyk.clients.delete(this.target, this.#args);

  readonly scope = (before: Truth): Scope => {
    const named = this.named(before);
    const ending = this.#args.tokens === "keep" ? changesNothing : this.scopeOf(before, named);
    return {
      ...ending,
      fields: (apiId, clientId) =>
        clientId === this.target.clientId && named.includes(apiId) ? ["there"] : [],
    };
  };

  readonly left = (before: Truth, now: Truth, result: unknown): string[] => {
    const { clientId } = this.target;
    const there = this.named(before)
      .filter((apiId) => now.copy(apiId, clientId) !== undefined)
      .map((apiId) => `${clientId} is on ${apiId}`);
    const tokens = result === undefined ? this.#promised(before) : this.#reached(before, result);
    const strange = this.strange(before).map((apiId) => `${apiId} is no API`);
    return [...there, ...strange, ...alive(tokens, now)];
  };

  readonly excuses = ({ code }: AnyTykError, before: Truth): boolean => {
    // Of a client that is gone the refresh tokens behind listed tokens cannot be revoked, and are doubted once.
    const { tokens, ifUnproved } = this.#args;
    if (this.strange(before).length > 0 && (code === "not-found" || code === "incomplete"))
      return true;
    if (tokens === "keep" || ifUnproved === "go-on") return false;
    return code === "incomplete" && this.isOrphaned(before);
  };

  override readonly leftAnyway = (before: Truth, now: Truth): string[] =>
    alive(reachable(this.kind, this.args, before, this.#ending(before), this.target.clientId), now);

  #ending(before: Truth): readonly string[] {
    return this.#args.tokens === "keep" ? [] : this.named(before);
  }

  /** Once the client is gone the refresh tokens behind its list can be revoked no more. */
  readonly watch: NonNullable<VerbCall["watch"]> = async (world, before, method, path) => {
    const { clientId } = this.target;
    const { tokens, ifUnproved } = this.#args;
    if (tokens === "keep" || ifUnproved === "go-on" || method !== "DELETE") return;
    const apiId = before
      .apisOf(clientId)
      .find((id) => path === `/tyk/oauth/clients/${id}/${clientId}`);
    if (apiId !== undefined) await requireGone(world, before, this.args, apiId, clientId);
  };

  /** Whoever makes the id again must not bring the tokens back to life. */
  readonly attack = async (world: World, before: Truth, result: unknown): Promise<void> => {
    const { clientId } = this.target;
    const named = this.named(before);
    const tokens = this.#reached(before, result);
    if (tokens.length === 0) return;
    for (const api_id of named)
      await world.ask("POST", "/tyk/oauth/clients/create", {
        client_id: clientId,
        api_id,
        policy_id: "gold",
        redirect_uri: redirectUri,
      });
    // The gateway remembers for a second that the client was not there, and without a wait the session cache is left to lapse.
    world.gateway.advance(this.args.wait === false ? 11_000 : 1_001);
    for (const token of tokens)
      for (const apiId of guardedApis.filter((one) => one === vault || named.includes(one)))
        if (await world.opens(token, apiId))
          throw new Error(`[4] ${token.name} opens ${apiId} again once ${clientId} is made again`);
    for (const apiId of named) {
      await world.ask("DELETE", `/tyk/oauth/clients/${apiId}/${clientId}`);
    }
    world.gateway.advance(1_001);
  };

  #promised(before: Truth): IssuedToken[] {
    if (this.#args.tokens === "keep") return [];
    return before.tokensToEnd(this.named(before), this.target.clientId);
  }

  /** The tokens that a success promises to be gone. */
  #reached(before: Truth, result: unknown): IssuedToken[] {
    const { apis = [] } = (result as DeletionReport).tokens ?? {};
    const told = apis.filter(({ state }) => this.#args.ifUnproved !== "go-on" || isGone(state));
    const apiIds = told.map(({ apiId }) => apiId);
    return reachable(this.kind, this.args, before, apiIds, this.target.clientId);
  }
}
