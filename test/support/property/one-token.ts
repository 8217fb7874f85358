import type { AnyTykError, RevokeTarget, TokenInspection, TokenRevocation } from "@tyk-oauth/sdk";
import fc from "fast-check";
import { oauthApis } from "./gateway-variants.ts";
import type { GatewayVariant } from "./gateway-variants.ts";
import type { StateSnapshot } from "./state-snapshot.ts";
import {
  anyApi,
  anyClient,
  anyGuardedApi,
  changesNothing,
  rarely,
  describeCall,
} from "./checked-call.ts";
import type { Scope, CheckedCall, CallPlan } from "./checked-call.ts";
import type { IssuedToken, Simulation } from "./simulation.ts";

/** The ways to name a token. `"refreshTokenAsToken"` passes the refresh token as `token`. */
type TargetKind = "token" | "refreshTokenAsToken" | "listedCode" | "refreshToken";

const hints = [undefined, "access_token", "refresh_token"] as const;

/** `tokens.revoke` of an issued token, by each of the three kinds of target, mostly with the right client and API. */
export const anyRevoke: fc.Arbitrary<CallPlan> = fc
  .record({
    targetKind: fc.constantFrom<TargetKind[]>(
      "token",
      "refreshTokenAsToken",
      "listedCode",
      "refreshToken",
    ),
    pick: fc.nat({ max: 30 }),
    hint: fc.constantFrom(...hints),
    otherClient: rarely(anyClient),
    otherApi: rarely(anyApi),
  })
  .map(({ targetKind, pick, hint, otherClient, otherApi }) => ({
    text: describeCall("tokens.revoke", { targetKind, pick, hint, otherClient, otherApi }),
    createCall: ({ issuedTokens, variant }) => {
      const token = issuedTokens[pick % Math.max(issuedTokens.length, 1)];
      if (token === undefined) return undefined;
      if (targetKind.includes("efresh") && token.refreshToken === undefined) return undefined;
      const [clientId, apiId] = [otherClient ?? token.clientId, otherApi ?? token.apiId];
      return new RevokeCall(variant, targetKind, token, hint, clientId, apiId);
    },
  }));

class RevokeCall implements CheckedCall {
  readonly #writesTokensBack: boolean;
  readonly #targetKind: TargetKind;
  readonly #token: IssuedToken;
  readonly #hint: (typeof hints)[number];
  readonly #clientId: string;
  readonly #apiId: string;
  readonly knownSecrets = (): string[] => [];

  constructor(
    variant: GatewayVariant,
    targetKind: TargetKind,
    token: IssuedToken,
    hint: (typeof hints)[number],
    clientId: string,
    apiId: string,
  ) {
    this.#writesTokensBack = variant.writesTokensBack;
    this.#targetKind = targetKind;
    this.#token = token;
    this.#hint = hint;
    this.#clientId = clientId;
    this.#apiId = apiId;
  }

  get #target(): RevokeTarget {
    const { token, listedCode, refreshToken = "" } = this.#token;
    if (this.#targetKind === "listedCode") return { apiId: this.#apiId, listedCode: listedCode };
    if (this.#targetKind === "refreshToken") return { apiId: this.#apiId, refreshToken };
    const known = this.#targetKind === "token" ? token : refreshToken;
    return { clientId: this.#clientId, token: known, tokenTypeHint: this.#hint };
  }

  readonly run: CheckedCall["run"] = (tyk) => tyk.tokens.revoke(this.#target);

  /** The result's `dropped` has the living tokens that left a list. */
  readonly scope = (): Scope => ({
    ...changesNothing,
    mayEnd: (token) => token === this.#token && this.#endsAccess,
    mayDrop: () => this.#endsAccess,
  });

  readonly findUnmet = (before: StateSnapshot, now: StateSnapshot, result: unknown): string[] => {
    if (!this.#endsAccess) return [];
    const { dropped, state, reason = "" } = (result as Partial<TokenRevocation> | undefined) ?? {};
    // The gateway may write a revoked token back that is in use. The result is then `still-alive` or `unverified`.
    const isWrittenBack =
      state === "still-alive" || (state === "unverified" && this.#writesTokensBack);
    const living =
      now.isAlive(this.#token) && !isWrittenBack ? [`${this.#token.name} is alive`] : [];
    // The result says if the lists cannot be read afterwards, and if they may be another client's.
    const isOther = this.#clientId !== this.#token.clientId;
    const isUncertain =
      reason.includes("could not be listed") || (isOther && reason.includes("another client's"));
    if (dropped === undefined || isUncertain) return living;
    const unreported = before.issuedTokens.filter(
      (one) =>
        now.isAlive(one) &&
        !(isWrittenBack && one === this.#token) &&
        oauthApis.some(
          (apiId) =>
            before.isListed(apiId, one) &&
            !now.isListed(apiId, one) &&
            !dropped.some((line) => line.apiId === apiId && line.listedCode === one.listedCode),
        ),
    );
    return [
      ...living,
      ...unreported.map(({ name }) => `${name} left its list without being reported`),
    ];
  };

  readonly isExpectedFailure = ({ code }: AnyTykError, before: StateSnapshot): boolean => {
    if (this.#targetKind === "listedCode")
      return code === "not-found" && !before.isStored(this.#token);
    if (this.#targetKind === "refreshToken") return false;
    return code === "bad-request" && this.#reachableApis(before).length === 0;
  };

  readonly tokenGoneFromStorage = (result: unknown): IssuedToken | undefined =>
    (result as TokenRevocation).state === "gone-from-storage" ? this.#token : undefined;

  /** The gateway confirms any refresh token and lists none, so the result is always `unverified`. */
  get isNeverCertain(): boolean {
    return this.#targetKind.includes("efresh");
  }

  /** The gateway must refuse a refresh token that was revoked on its API. */
  readonly attack = async (simulation: Simulation, before: StateSnapshot): Promise<void> => {
    const { apiId, name } = this.#token;
    const isEnded =
      this.#targetKind === "refreshToken"
        ? this.#apiId === apiId
        : this.#targetKind === "refreshTokenAsToken" &&
          this.#hint !== "access_token" &&
          this.#reachableApis(before).includes(apiId);
    if (isEnded && (await simulation.refreshToken(this.#token)) !== undefined)
      throw new Error(`[4] the refresh token of ${name} still works`);
  };

  /** The APIs on which the gateway finds the named client. */
  #reachableApis(before: StateSnapshot): string[] {
    return before.apisOf(this.#clientId).filter((apiId) => !before.unlistableApis.includes(apiId));
  }

  get #endsAccess(): boolean {
    return (
      this.#targetKind === "listedCode" ||
      (this.#targetKind === "token" && this.#hint !== "refresh_token")
    );
  }
}

/** `tokens.inspect`, which reports whether a token is alive. */
export const anyTokenInspect: fc.Arbitrary<CallPlan> = fc
  .record({ pick: fc.nat({ max: 30 }), byCode: fc.boolean(), apiId: anyGuardedApi })
  .map(({ pick, byCode, apiId }) => ({
    text: describeCall("tokens.inspect", { pick, byCode, apiId }),
    createCall: ({ issuedTokens }) => {
      const token = issuedTokens[pick % Math.max(issuedTokens.length, 1)];
      return token === undefined ? undefined : inspectCall(token, byCode, apiId);
    },
  }));

function inspectCall(token: IssuedToken, byCode: boolean, apiId: string): CheckedCall {
  const target = byCode ? { apiId, listedCode: token.listedCode } : { apiId, token: token.token };
  return {
    run: (tyk) => tyk.tokens.inspect(target),
    scope: () => changesNothing,
    findUnmet: (_, now, result) => {
      if (result === undefined) return [];
      const { life } = result as TokenInspection;
      const isAlive = now.isAlive(token) && now.isAcceptedByStorage(token, apiId);
      return (life === "alive") === isAlive ? [] : [`${token.name} is not ${life}`];
    },
    isExpectedFailure: () => false,
    knownSecrets: () => [],
  };
}
