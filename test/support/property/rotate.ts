import type { AnyTykError, ClientTarget, RotationReport } from "@tyk-oauth/sdk";
import fc from "fast-check";
import type { Truth } from "./truth.ts";
import {
  anyTarget,
  changesNothing,
  compact,
  isMissing,
  maybe,
  namedBy,
  textOf,
} from "./verb-call.ts";
import type { Scope, VerbCall, VerbPlan } from "./verb-call.ts";
import type { World } from "./world.ts";

/** What the functions of a rotation do. */
interface RotatePlan {
  readonly secret?: string;
  readonly stage?: "keeps" | "throws";
  readonly activate?: "works" | "throws";
}

/** `clients.rotateSecret`, by the gateway or with a secret of one's own. */
export const anyRotate: fc.Arbitrary<VerbPlan> = fc
  .record({
    // Without any of the three it is the gateway's own rotation.
    isPlain: maybe(fc.constant(true)),
    target: anyTarget,
    secret: maybe(fc.constantFrom("given-1", "given-2")),
    stage: maybe(fc.constantFrom("keeps" as const, "keeps" as const, "throws" as const)),
    activate: maybe(fc.constantFrom("works" as const, "throws" as const)),
  })
  .map(({ isPlain, target, ...full }) => {
    const plan: RotatePlan = isPlain === true ? {} : compact(full);
    return {
      text: textOf("clients.rotateSecret", target, plan),
      make: () => new Rotate(target, plan),
    };
  });

class Rotate implements VerbCall {
  readonly #target: ClientTarget;
  readonly #plan: RotatePlan;
  readonly #staged: string[] = [];

  constructor(target: ClientTarget, plan: RotatePlan) {
    this.#target = target;
    this.#plan = plan;
  }

  readonly run: VerbCall["run"] = (tyk) => {
    const { secret, stage, activate } = this.#plan;
    return tyk.clients.rotateSecret(this.#target, {
      secret,
      stage:
        stage &&
        ((staged) => {
          if (stage === "throws") throw new Error("the vault is shut");
          this.#staged.push(staged);
        }),
      activate:
        activate &&
        (() => {
          if (activate === "throws") throw new Error("the users did not take it");
        }),
    });
  };

  readonly knownSecrets = (): string[] => [this.#plan.secret ?? [], this.#staged].flat();

  readonly scope = (before: Truth): Scope => {
    const named = namedBy(this.#target, before);
    return {
      ...changesNothing,
      fields: (apiId, clientId) =>
        clientId === this.#target.clientId && named.includes(apiId) ? ["secret"] : [],
    };
  };

  readonly left = (before: Truth, now: Truth, result: unknown): string[] => {
    const secrets = this.#secretsNow(before, now);
    const wanted = this.#plan.secret ?? secretOf(result) ?? secrets[0]?.secret;
    return secrets
      .filter(({ secret }) => secret !== wanted)
      .map(({ apiId }) => `${this.#target.clientId} on ${apiId} has another secret`);
  };

  readonly excuses = (error: AnyTykError, before: Truth): boolean => {
    const { stage, activate } = this.#plan;
    if (isMissing(this.#target, before)) return error.code === "not-found";
    if (stage === "throws") return error.code === "config";
    if (activate !== "throws" || error.code !== "incomplete") return false;
    // Without a fault the old secret is put back on each.
    return (error.report as RotationReport).apis.every(({ secret }) => secret === "old");
  };

  /** With the old secret nothing is minted any more. */
  readonly attack = async (world: World, before: Truth): Promise<void> => {
    const { clientId } = this.#target;
    for (const apiId of namedBy(this.#target, before)) {
      const old = before.copy(apiId, clientId)?.secret;
      if (old === undefined || old === this.#plan.secret) continue;
      if ((await world.mint(apiId, clientId, old)) !== undefined)
        throw new Error(`[4] the old secret of ${clientId} still mints on ${apiId}`);
    }
  };

  #secretsNow(before: Truth, now: Truth): { apiId: string; secret: string | undefined }[] {
    const { clientId } = this.#target;
    return namedBy(this.#target, before).map((apiId) => ({
      apiId,
      secret: now.copy(apiId, clientId)?.secret,
    }));
  }
}

/** The secret that a rotation returned: of copies that of the first. */
function secretOf(result: unknown): string | undefined {
  if (result === undefined) return undefined;
  if (!Array.isArray(result)) return (result as { secret: string }).secret;
  return (result as { client: { secret: string } }[])[0]?.client.secret;
}
