import { inspect } from "node:util";
import type {
  AnyTykError,
  ClientTarget,
  EndTokensArgs,
  TykOAuth,
  UserTokensReport,
} from "@tyk-oauth/sdk";
import fc from "fast-check";
import { missingPolicy, clientIds, guardedApis, oauthApis } from "./gateway-variants.ts";
import type { GatewayVariant } from "./gateway-variants.ts";
import type { Field, StateSnapshot } from "./state-snapshot.ts";
import type { IssuedToken, Simulation } from "./simulation.ts";

/** What a method may change. Everything else must stay as it was. */
export interface Scope {
  /** The fields of a copy that may change. */
  readonly fields: (apiId: string, clientId: string) => readonly Field[];
  /** Whether a token may be ended. */
  readonly mayEnd: (token: IssuedToken) => boolean;
  /** Whether this list may omit living tokens afterwards without reporting them. */
  readonly mayDrop: (apiId: string, clientId: string) => boolean;
}

/** What the report on the tokens of a user promises for ever. */
export interface UserPromise {
  /** Returns the access tokens that the report is about. */
  readonly accessTokens: (tokens: readonly IssuedToken[]) => readonly IssuedToken[];
  /** Returns the tokens whose refresh tokens the report calls revoked. */
  readonly refreshTokens: (
    before: StateSnapshot,
    report: UserTokensReport,
  ) => readonly IssuedToken[];
}

/** One call of a method, and what its documentation promises. The promises are written without any code of the package. */
export interface CheckedCall {
  readonly run: (tyk: TykOAuth) => Promise<unknown>;
  readonly scope: (before: StateSnapshot) => Scope;
  /**
   * Describes the promises that do not hold. After a success there are none, and a retry never leaves more than the first
   * call. `result` is `undefined` if the method failed.
   */
  readonly findUnmet: (
    before: StateSnapshot,
    now: StateSnapshot,
    result: unknown,
  ) => readonly string[];
  /** Whether the state before the call explains a failure, although nothing disrupted the call. */
  readonly isExpectedFailure: (error: AnyTykError, before: StateSnapshot) => boolean;
  /** Describes the broken promises among those that hold even if an `incomplete` error is expected. */
  readonly findUnmetIfIncomplete?: (before: StateSnapshot, now: StateSnapshot) => readonly string[];
  /** The secrets that the caller knows without the result: those that it passed, and those passed to `stage`. */
  readonly knownSecrets: () => readonly string[];
  /** Whether the call names a policy that does not exist. It can then fail as `not-found` although the client exists. */
  readonly namesMissingPolicy?: boolean;
  /** Whether the call ends all tokens of a client. If the report proves it for each API, no API accepts any of them. */
  readonly endsAllTokens?: boolean;
  /** What the call's report on a user's tokens promises. */
  readonly userPromise?: UserPromise;
  /** The token that a successful result reports as gone from storage. */
  readonly tokenGoneFromStorage?: (result: unknown) => IssuedToken | undefined;
  /** Checks each request before it is sent: some requests must wait until the tokens are revoked. */
  readonly checkRequest?: (
    simulation: Simulation,
    before: StateSnapshot,
    method: string,
    path: string,
  ) => Promise<void>;
  /** Whether a success proves nothing, so the change may be missing if storage was down. */
  readonly isNeverCertain?: boolean;
  /** Tests a success as an attacker would. Its changes are not undone. */
  readonly attack?: (
    simulation: Simulation,
    before: StateSnapshot,
    result: unknown,
  ) => Promise<void>;
}

/** A method with random arguments, before the call. */
export interface CallPlan {
  /** The call as source code. */
  readonly text: string;
  /** Returns `undefined` if the call needs something that does not exist, such as a token. */
  readonly createCall: (simulation: Simulation) => CheckedCall | undefined;
}

/** The error codes that are possible without a disruption, each with its condition. */
export type ExpectedFailures = Readonly<Partial<Record<AnyTykError["code"], () => boolean>>>;

/** Nothing may change. */
export const changesNothing: Scope = {
  fields: () => [],
  mayEnd: () => false,
  mayDrop: () => false,
};

/** Formats a call as source code. */
export function describeCall(name: string, ...args: readonly unknown[]): string {
  const given = args.filter((arg) => arg !== undefined);
  return `${name}(${given.map((arg) => inspect(arg, { breakLength: Infinity, depth: 5 })).join(", ")})`;
}

/** A type without the fields that would be `undefined`. */
type WithoutUndefined<T> = {
  readonly [Name in keyof T as undefined extends T[Name] ? never : Name]: T[Name];
} & { readonly [Name in keyof T]?: Exclude<T[Name], undefined> };

/** Removes `undefined` fields, which make a printed call harder to read. */
export function omitUndefined<T extends object>(value: T): WithoutUndefined<T> {
  const given = Object.entries(value).filter(([, part]) => part !== undefined);
  // `fromEntries` loses the names and types of the fields.
  return Object.fromEntries(given) as unknown as WithoutUndefined<T>;
}

/** Passes the argument in half of the calls. */
export function sometimes<T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> {
  return fc.option(arbitrary, { nil: undefined, freq: 2 });
}

/** Passes the argument in most calls. */
export function mostly<T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> {
  return fc.option(arbitrary, { nil: undefined, freq: 6 });
}

/** Passes the argument in few calls. */
export function rarely<T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> {
  return fc.oneof({ weight: 5, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary });
}

export const anyClient: fc.Arbitrary<string> = fc.oneof(
  { weight: 5, arbitrary: fc.constant("c1") },
  { weight: 5, arbitrary: fc.constantFrom(...clientIds) },
);
export const anyApi: fc.Arbitrary<string> = fc.constantFrom(...oauthApis);
export const anyGuardedApi: fc.Arbitrary<string> = fc.constantFrom(...guardedApis);
export const someApis: fc.Arbitrary<string[]> = fc.subarray([...oauthApis], { minLength: 1 });
export const anyPolicy: fc.Arbitrary<string> = fc.constantFrom(
  "gold",
  "basic",
  "depot",
  "empty",
  missingPolicy,
  "vault-only",
  "gold-and-vault",
);

/** Generates ordinary objects. By default fast-check also generates objects without a prototype. */
export function plainRecord<T>(model: {
  [Name in keyof T]: fc.Arbitrary<T[Name]>;
}): fc.Arbitrary<T> {
  return fc.record(model, { noNullPrototype: true });
}

/** Some APIs, and rarely one that does not exist. */
const namedApis: fc.Arbitrary<string[]> = fc
  .tuple(someApis, rarely(fc.constant("nowhere")))
  .map(([apiIds, more]) => (more === undefined ? apiIds : [...apiIds, more]));

/** One client on one API, or its copies on some or all APIs. */
export const anyTarget: fc.Arbitrary<ClientTarget> = fc.oneof(
  plainRecord({ apiId: anyApi, clientId: anyClient }),
  plainRecord({ clientId: anyClient, apis: fc.oneof(fc.constant("all" as const), namedApis) }),
);

/** The `tokens` argument, which decides about tokens if the policy changes. */
export const anyTokensArg: fc.Arbitrary<"revoke" | "keep" | undefined> = mostly(
  fc.constantFrom("revoke" as const, "keep" as const),
);

/** The arguments for ending tokens. */
export const anyEnding: fc.Arbitrary<EndTokensArgs> = fc
  .record({
    sweep: sometimes(fc.boolean()),
    wait: sometimes(fc.constantFrom<(boolean | number)[]>(true, false, 10_500)),
  })
  .map(omitUndefined);

/** Returns the APIs that a target names. */
export function apisNamedBy(target: ClientTarget, state: StateSnapshot): readonly string[] {
  if ("apiId" in target) return [target.apiId];
  return target.apis === "all" ? state.apisOf(target.clientId) : target.apis;
}

/** Whether a named copy does not exist. With `apis: "all"`: whether no copy exists. */
export function isCopyMissing(target: ClientTarget, state: StateSnapshot): boolean {
  const named = apisNamedBy(target, state);
  if (named.length === 0) return true;
  return named.some((apiId) => state.copy(apiId, target.clientId) === undefined);
}

/**
 * Returns the tokens that a success must have ended. These are the listed tokens. If keys can be searched, these are also the
 * unlisted tokens that open one of the APIs, or the API that ignores the client (trap 25).
 */
export function findableTokens(
  { listsKeys }: GatewayVariant,
  { sweep = true }: EndTokensArgs,
  before: StateSnapshot,
  apiIds: readonly string[],
  clientId: string,
): IssuedToken[] {
  const all = before.tokensToEnd(apiIds, clientId);
  if (listsKeys && sweep) return all;
  return all.filter((token) => apiIds.some((apiId) => before.isListed(apiId, token)));
}

/**
 * Whether refresh tokens cannot be revoked: the control API's revocation does not work for this API, or would affect a copy
 * that is not named, and another API receives the requests to this API's own revocation endpoint.
 */
export function isRevocationShadowed(
  { shadowedRevocation }: GatewayVariant,
  before: StateSnapshot,
  named: readonly string[],
  apiId: string,
  clientId: string,
): boolean {
  if (apiId !== shadowedRevocation || before.listedCodes(apiId, clientId).length === 0)
    return false;
  const secret = before.copy(apiId, clientId)?.secret;
  const isSecretElsewhere = before
    .apisOf(clientId)
    .some((other) => !named.includes(other) && before.copy(other, clientId)?.secret === secret);
  return before.unlistableApis.includes(apiId) || isSecretElsewhere;
}

/** Describes the tokens that are still alive. */
export function describeLiving(tokens: readonly IssuedToken[], now: StateSnapshot): string[] {
  return tokens.filter((token) => now.isAlive(token)).map(({ name }) => `${name} is alive`);
}

/**
 * Throws if a findable token of a client or its refresh token still works. After the request that is about to be sent, nobody
 * could revoke them any more.
 */
export async function assertTokensGone(
  simulation: Simulation,
  before: StateSnapshot,
  args: EndTokensArgs,
  apiId: string,
  clientId: string,
): Promise<void> {
  const now = await simulation.now();
  for (const token of findableTokens(simulation.variant, args, before, [apiId], clientId)) {
    if (token.expiresAt * 1000 <= now || simulation.droppedByOthers.has(token)) continue;
    if ((await simulation.sessionOf(token)) !== undefined)
      throw new Error(`[4] ${token.name} is alive, but the next request puts it out of reach`);
    if (token.refreshToken === undefined || !before.isListed(apiId, token)) continue;
    if ((await simulation.refreshToken(token)) !== undefined)
      throw new Error(
        `[4] the refresh token of ${token.name} works, but the next request puts it out of reach`,
      );
  }
}
