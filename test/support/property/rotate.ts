import type { AnyTykError, ClientTarget, RotationReport } from "@tyk-oauth/sdk";
import fc from "fast-check";
import type { StateSnapshot } from "./state-snapshot.ts";
import {
  anyTarget,
  changesNothing,
  omitUndefined,
  isCopyMissing,
  sometimes,
  apisNamedBy,
  describeCall,
} from "./checked-call.ts";
import type { Scope, CheckedCall, CallPlan } from "./checked-call.ts";
import type { Simulation } from "./simulation.ts";

/** The passed secret, and how the passed functions behave. */
interface RotateArgs {
  readonly secret?: string;
  readonly stage?: "keeps" | "throws";
  readonly activate?: "works" | "throws";
}

/** `clients.rotateSecret`, by the gateway or with a new secret from the caller or the SDK. */
export const anyRotate: fc.Arbitrary<CallPlan> = fc
  .record({
    // Without these three arguments, the gateway generates the secret.
    isPlain: sometimes(fc.constant(true)),
    target: anyTarget,
    secret: sometimes(fc.constantFrom("given-1", "given-2")),
    stage: sometimes(fc.constantFrom("keeps" as const, "keeps" as const, "throws" as const)),
    activate: sometimes(fc.constantFrom("works" as const, "throws" as const)),
  })
  .map(({ isPlain, target, ...full }) => {
    const plan: RotateArgs = isPlain === true ? {} : omitUndefined(full);
    return {
      text: describeCall("clients.rotateSecret", target, plan),
      createCall: () => new RotateCall(target, plan),
    };
  });

class RotateCall implements CheckedCall {
  readonly #target: ClientTarget;
  readonly #plan: RotateArgs;
  readonly #staged: string[] = [];

  constructor(target: ClientTarget, plan: RotateArgs) {
    this.#target = target;
    this.#plan = plan;
  }

  readonly run: CheckedCall["run"] = (tyk) => {
    const { secret, stage, activate } = this.#plan;
    return tyk.clients.rotateSecret(this.#target, {
      secret,
      stage:
        stage &&
        ((staged) => {
          if (stage === "throws") throw new Error("the secret store is unavailable");
          this.#staged.push(staged);
        }),
      activate:
        activate &&
        (() => {
          if (activate === "throws") throw new Error("the application refused the secret");
        }),
    });
  };

  readonly knownSecrets = (): string[] => [this.#plan.secret ?? [], this.#staged].flat();

  readonly scope = (before: StateSnapshot): Scope => {
    const named = apisNamedBy(this.#target, before);
    return {
      ...changesNothing,
      fields: (apiId, clientId) =>
        clientId === this.#target.clientId && named.includes(apiId) ? ["secret"] : [],
    };
  };

  readonly findUnmet = (before: StateSnapshot, now: StateSnapshot, result: unknown): string[] => {
    const secrets = this.#secretsNow(before, now);
    const wanted = this.#plan.secret ?? secretOf(result) ?? secrets[0]?.secret;
    return secrets
      .filter(({ secret }) => secret !== wanted)
      .map(({ apiId }) => `${this.#target.clientId} on ${apiId} has another secret`);
  };

  readonly isExpectedFailure = (error: AnyTykError, before: StateSnapshot): boolean => {
    const { stage, activate } = this.#plan;
    if (isCopyMissing(this.#target, before)) return error.code === "not-found";
    if (stage === "throws") return error.code === "config";
    if (activate !== "throws" || error.code !== "incomplete") return false;
    // Without a disruption, the method restores the old secret on each copy.
    return (error.report as RotationReport).apis.every(({ secret }) => secret === "old");
  };

  /** The gateway must issue no token for the old secret. */
  readonly attack = async (simulation: Simulation, before: StateSnapshot): Promise<void> => {
    const { clientId } = this.#target;
    for (const apiId of apisNamedBy(this.#target, before)) {
      const old = before.copy(apiId, clientId)?.secret;
      if (old === undefined || old === this.#plan.secret) continue;
      if ((await simulation.issueToken(apiId, clientId, old)) !== undefined)
        throw new Error(`[4] the old secret of ${clientId} still gets a token on ${apiId}`);
    }
  };

  #secretsNow(
    before: StateSnapshot,
    now: StateSnapshot,
  ): { apiId: string; secret: string | undefined }[] {
    const { clientId } = this.#target;
    return apisNamedBy(this.#target, before).map((apiId) => ({
      apiId,
      secret: now.copy(apiId, clientId)?.secret,
    }));
  }
}

/** Returns the secret from a rotation's result. For several copies: that of the first. */
function secretOf(result: unknown): string | undefined {
  if (result === undefined) return undefined;
  if (!Array.isArray(result)) return (result as { secret: string }).secret;
  return (result as { client: { secret: string } }[])[0]?.client.secret;
}
