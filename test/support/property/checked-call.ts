import { inspect } from "node:util";
import type { AnyTykError, ClientTarget, EndTokensArgs, TykOAuth } from "@tyk-oauth/sdk";
import fc from "fast-check";
import { missingPolicy, clientIds, guardedApis, oauthApis } from "./gateway-variants.ts";
import type { GatewayVariant } from "./gateway-variants.ts";
import type { Field, StateSnapshot } from "./state-snapshot.ts";
import type { IssuedToken, Simulation } from "./simulation.ts";

/** What a verb may change. All else must stay as it was. */
export interface Scope {
  /** The fields of a copy that may change. */
  readonly fields: (apiId: string, clientId: string) => readonly Field[];
  /** Whether a token may be ended. */
  readonly mayEnd: (token: IssuedToken) => boolean;
  /** Whether living tokens may go off this list without being told. */
  readonly mayDrop: (apiId: string, clientId: string) => boolean;
}

/** One call of a verb, with what its documentation promises, written once more and independently. */
export interface CheckedCall {
  readonly run: (tyk: TykOAuth) => Promise<unknown>;
  readonly scope: (before: StateSnapshot) => Scope;
  /**
   * What of the promise does not hold, each in a few words. After a success there must be nothing left; after a second run
   * never more than after the first. `result` is `undefined` where the verb failed.
   */
  readonly findUnmet: (
    before: StateSnapshot,
    now: StateSnapshot,
    result: unknown,
  ) => readonly string[];
  /** Whether a failure without a fault is one that the state before it explains. */
  readonly isExpectedFailure: (error: AnyTykError, before: StateSnapshot) => boolean;
  /** What does not hold that is promised even where it is excused that it could not prove all. */
  readonly findUnmetIfIncomplete?: (before: StateSnapshot, now: StateSnapshot) => readonly string[];
  /** The secrets that the caller knows besides those of the result: given by it, or staged. */
  readonly knownSecrets: () => readonly string[];
  /** Whether it names a policy that there is not, so that something is not found whatever else there is. */
  readonly namesMissingPolicy?: boolean;
  /** Whether it is to end all tokens of a client, so that none opens anything if the report says so of each API. */
  readonly endsAllTokens?: boolean;
  /** The one token of which a success says that it is gone from storage. */
  readonly tokenGoneFromStorage?: (result: unknown) => IssuedToken | undefined;
  /** Looks at each request before it is sent, for what must not be sent too early. */
  readonly checkRequest?: (
    simulation: Simulation,
    before: StateSnapshot,
    method: string,
    path: string,
  ) => Promise<void>;
  /** Whether a success says nothing for certain, so that it may be none while storage is down. */
  readonly isNeverCertain?: boolean;
  /** Makes sure of a success by doing what an attacker would; what it does stays done. */
  readonly attack?: (
    simulation: Simulation,
    before: StateSnapshot,
    result: unknown,
  ) => Promise<void>;
}

/** A verb with random arguments, before it is called. */
export interface CallPlan {
  /** The call as a reader would write it. */
  readonly text: string;
  /** `undefined` where there is nothing to call it with, such as a token. */
  readonly createCall: (simulation: Simulation) => CheckedCall | undefined;
}

/** The codes that a verb may fail with where nothing went wrong, and when. */
export type ExpectedFailures = Readonly<Partial<Record<AnyTykError["code"], () => boolean>>>;

/** Nothing may change. */
export const changesNothing: Scope = {
  fields: () => [],
  mayEnd: () => false,
  mayDrop: () => false,
};

/** A call as a reader would write it. */
export function describeCall(name: string, ...args: readonly unknown[]): string {
  const given = args.filter((arg) => arg !== undefined);
  return `${name}(${given.map((arg) => inspect(arg, { breakLength: Infinity, depth: 5 })).join(", ")})`;
}

/** A type whose fields are left out where they would be `undefined`. */
type WithoutUndefined<T> = {
  readonly [Name in keyof T as undefined extends T[Name] ? never : Name]: T[Name];
} & { readonly [Name in keyof T]?: Exclude<T[Name], undefined> };

/** Without what is `undefined`, which is noise to a reader. */
export function omitUndefined<T extends object>(value: T): WithoutUndefined<T> {
  const given = Object.entries(value).filter(([, part]) => part !== undefined);
  return Object.fromEntries(given) as unknown as WithoutUndefined<T>;
}

/** An argument that is given in half of the calls. */
export function sometimes<T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> {
  return fc.option(arbitrary, { nil: undefined, freq: 2 });
}

/** An argument that is given in most calls. */
export function mostly<T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> {
  return fc.option(arbitrary, { nil: undefined, freq: 6 });
}

/** An argument that is given in few calls. */
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

/** A record that is an object as people write them. */
export function plainRecord<T>(model: {
  [Name in keyof T]: fc.Arbitrary<T[Name]>;
}): fc.Arbitrary<T> {
  return fc.record(model, { noNullPrototype: true });
}

/** Some APIs, and now and then one that there is not, a misspelt one say. */
const namedApis: fc.Arbitrary<string[]> = fc
  .tuple(someApis, rarely(fc.constant("nowhere")))
  .map(([apiIds, more]) => (more === undefined ? apiIds : [...apiIds, more]));

/** One client on one API, or its copies on some or all. */
export const anyTarget: fc.Arbitrary<ClientTarget> = fc.oneof(
  plainRecord({ apiId: anyApi, clientId: anyClient }),
  plainRecord({ clientId: anyClient, apis: fc.oneof(fc.constant("all" as const), namedApis) }),
);

/** What becomes of tokens where a policy changes. */
export const anyTokensArg: fc.Arbitrary<"revoke" | "keep" | undefined> = mostly(
  fc.constantFrom("revoke" as const, "keep" as const),
);

/** How tokens are to be ended. */
export const anyEnding: fc.Arbitrary<EndTokensArgs> = fc
  .record({
    sweep: sometimes(fc.boolean()),
    wait: sometimes(fc.constantFrom<(boolean | number)[]>(true, false, 10_500)),
  })
  .map(omitUndefined);

/** The APIs that a target names. */
export function apisNamedBy(target: ClientTarget, state: StateSnapshot): readonly string[] {
  if ("apiId" in target) return [target.apiId];
  return target.apis === "all" ? state.apisOf(target.clientId) : target.apis;
}

/** Whether a copy that a target names is not there; with all APIs whether none is. */
export function isCopyMissing(target: ClientTarget, state: StateSnapshot): boolean {
  const named = apisNamedBy(target, state);
  if (named.length === 0) return true;
  return named.some((apiId) => state.copy(apiId, target.clientId) === undefined);
}

/**
 * The tokens that a success promises to be gone: those that a list names, and where keys can be looked through all that open
 * one of the APIs, or one that does not look at the client.
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
 * Whether the own revocation of an API is the one that would have to be asked, because that of the control API does not reach
 * the API, or reaches a copy that is not named, but another API would receive the request.
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

/** What is left of a client's tokens, in words. */
export function describeLiving(tokens: readonly IssuedToken[], now: StateSnapshot): string[] {
  return tokens.filter((token) => now.isAlive(token)).map(({ name }) => `${name} is alive`);
}

/**
 * Throws where a token of a client that can be found on an API lives still, or the refresh token behind its list does: what is
 * about to be sent would put them out of reach.
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
      throw new Error(`[4] ${token.name} lives while it is put out of reach`);
    if (token.refreshToken === undefined || !before.isListed(apiId, token)) continue;
    if ((await simulation.refreshToken(token)) !== undefined)
      throw new Error(`[4] the refresh token of ${token.name} lives while it is put out of reach`);
  }
}
