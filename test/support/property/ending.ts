import type {
  AnyTykError,
  ClientTarget,
  CutOffArgs,
  CutOffResult,
  DeleteArgs,
  DeletionReport,
  RevokeAllArgs,
  TokensReport,
} from "@tyk-oauth/sdk";
import fc from "fast-check";
import { guardedApis, oauthApis, redirectUri, vault } from "./setup.ts";
import type { Kind } from "./setup.ts";
import type { Truth } from "./truth.ts";
import {
  alive,
  anyClient,
  anyEnding,
  anyTarget,
  changesNothing,
  compact,
  isShadowed,
  maybe,
  namedBy,
  reachable,
  requireGone,
  textOf,
} from "./verb-call.ts";
import type { Scope, VerbCall, VerbPlan } from "./verb-call.ts";
import type { Minted, World } from "./world.ts";

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

/** `clients.cutOff`. */
export const anyCutOff: fc.Arbitrary<VerbPlan> = fc
  .record({
    clientId: anyClient,
    secret: maybe(fc.constantFrom("given-1", "given-2")),
    stage: maybe(fc.constantFrom("keeps" as const, "keeps" as const, "throws" as const)),
    ifUnproved: maybe(fc.constantFrom("throw" as const, "report" as const)),
    ending: anyEnding,
  })
  .map(({ clientId, secret, stage, ifUnproved, ending }) => {
    const args: CutOffArgs = compact({ secret, ifUnproved, ...ending });
    return {
      text: textOf("clients.cutOff", { clientId }, compact({ ...args, stage })),
      make: ({ kind }) => new CutOff(kind, clientId, args, stage),
    };
  });

/** What the verbs that end a client's tokens have in common. */
abstract class Ending implements VerbCall {
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
const lapsingMs = 15_000;

function isGone(state: string): boolean {
  return state === "refused-at-api" || state === "gone-from-storage";
}

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

  #promised(before: Truth): Minted[] {
    if (this.#args.tokens === "keep") return [];
    return before.tokensToEnd(this.named(before), this.target.clientId);
  }

  /** The tokens that a success promises to be gone. */
  #reached(before: Truth, result: unknown): Minted[] {
    const { apis = [] } = (result as DeletionReport).tokens ?? {};
    const told = apis.filter(({ state }) => this.#args.ifUnproved !== "go-on" || isGone(state));
    const apiIds = told.map(({ apiId }) => apiId);
    return reachable(this.kind, this.args, before, apiIds, this.target.clientId);
  }
}

class CutOff extends Ending {
  readonly #args: CutOffArgs;
  readonly #stage: "keeps" | "throws" | undefined;
  readonly #staged: string[] = [];

  constructor(
    kind: Kind,
    clientId: string,
    args: CutOffArgs,
    stage: "keeps" | "throws" | undefined,
  ) {
    super(kind, { clientId, apis: "all" }, args);
    this.#args = args;
    this.#stage = stage;
  }

  readonly run: VerbCall["run"] = (tyk) =>
    tyk.clients.cutOff(
      { clientId: this.target.clientId },
      {
        ...this.#args,
        stage:
          this.#stage &&
          ((secret) => {
            if (this.#stage === "throws") throw new Error("the vault is shut");
            this.#staged.push(secret);
          }),
      },
    );

  override readonly knownSecrets = (): readonly string[] =>
    [this.#args.secret ?? [], this.#staged].flat();

  readonly scope = (before: Truth): Scope => ({
    ...this.scopeOf(before, this.named(before)),
    fields: (_, clientId) => (clientId === this.target.clientId ? ["secret"] : []),
  });

  readonly left = (before: Truth, now: Truth, result: unknown): string[] => {
    const { clientId } = this.target;
    const leaked = before.apisOf(clientId).filter((apiId) => {
      const old = before.copy(apiId, clientId)?.secret;
      return old !== this.#args.secret && now.copy(apiId, clientId)?.secret === old;
    });
    const { report } = (result as CutOffResult | undefined) ?? {};
    // A report that was asked for says itself which secret was not replaced.
    const isAsked = this.#args.ifUnproved === "report";
    const told = report?.secrets.filter(({ secret }) => isAsked && secret !== "replaced") ?? [];
    return [
      ...leaked
        .filter((apiId) => !told.some((line) => line.apiId === apiId))
        .map((apiId) => `the leaked secret works on ${apiId}`),
      ...this.living(before, now, report),
    ];
  };

  readonly excuses = ({ code }: AnyTykError, before: Truth): boolean => {
    if (namedBy(this.target, before).length === 0) return code === "not-found";
    if (this.#stage === "throws") return code === "config";
    return code === "incomplete" && this.#args.ifUnproved !== "report" && !this.canProve(before);
  };
}
