import type { TykOAuth } from "../client.ts";
import { inputFailure } from "../util/fail.ts";
import type { ApplyPlanOptions, ApplyReport } from "./apply-types.ts";
import { ApplyRun } from "./apply-run.ts";
import { checkPlan, planError } from "./check-plan.ts";
import { requireClient } from "./check-tyk.ts";
import { companionsOf } from "./companions.ts";
import { checkOptions } from "./options.ts";
import { PlanKey } from "./plan-key.ts";
import type { Plan, PlannedClient } from "./plan-types.ts";
import { resolveSecrets } from "./resolve-secrets.ts";

const operation = "applyPlan";

const optionNames = [
  "concurrency",
  "ifUnproved",
  "maxClientsPerSecond",
  "maxDeletes",
  "onProgress",
  "secrets",
  "signal",
  "stage",
  "sweep",
  "wait",
] as const;

/**
 * Executes a plan of {@link planManifest}, and nothing else. Each client is read again first. A client that has changed since the
 * plan was made is left alone.
 *
 * A failure of one client does not stop the others; only a refused gateway secret, an abort, and many failures in a row do. So this
 * function returns a report, and throws only before the first write. Plan and apply again to do the rest.
 *
 * A policy that changes and a deletion end tokens as `clients.update` and `clients.delete` do, which takes 11 seconds for each client
 * with a valid token.
 *
 * @returns The report. `complete` is `true` if every change is done and proved.
 * @throws {@link TykManifestError} if the plan is not a plan, was edited, was made with another gateway secret, or has a reference
 * that does not resolve.
 * @throws {@link TykInputError} if the plan deletes more than `maxDeletes` clients, or an option is wrong.
 *
 * @example
 * ```ts
 * import { applyPlan, parseManifest, planManifest } from "@tyk-oauth/sdk/manifest";
 *
 * const manifest = await parseManifest({ version: 1, apis: ["orders"], removed: ["old-app"] });
 * const plan = await planManifest(tyk, manifest);
 * const { complete, clients } = await applyPlan(tyk, plan, { maxDeletes: 1 });
 * if (!complete) for (const { clientId, state } of clients) console.error(clientId, state);
 * ```
 */
export async function applyPlan(
  tyk: TykOAuth,
  plan: Plan,
  options?: ApplyPlanOptions,
): Promise<ApplyReport> {
  requireClient(tyk, operation);
  const checkedOptions = checkOptions(operation, options, optionNames);
  const { maxDeletes = 10, secrets = companionsOf(plan).secrets } = checkedOptions;
  const checked = checkPlan(operation, plan);
  const key = await PlanKey.derive(tyk, undefined, checked.salt);
  if (key.sign(checked) !== checked.signature) {
    const message =
      "does not match: the plan was edited, or made with another secret of the gateway. Plan again";
    throw planError(operation, [{ path: "/signature", message }]);
  }
  const deletions = checked.clients.filter(deletesCopies).length;
  if (deletions > maxDeletes)
    inputFailure(operation)(
      "maxDeletes",
      "is too small",
      `the plan deletes ${deletions === 1 ? "one client, or copies of it" : `${deletions} clients, or copies of them`}, and maxDeletes is ${maxDeletes}: nothing was changed. Review the plan, and raise maxDeletes`,
    );
  const { secretOf, problems } = await resolveSecrets(checked.clients.filter(isChange), secrets);
  if (problems.length > 0) throw planError(operation, problems);
  const context = { tyk, key, apis: checked.apis, options: checkedOptions, secretOf };
  return new ApplyRun(context).run(checked.clients.filter(isChange));
}

function deletesCopies({ copies }: PlannedClient): boolean {
  return copies.some(({ action }) => action === "delete");
}

function isChange({ action }: PlannedClient): boolean {
  return action === "create" || action === "update" || action === "delete";
}
