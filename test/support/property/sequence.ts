import { inspect } from "node:util";
import fc from "fast-check";
import { anyReplace, anyUpdate } from "./change.ts";
import { anyCreate } from "./create.ts";
import { anyCutOff } from "./cut-off.ts";
import { anyDelete } from "./delete.ts";
import { anyRevokeAll } from "./revoke-all.ts";
import { anyRevokeByUser } from "./revoke-by-user.ts";
import { anyRevoke, anyTokenInspect } from "./one-token.ts";
import { anyAuthorize, anyRead, anyRepair } from "./other-methods.ts";
import type { Step, MethodStep } from "./play-sequence.ts";
import { anyRawStep } from "./raw-steps.ts";
import { anyRotate } from "./rotate.ts";
import { anyDisruption } from "./disruption.ts";
import { sometimes } from "./checked-call.ts";
import type { CallPlan } from "./checked-call.ts";

/** Steps that print as source code, one per line. */
export class Sequence {
  readonly steps: readonly Step[];

  constructor(steps: readonly Step[]) {
    this.steps = steps;
  }

  toString(): string {
    return `\n${this.steps.map((step) => `  ${describeStep(step)}\n`).join("")}`;
  }
}

function describeStep(step: Step): string {
  if (!("plan" in step)) return step.text;
  const { plan, disruption } = step;
  if (disruption === undefined) return plan.text;
  return `${plan.text} with ${inspect(disruption, { breakLength: Infinity })}`;
}

const anyMethod: fc.Arbitrary<CallPlan> = fc.oneof(
  { weight: 4, arbitrary: anyCreate },
  { weight: 4, arbitrary: anyUpdate },
  { weight: 2, arbitrary: anyReplace },
  { weight: 4, arbitrary: anyRotate },
  { weight: 5, arbitrary: anyDelete },
  { weight: 4, arbitrary: anyCutOff },
  { weight: 6, arbitrary: anyRevokeAll },
  { weight: 4, arbitrary: anyRevokeByUser },
  { weight: 4, arbitrary: anyRevoke },
  { weight: 2, arbitrary: anyRepair },
  { weight: 2, arbitrary: anyAuthorize },
  { weight: 1, arbitrary: anyTokenInspect },
  { weight: 1, arbitrary: anyRead },
);

const anyMethodStep: fc.Arbitrary<MethodStep> = fc.record({
  plan: anyMethod,
  disruption: sometimes(anyDisruption),
});

/** Methods and raw steps in any order. */
const anySteps: fc.Arbitrary<Step[]> = fc.array(
  fc.oneof<[fc.WeightedArbitrary<Step>, fc.WeightedArbitrary<Step>]>(
    { weight: 2, arbitrary: anyMethodStep },
    { weight: 3, arbitrary: anyRawStep },
  ),
  { maxLength: 12, size: "max" },
);

const anyTokenEndingMethod: fc.Arbitrary<CallPlan> = fc.oneof(
  anyRevokeAll,
  anyRevokeByUser,
  anyCutOff,
  anyDelete,
);

/** A few raw steps, then a disrupted method that ends tokens. Most safeguards of the package exist for this case. */
const disruptedTokenEnding: fc.Arbitrary<Step[]> = fc
  .tuple(
    fc.array(anyRawStep, { maxLength: 4 }),
    fc.record({ plan: anyTokenEndingMethod, disruption: anyDisruption }),
  )
  .map(([steps, method]) => [...steps, method]);

/** Any sequence. */
export const anySequence: fc.Arbitrary<Sequence> = fc
  .oneof({ weight: 2, arbitrary: anySteps }, { weight: 1, arbitrary: disruptedTokenEnding })
  .map((steps) => new Sequence(steps));
