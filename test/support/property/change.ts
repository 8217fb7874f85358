import type {
  AnyTykError,
  ClientPatch,
  ClientReplacement,
  ClientTarget,
  CopiesReport,
  OAuthClient,
  TykResult,
  UpdateArgs,
} from "@tyk-oauth/sdk";
import fc from "fast-check";
import { grants, redirectUri } from "./setup.ts";
import type { Kind } from "./setup.ts";
import { changes } from "./truth.ts";
import type { Field, Truth } from "./truth.ts";
import {
  alive,
  anyEnding,
  anyPolicy,
  anyTarget,
  anyTokensArg,
  changesNothing,
  compact,
  isMissing,
  isShadowed,
  maybe,
  mostly,
  namedBy,
  reachable,
  requireGone,
  textOf,
} from "./verb-call.ts";
import type { Reasons, Scope, VerbCall, VerbPlan } from "./verb-call.ts";

const anyArgs: fc.Arbitrary<UpdateArgs> = fc
  .record({ tokens: anyTokensArg, ending: anyEnding })
  .map(({ tokens, ending }) => compact({ tokens, ...ending }));

/** `clients.update`: what the patch leaves out stays. */
export const anyUpdate: fc.Arbitrary<VerbPlan> = fc
  .record({
    target: anyTarget,
    patch: fc.record({
      redirect_uri: maybe(fc.constantFrom("https://app.example/cb2", redirectUri, null)),
      policy_id: maybe(fc.oneof(anyPolicy, fc.constant(null))),
      meta_data: maybe(fc.constantFrom({ team: "new" }, null)),
      description: maybe(fc.constantFrom("changed", null)),
    }),
    args: anyArgs,
  })
  .map(({ target, patch: full, args }) => {
    const patch: ClientPatch = compact(full);
    return {
      text: textOf("clients.update", target, patch, args),
      make: ({ kind }) =>
        new Change(kind, target, args, {
          run: (tyk) => tyk.clients.update(target, patch, args).withResponse(),
          namesGhost: patch.policy_id === undefined || patch.policy_id === "ghost",
          fields: Object.keys(patch) as Field[],
          wanted: (copy) => merged(copy, patch),
        }),
    };
  });

/** `clients.replace`: what the body leaves out is blanked. */
export const anyReplace: fc.Arbitrary<VerbPlan> = fc
  .record({
    target: anyTarget,
    body: fc.record({
      redirect_uri: fc.constant(redirectUri),
      policy_id: mostly(anyPolicy),
      meta_data: maybe(fc.constant({ team: "whole" })),
      description: maybe(fc.constant("whole")),
    }),
    args: anyArgs,
  })
  .map(({ target, body: full, args }) => {
    const body: ClientReplacement = compact(full);
    const { policy_id = "", meta_data = null, description = "" } = body;
    return {
      text: textOf("clients.replace", target, body, args),
      make: ({ kind }) =>
        new Change(kind, target, args, {
          run: (tyk) => tyk.clients.replace(target, body, args).withResponse(),
          namesGhost: policy_id === "ghost",
          fields: ["redirect_uri", "policy_id", "meta_data", "description"],
          wanted: (copy) => ({
            ...copy,
            redirect_uri: redirectUri,
            policy_id,
            meta_data,
            description,
          }),
        }),
    };
  });

function merged(copy: OAuthClient, patch: ClientPatch): OAuthClient {
  const given = Object.entries(patch).map(
    ([name, value]: [string, unknown]) =>
      [name, value ?? (name === "meta_data" ? null : "")] as const,
  );
  return { ...copy, ...(Object.fromEntries(given) as Partial<OAuthClient>) };
}

interface ChangePlan {
  readonly run: VerbCall["run"];
  readonly namesGhost: boolean;
  readonly fields: readonly Field[];
  /** A copy as it is to become. */
  readonly wanted: (copy: OAuthClient) => OAuthClient;
}

class Change implements VerbCall {
  readonly #kind: Kind;
  readonly #target: ClientTarget;
  readonly #args: UpdateArgs;
  readonly #plan: ChangePlan;
  readonly run: VerbCall["run"];
  readonly namesGhost: boolean;
  readonly knownSecrets = (): string[] => [];

  constructor(kind: Kind, target: ClientTarget, args: UpdateArgs, plan: ChangePlan) {
    this.#kind = kind;
    this.#target = target;
    this.#args = args;
    this.#plan = plan;
    this.run = plan.run;
    this.namesGhost = plan.namesGhost;
  }

  readonly scope = (before: Truth): Scope => {
    const { clientId } = this.#target;
    const named = namedBy(this.#target, before);
    const moved = this.#moved(before);
    // Where keys are not hashed the gateway itself ends what it would take off the list.
    const isEnding = this.#args.tokens === "revoke" || !this.#kind.hashed;
    const endable = isEnding ? before.tokensOf(moved, clientId) : [];
    return {
      ...changesNothing,
      fields: (apiId, id) => (id === clientId && named.includes(apiId) ? this.#plan.fields : []),
      ends: (token) => endable.includes(token),
      // Where keys are hashed the gateway empties the list of a client whose policy changes; the caller said "keep".
      drops: (apiId, id) => id === clientId && moved.includes(apiId),
    };
  };

  readonly left = (before: Truth, now: Truth, result: unknown): string[] => {
    const { clientId } = this.#target;
    const wrong = namedBy(this.#target, before).flatMap((apiId) => {
      const old = before.copy(apiId, clientId);
      if (old === undefined) return [];
      const differing = changes(now.copy(apiId, clientId), this.#plan.wanted(old));
      return differing.map((field) => `${field} of ${clientId} on ${apiId} is not as asked for`);
    });
    const moved = this.#moved(before);
    // Where not all can be found, or not all be kept, a warning must say so.
    const isWarned = ((result as TykResult<unknown> | undefined)?.warnings ?? []).length > 0;
    if (this.#args.tokens !== "revoke") {
      // Without a result nothing tells whether it warned.
      if (result === undefined) return wrong;
      const ended = before
        .tokensOn(moved, clientId)
        .filter((one) => before.isAlive(one) && !now.isStored(one));
      return isWarned
        ? wrong
        : [...wrong, ...ended.map(({ name }) => `${name} was not kept, and no warning says so`)];
    }
    const tokens = isWarned
      ? reachable(this.#kind, this.#args, before, moved, clientId)
      : before.tokensToEnd(moved, clientId);
    return [...wrong, ...alive(tokens, now)];
  };

  /** Where keys are hashed an update takes the tokens off their list. */
  readonly watch: NonNullable<VerbCall["watch"]> = async (world, before, method, path) => {
    if (this.#args.tokens !== "revoke" || method !== "PUT") return;
    const { clientId } = this.#target;
    const apiId = this.#moved(before).find((id) => path === `/tyk/oauth/clients/${id}/${clientId}`);
    if (apiId !== undefined) await requireGone(world, before, this.#args, apiId, clientId);
  };

  readonly excuses = (error: AnyTykError, before: Truth): boolean => {
    const named = namedBy(this.#target, before);
    if (named.length === 0) return error.code === "not-found";
    if (error.code !== "incomplete" || !isOfCopies(error.report))
      return named.some((apiId) => this.#mayFail(error.code, apiId, before));
    // Some were changed: each of the others has its own reason, and none that could have been seen beforehand.
    return error.report.apis.every(
      ({ apiId, done, code = "input" }) =>
        done || (code !== "input" && this.#mayFail(code, apiId, before)),
    );
  };

  #mayFail(code: AnyTykError["code"], apiId: string, before: Truth): boolean {
    const copy = before.copy(apiId, this.#target.clientId);
    const policy = copy === undefined ? "" : (this.#plan.wanted(copy).policy_id ?? "");
    const isMoved = this.#moved(before).includes(apiId);
    const isRefused = isMoved && policy !== "" && grants[policy]?.includes(apiId) === false;
    const reasons: Reasons = {
      "not-found": () => isMissing(this.#target, before) || policy === "ghost",
      // A policy that stays is not looked at, and refused by the gateway itself.
      "bad-request": () => policy !== "" && grants[policy]?.includes(apiId) === false,
      unsupported: () => this.#kind.showsPolicies && isRefused,
      input: () => this.#args.tokens === undefined && isMoved,
      incomplete: () => this.#args.tokens === "revoke" && this.#isStuck(before),
    };
    return reasons[code]?.() ?? false;
  }

  /** Whether refresh tokens behind a list cannot be revoked. */
  #isStuck(before: Truth): boolean {
    const moved = this.#moved(before);
    return moved.some((apiId) =>
      isShadowed(this.#kind, before, moved, apiId, this.#target.clientId),
    );
  }

  /** The named APIs on which the policy changes. */
  #moved(before: Truth): string[] {
    const { clientId } = this.#target;
    return namedBy(this.#target, before).filter((apiId) => {
      const copy = before.copy(apiId, clientId);
      return copy !== undefined && changes(copy, this.#plan.wanted(copy)).includes("policy_id");
    });
  }
}

function isOfCopies(report: unknown): report is CopiesReport {
  const { apis } = report as { apis?: readonly object[] };
  return apis?.every((api) => "done" in api) === true;
}
