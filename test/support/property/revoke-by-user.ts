import type { AnyTykError, FindWhere, RevokeByUserArgs, UserTokensReport } from "@tyk-oauth/sdk";
import fc from "fast-check";
import { guardedApis, users, vault } from "./gateway-variants.ts";
import type { GatewayVariant } from "./gateway-variants.ts";
import type { StateSnapshot } from "./state-snapshot.ts";
import {
  anyEnding,
  anyGuardedApi,
  changesNothing,
  describeCall,
  describeLiving,
  isRevocationShadowed,
  omitUndefined,
  rarely,
  sometimes,
} from "./checked-call.ts";
import type { CallPlan, CheckedCall, Scope, UserPromise } from "./checked-call.ts";
import type { IssuedToken, Simulation } from "./simulation.ts";
import { isGone, longestCallMs } from "./token-ending-call.ts";

/** `tokens.revokeByUser`, sometimes with some of the user's refresh tokens. */
export const anyRevokeByUser: fc.Arbitrary<CallPlan> = fc
  .record({
    // Most tokens are issued on these.
    apiId: fc.oneof(anyGuardedApi, fc.constant("orders")),
    unknownApi: rarely(fc.constant("nowhere")),
    user: fc.constantFrom("u1" as const, ...users),
    byFunction: fc.boolean(),
    picks: sometimes(fc.array(fc.nat({ max: 30 }), { minLength: 1, maxLength: 3 })),
    ifUnproved: sometimes(fc.constantFrom("throw" as const, "report" as const)),
    ending: anyEnding,
  })
  .map(({ apiId, unknownApi = apiId, user, byFunction, picks = [], ifUnproved, ending }) => {
    const args = omitUndefined({ ifUnproved, ...ending });
    return {
      text: describeCall("tokens.revokeByUser", unknownApi, user, { ...args, picks, byFunction }),
      createCall: ({ variant, issuedTokens }) => {
        const own = issuedTokens.filter(
          (one) => one.user === user && one.refreshToken !== undefined,
        );
        const passed = own.length === 0 ? [] : picks.map((pick) => own[pick % own.length]);
        return new RevokeByUserCall(variant, unknownApi, user, byFunction, args, [
          ...new Set(passed.filter((one) => one !== undefined)),
        ]);
      },
    };
  });

class RevokeByUserCall implements CheckedCall {
  readonly #variant: GatewayVariant;
  readonly #apiId: string;
  readonly #user: string;
  readonly #where: FindWhere;
  readonly #args: RevokeByUserArgs;
  /** The tokens whose refresh tokens are passed. */
  readonly #passed: readonly IssuedToken[];
  readonly knownSecrets = (): string[] => [];
  // The gateway confirms the revocation of a refresh token even while storage is down.
  readonly isNeverCertain = true;

  constructor(
    variant: GatewayVariant,
    apiId: string,
    user: string,
    byFunction: boolean,
    args: RevokeByUserArgs,
    passed: readonly IssuedToken[],
  ) {
    this.#variant = variant;
    this.#apiId = apiId;
    this.#user = user;
    this.#where = byFunction
      ? ({ meta_data }) =>
          Object.entries(meta_data ?? {}).some((entry) => entry.join() === `user,${user}`)
      : { meta_data: { user } };
    this.#args = args;
    this.#passed = passed;
  }

  readonly run: CheckedCall["run"] = (tyk) => {
    const refreshTokens = this.#passed.map(({ refreshToken = "" }) => refreshToken);
    const args = { ...this.#args, ...(refreshTokens.length === 0 ? {} : { refreshTokens }) };
    return tyk.tokens.revokeByUser({ apiId: this.#apiId, where: this.#where }, args);
  };

  /**
   * Tokens of other users stay, and so do their entries on the lists. `revoke_all` empties a list that has only this user's tokens.
   * If storage fails after that, a token can be alive and off its list.
   */
  readonly scope = (before: StateSnapshot): Scope => ({
    ...changesNothing,
    mayEnd: (token) => this.#isOfUser(token) && before.opensOrLists(token, this.#apiId),
    mayDrop: (apiId, clientId) =>
      apiId === this.#apiId &&
      before.issuedTokens
        .filter((token) => token.clientId === clientId && before.isListed(apiId, token))
        .every((token) => this.#isOfUser(token)),
  });

  /** A report that replaces the error must be true. Any other report must say that everything is gone. */
  readonly findUnmet = (before: StateSnapshot, now: StateSnapshot, result: unknown): string[] => {
    const report = result as UserTokensReport | undefined;
    if (report === undefined) return describeLiving(this.#findable(before), now);
    const open = [
      ...report.apis.filter(({ state }) => !isGone(state)).map(({ apiId }) => apiId),
      ...report.clients
        .filter(({ refreshTokens }) => refreshTokens !== "revoked")
        .map(({ clientId }) => clientId),
    ];
    return [
      ...(this.#args.ifUnproved === "report" ? [] : open.map((id) => `${id} is not proved`)),
      ...this.#findWrongClients(before, report),
      ...(isProved(report) ? describeLiving(this.#tokensToEnd(before), now) : []),
    ];
  };

  readonly isExpectedFailure = ({ code }: AnyTykError, before: StateSnapshot): boolean => {
    if (!guardedApis.includes(this.#apiId)) return code === "not-found";
    if (code !== "incomplete" || this.#args.ifUnproved === "report") return false;
    // An API without OAuth may refuse to revoke a refresh token.
    const isRefused = this.#apiId === vault && this.#passed.length > 0;
    return isRefused || !this.#canSweep || this.#hasOpenClient(before);
  };

  readonly findUnmetIfIncomplete = (before: StateSnapshot, now: StateSnapshot): string[] =>
    describeLiving(this.#findable(before), now);

  /** The gateway must refuse a passed refresh token that was issued on the API. */
  readonly attack = async (
    simulation: Simulation,
    _: StateSnapshot,
    result: unknown,
  ): Promise<void> => {
    const { refreshTokens } = result as UserTokensReport;
    if (refreshTokens?.confirmed !== refreshTokens?.count) return;
    for (const token of this.#passed) {
      if (token.apiId === this.#apiId && (await simulation.refreshToken(token)) !== undefined)
        throw new Error(`[4] the passed refresh token of ${token.name} still works`);
    }
  };

  /** What a report of this call promises for ever. */
  readonly userPromise: UserPromise = {
    accessTokens: (tokens) => tokens.filter((token) => this.#isOfUser(token)),
    refreshTokens: (before, report) => {
      const revoked = report.clients
        .filter(({ refreshTokens }) => refreshTokens === "revoked")
        .map(({ clientId }) => clientId);
      // A proved report has found the unlisted tokens too: their client would have been named as open.
      const reached = this.#tokensToEnd(before).filter(
        (token) => isProved(report) || before.isListed(this.#apiId, token),
      );
      return reached.filter(({ clientId }) => revoked.includes(clientId));
    },
  };

  get #canSweep(): boolean {
    return this.#variant.listsKeys && this.#args.sweep !== false;
  }

  #isOfUser(token: IssuedToken): boolean {
    return token.user === this.#user;
  }

  /** The user's tokens that grant the API. The session of an expired token can still be stored: its refresh token may be alive. */
  #storedTokens(before: StateSnapshot): IssuedToken[] {
    return before.issuedTokens.filter(
      (token) =>
        this.#isOfUser(token) && before.isStored(token) && before.grantsAccess(token, this.#apiId),
    );
  }

  #tokensToEnd(before: StateSnapshot): IssuedToken[] {
    return this.#storedTokens(before).filter((token) => before.isAlive(token));
  }

  /** Those that a success must have ended. Without a list of keys, only the lists of the API's clients lead to tokens. */
  #findable(before: StateSnapshot): IssuedToken[] {
    const all = this.#tokensToEnd(before);
    if (this.#canSweep) return all;
    if (before.unlistableApis.includes(this.#apiId)) return [];
    return all.filter(
      (token) =>
        before.copy(this.#apiId, token.clientId) !== undefined &&
        before.isListed(this.#apiId, token),
    );
  }

  /** A report names no client without a token of the user. If it proves that all tokens are gone, it names each client of them. */
  #findWrongClients(before: StateSnapshot, report: UserTokensReport): string[] {
    const named = report.clients.map(({ clientId }) => clientId);
    const ended = isProved(report) ? this.#tokensToEnd(before) : [];
    const expected = new Set(ended.map(({ clientId }) => clientId));
    const issuers = new Set(
      before.issuedTokens.filter((token) => this.#isOfUser(token)).map(({ clientId }) => clientId),
    );
    return [
      ...[...expected].filter((id) => !named.includes(id)).map((id) => `${id} is not named`),
      ...named.filter((id) => !issuers.has(id)).map((id) => `${id} has no token of the user`),
    ];
  }

  /** Whether a client of the user's tokens can keep refresh tokens that no revocation reaches. */
  #hasOpenClient(before: StateSnapshot): boolean {
    const clients = new Set(this.#storedTokens(before).map(({ clientId }) => clientId));
    return [...clients].some((clientId) => this.#isOpen(before, clientId));
  }

  #isOpen(before: StateSnapshot, clientId: string): boolean {
    if (this.#apiId === vault || before.copy(this.#apiId, clientId) === undefined) return true;
    if (isRevocationShadowed(this.#variant, before, [this.#apiId], this.#apiId, clientId))
      return true;
    const own = before.issuedTokens.filter(
      (token) =>
        token.clientId === clientId &&
        this.#isOfUser(token) &&
        before.isStored(token) &&
        !this.#expiresSoon(before, token),
    );
    const listedCodes = before.listedCodes(this.#apiId, clientId);
    const isListOwn = listedCodes.every((code) =>
      own.some(({ listedCode }) => listedCode === code),
    );
    const found = this.#storedTokens(before).filter((token) => token.clientId === clientId);
    return (
      !isListOwn || !found.every((one) => own.includes(one) && before.isListed(this.#apiId, one))
    );
  }

  /** A token that expires during the call stays listed for a moment, but leads to no session. */
  #expiresSoon(before: StateSnapshot, { expiresAt }: IssuedToken): boolean {
    return expiresAt * 1000 <= before.now + longestCallMs;
  }
}

function isProved({ apis }: UserTokensReport): boolean {
  return apis.every(({ state }) => isGone(state));
}
