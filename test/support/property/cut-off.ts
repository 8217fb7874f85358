import type { AnyTykError, CutOffArgs, CutOffResult } from "@tyk-oauth/sdk";
import fc from "fast-check";
import type { Kind } from "./setup.ts";
import type { Truth } from "./truth.ts";
import { anyClient, anyEnding, compact, maybe, namedBy, textOf } from "./verb-call.ts";
import type { Scope, VerbCall, VerbPlan } from "./verb-call.ts";
import { Ending } from "./ending.ts";

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
