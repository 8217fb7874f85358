import type { AnyTykError, CutOffArgs, CutOffResult } from "@tyk-oauth/sdk";
import fc from "fast-check";
import type { GatewayVariant } from "./gateway-variants.ts";
import type { StateSnapshot } from "./state-snapshot.ts";
import {
  anyClient,
  anyEnding,
  omitUndefined,
  sometimes,
  apisNamedBy,
  describeCall,
} from "./checked-call.ts";
import type { Scope, CheckedCall, CallPlan } from "./checked-call.ts";
import { TokenEndingCall } from "./token-ending-call.ts";

/** `clients.cutOff`. */
export const anyCutOff: fc.Arbitrary<CallPlan> = fc
  .record({
    clientId: anyClient,
    secret: sometimes(fc.constantFrom("given-1", "given-2")),
    stage: sometimes(fc.constantFrom("keeps" as const, "keeps" as const, "throws" as const)),
    ifUnproved: sometimes(fc.constantFrom("throw" as const, "report" as const)),
    ending: anyEnding,
  })
  .map(({ clientId, secret, stage, ifUnproved, ending }) => {
    const args: CutOffArgs = omitUndefined({ secret, ifUnproved, ...ending });
    return {
      text: describeCall("clients.cutOff", { clientId }, omitUndefined({ ...args, stage })),
      createCall: ({ variant }) => new CutOffCall(variant, clientId, args, stage),
    };
  });

class CutOffCall extends TokenEndingCall {
  readonly #args: CutOffArgs;
  readonly #stage: "keeps" | "throws" | undefined;
  readonly #staged: string[] = [];

  constructor(
    variant: GatewayVariant,
    clientId: string,
    args: CutOffArgs,
    stage: "keeps" | "throws" | undefined,
  ) {
    super(variant, { clientId, apis: "all" }, args);
    this.#args = args;
    this.#stage = stage;
  }

  readonly run: CheckedCall["run"] = (tyk) =>
    tyk.clients.cutOff(
      { clientId: this.target.clientId },
      {
        ...this.#args,
        stage:
          this.#stage &&
          ((secret) => {
            if (this.#stage === "throws") throw new Error("the secret store is unavailable");
            this.#staged.push(secret);
          }),
      },
    );

  override readonly knownSecrets = (): readonly string[] =>
    [this.#args.secret ?? [], this.#staged].flat();

  readonly scope = (before: StateSnapshot): Scope => ({
    ...this.scopeOf(before, this.namedApis(before)),
    fields: (_, clientId) => (clientId === this.target.clientId ? ["secret"] : []),
  });

  readonly findUnmet = (before: StateSnapshot, now: StateSnapshot, result: unknown): string[] => {
    const { clientId } = this.target;
    const unchangedApis = before.apisOf(clientId).filter((apiId) => {
      const old = before.copy(apiId, clientId)?.secret;
      return old !== this.#args.secret && now.copy(apiId, clientId)?.secret === old;
    });
    const { report } = (result as CutOffResult | undefined) ?? {};
    // With `ifUnproved: "report"`, the report itself says which secrets were not replaced.
    const isAsked = this.#args.ifUnproved === "report";
    const reportedSecrets =
      report?.secrets.filter(({ secret }) => isAsked && secret !== "replaced") ?? [];
    return [
      ...unchangedApis
        .filter((apiId) => !reportedSecrets.some((line) => line.apiId === apiId))
        .map((apiId) => `the leaked secret still works on ${apiId}`),
      ...this.findUnended(before, now, report),
    ];
  };

  readonly isExpectedFailure = ({ code }: AnyTykError, before: StateSnapshot): boolean => {
    if (apisNamedBy(this.target, before).length === 0) return code === "not-found";
    if (this.#stage === "throws") return code === "config";
    return code === "incomplete" && this.#args.ifUnproved !== "report" && !this.canProve(before);
  };
}
