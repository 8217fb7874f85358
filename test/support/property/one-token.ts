import type { AnyTykError, RevokeTarget, TokenInspection, TokenRevocation } from "@tyk-oauth/sdk";
import fc from "fast-check";
import { oauthApis } from "./setup.ts";
import type { Kind } from "./setup.ts";
import type { Truth } from "./truth.ts";
import { anyApi, anyClient, anyGuardedApi, changesNothing, rarely, textOf } from "./verb-call.ts";
import type { Scope, VerbCall, VerbPlan } from "./verb-call.ts";
import type { IssuedToken, World } from "./world.ts";

/** The doors; `"its refresh token"` is the refresh token where the token itself is asked for. */
type Door = "token" | "its refresh token" | "listedCode" | "refreshToken";

const hints = [undefined, "access_token", "refresh_token"] as const;

/** `tokens.revoke` of a token that was minted, by each of its three doors, mostly with the right client and API. */
export const anyRevoke: fc.Arbitrary<VerbPlan> = fc
  .record({
    door: fc.constantFrom<Door[]>("token", "its refresh token", "listedCode", "refreshToken"),
    pick: fc.nat({ max: 30 }),
    hint: fc.constantFrom(...hints),
    otherClient: rarely(anyClient),
    otherApi: rarely(anyApi),
  })
  .map(({ door, pick, hint, otherClient, otherApi }) => ({
    text: textOf("tokens.revoke", { door, pick, hint, otherClient, otherApi }),
    make: ({ minted, kind }) => {
      const token = minted[pick % Math.max(minted.length, 1)];
      if (token === undefined) return undefined;
      if (door.includes("efresh") && token.refreshToken === undefined) return undefined;
      const [clientId, apiId] = [otherClient ?? token.clientId, otherApi ?? token.apiId];
      return new Revoke(kind, door, token, hint, clientId, apiId);
    },
  }));

class Revoke implements VerbCall {
  readonly #isWrittenBack: boolean;
  readonly #door: Door;
  readonly #token: IssuedToken;
  readonly #hint: (typeof hints)[number];
  readonly #clientId: string;
  readonly #apiId: string;
  readonly knownSecrets = (): string[] => [];

  constructor(
    kind: Kind,
    door: Door,
    token: IssuedToken,
    hint: (typeof hints)[number],
    clientId: string,
    apiId: string,
  ) {
    this.#isWrittenBack = kind.writesBack;
    this.#door = door;
    this.#token = token;
    this.#hint = hint;
    this.#clientId = clientId;
    this.#apiId = apiId;
  }

  get #target(): RevokeTarget {
    const { token, code, refreshToken = "" } = this.#token;
    if (this.#door === "listedCode") return { apiId: this.#apiId, listedCode: code };
    if (this.#door === "refreshToken") return { apiId: this.#apiId, refreshToken };
    const known = this.#door === "token" ? token : refreshToken;
    return { clientId: this.#clientId, token: known, tokenTypeHint: this.#hint };
  }

  readonly run: VerbCall["run"] = (tyk) => tyk.tokens.revoke(this.#target);

  /** Living tokens that go off a list are in the result's `dropped`, where there is one. */
  readonly scope = (): Scope => ({
    ...changesNothing,
    ends: (token) => token === this.#token && this.#endsAccess,
    drops: () => this.#endsAccess,
  });

  readonly left = (before: Truth, now: Truth, result: unknown): string[] => {
    if (!this.#endsAccess) return [];
    const { dropped, state, reason = "" } = (result as Partial<TokenRevocation> | undefined) ?? {};
    // One that is in use is back although it was revoked. It is said that nothing was seen of it, or that it lives.
    const isBack = state === "still-alive" || (state === "unverified" && this.#isWrittenBack);
    const living = now.isAlive(this.#token) && !isBack ? [`${this.#token.name} is alive`] : [];
    // Where the lists cannot be read afterwards it says so, and where they may be another client's.
    const isOther = this.#clientId !== this.#token.clientId;
    const isUnsure =
      reason.includes("could not be listed") || (isOther && reason.includes("another client's"));
    if (dropped === undefined || isUnsure) return living;
    const untold = before.minted.filter(
      (one) =>
        now.isAlive(one) &&
        !(isBack && one === this.#token) &&
        oauthApis.some(
          (apiId) =>
            before.isListed(apiId, one) &&
            !now.isListed(apiId, one) &&
            !dropped.some((told) => told.apiId === apiId && told.listedCode === one.code),
        ),
    );
    return [...living, ...untold.map(({ name }) => `${name} dropped off its list untold`)];
  };

  readonly excuses = ({ code }: AnyTykError, before: Truth): boolean => {
    if (this.#door === "listedCode") return code === "not-found" && !before.isStored(this.#token);
    if (this.#door === "refreshToken") return false;
    return code === "bad-request" && this.#reach(before).length === 0;
  };

  readonly gone = (result: unknown): IssuedToken | undefined =>
    (result as TokenRevocation).state === "gone-from-storage" ? this.#token : undefined;

  /** The gateway confirms any refresh token and shows none, so that the result is `unverified` always. */
  get isNeverCertain(): boolean {
    return this.#door.includes("efresh");
  }

  /** A refresh token that was ended on its API mints no more. */
  readonly attack = async (world: World, before: Truth): Promise<void> => {
    const { apiId, name } = this.#token;
    const isEnded =
      this.#door === "refreshToken"
        ? this.#apiId === apiId
        : this.#door === "its refresh token" &&
          this.#hint !== "access_token" &&
          this.#reach(before).includes(apiId);
    if (isEnded && (await world.refresh(this.#token)) !== undefined)
      throw new Error(`[4] the refresh token of ${name} still mints`);
  };

  /** The APIs on which the gateway finds the client that is named. */
  #reach(before: Truth): string[] {
    return before.apisOf(this.#clientId).filter((apiId) => !before.broken.includes(apiId));
  }

  get #endsAccess(): boolean {
    return (
      this.#door === "listedCode" || (this.#door === "token" && this.#hint !== "refresh_token")
    );
  }
}

/** `tokens.inspect`, which says whether a token lives. */
export const anyTokenInspect: fc.Arbitrary<VerbPlan> = fc
  .record({ pick: fc.nat({ max: 30 }), byCode: fc.boolean(), apiId: anyGuardedApi })
  .map(({ pick, byCode, apiId }) => ({
    text: textOf("tokens.inspect", { pick, byCode, apiId }),
    make: ({ minted }) => {
      const token = minted[pick % Math.max(minted.length, 1)];
      return token === undefined ? undefined : inspectCall(token, byCode, apiId);
    },
  }));

function inspectCall(token: IssuedToken, byCode: boolean, apiId: string): VerbCall {
  const target = byCode ? { apiId, listedCode: token.code } : { apiId, token: token.token };
  return {
    run: (tyk) => tyk.tokens.inspect(target),
    scope: () => changesNothing,
    left: (_, now, result) => {
      if (result === undefined) return [];
      const { life } = result as TokenInspection;
      const isAlive = now.isAlive(token) && now.opensByStorage(token, apiId);
      return (life === "alive") === isAlive ? [] : [`${token.name} is not ${life}`];
    },
    excuses: () => false,
    knownSecrets: () => [],
  };
}
