import type { TykOAuth } from "../client.ts";
import { TykManifestError } from "../errors/manifest.ts";
import type { ManifestProblem } from "../errors/manifest.ts";
import { forEachConcurrent } from "../verbs/for-each-concurrent.ts";
import { findPolicyProblems } from "./check-policies.ts";
import { requireClient } from "./check-tyk.ts";
import { companionsOf, setCompanions } from "./companions.ts";
import { checkOptions } from "./options.ts";
import { parseManifest } from "./parse-manifest.ts";
import { planClient } from "./plan-client.ts";
import { PlanKey } from "./plan-key.ts";
import type { Plan, PlannedClient, PlanSummary } from "./plan-types.ts";
import { pointer } from "./pointer.ts";
import { readScope } from "./read-scope.ts";
import type { Scope } from "./read-scope.ts";
import { resolveSecrets } from "./resolve-secrets.ts";
import type { Manifest, SecretResolver } from "./types.ts";

/** Options of {@link planManifest}. */
export interface PlanManifestOptions {
  /**
   * Deletes the clients and copies of the scope that the manifest does not name. Copies of protected clients stay.
   * @defaultValue false: the plan shows them as unmanaged
   */
  readonly prune?: boolean | undefined;
  /**
   * Resolves references to secrets, to compare them with those of the gateway.
   * @defaultValue the `secrets` that the manifest was parsed with
   */
  readonly secrets?: SecretResolver | undefined;
  /** Aborts the reads at once. */
  readonly signal?: AbortSignal | undefined;
}

const operation = "planManifest";

/**
 * Compares a manifest with the gateway, and returns what {@link applyPlan} would do. It only reads: each API of the scope, the
 * list of its clients, and the policies.
 *
 * The plan is plain JSON without a secret. It can be saved, reviewed and applied later, on the same gateway.
 *
 * @throws {@link TykManifestError} with all problems at once: unknown APIs and policies, policies that do not grant an API,
 * references that do not resolve, and a policy that changes without `on_policy_change`.
 * @throws {@link TykInputError} if an option is wrong.
 * @throws {@link TykIncompleteError} if the clients of an API cannot be listed (trap 10).
 * @throws {@link TykRequestError} if a request fails.
 *
 * @example
 * ```ts
 * import { parseManifest, planManifest } from "@tyk-oauth/sdk/manifest";
 *
 * const manifest = await parseManifest({ version: 1, apis: ["orders"] });
 * const plan = await planManifest(tyk, manifest);
 * for (const { clientId, action } of plan.clients) console.log(clientId, action);
 * ```
 */
export async function planManifest(
  tyk: TykOAuth,
  manifest: Manifest,
  options?: PlanManifestOptions,
): Promise<Plan> {
  requireClient(tyk, operation);
  const checked = checkOptions(operation, options, ["prune", "secrets", "signal"]);
  const companions = companionsOf(manifest);
  const { prune = false, secrets = companions.secrets, signal } = checked;
  const { redirectUriSeparator } = companions;
  // It may come from a file, or may have been changed since it was parsed.
  const parsed = await parseManifest(manifest, { redirectUriSeparator });
  const references = Object.entries(parsed.clients).map(([clientId, client]) => ({
    clientId,
    ...client,
  }));
  const { secretOf, problems: secretProblems } = await resolveSecrets(references, secrets);
  const scope = await readScope(tyk, parsed.apis, signal);
  const { states, problems: clientProblems } = planClients(parsed, scope, secretOf, prune);
  const problems = [
    ...scope.problems,
    ...findPolicyProblems(parsed, scope),
    ...secretProblems,
    ...clientProblems,
  ].map((problem) => ({ ...problem, ...companions.originOf?.(problem.path) }));
  if (problems.length > 0)
    throw new TykManifestError("the manifest does not fit the gateway", { operation, problems });
  const key = await PlanKey.derive(tyk, signal);
  const clients = await addFingerprints(states, scope, key);
  const unsigned: Omit<Plan, "signature"> = {
    version: 1,
    generatedAt: new Date().toISOString(),
    apis: parsed.apis,
    prune,
    summary: summarize(clients),
    clients,
    salt: key.salt,
  };
  const plan: Plan = { ...unsigned, signature: await key.sign(unsigned) };
  setCompanions(plan, { secrets });
  return plan;
}

function planClients(
  manifest: Manifest,
  { clients: stored }: Scope,
  secretOf: (clientId: string) => string | undefined,
  prune: boolean,
): { readonly states: readonly PlannedClient[]; readonly problems: readonly ManifestProblem[] } {
  const wanted = new Map(Object.entries(manifest.clients));
  const removed = new Set(manifest.removed);
  const states: PlannedClient[] = [];
  const problems: ManifestProblem[] = [];
  for (const clientId of [...new Set([...wanted.keys(), ...removed, ...stored.keys()])].sort()) {
    const state = {
      clientId,
      wanted: wanted.get(clientId),
      isRemoved: removed.has(clientId),
      stored: stored.get(clientId) ?? new Map<string, never>(),
      secret: secretOf(clientId),
    };
    const { planned, problems: found } = planClient(state, prune);
    states.push(planned);
    for (const { field, message } of found)
      problems.push({ path: pointer("/clients", clientId, field), message });
  }
  return { states, problems };
}

/** Fingerprints the clients that the plan changes. */
async function addFingerprints(
  planned: readonly PlannedClient[],
  { clients: stored }: Scope,
  key: PlanKey,
): Promise<PlannedClient[]> {
  const fingerprints = new Map<string, string>();
  await forEachConcurrent(planned, async ({ clientId, action }) => {
    const copies = stored.get(clientId);
    if ((action === "update" || action === "delete") && copies !== undefined)
      fingerprints.set(clientId, await key.fingerprint(clientId, copies));
  });
  return planned.map((client) => {
    const fingerprint = fingerprints.get(client.clientId);
    return fingerprint === undefined ? client : { ...client, fingerprint };
  });
}

function summarize(clients: readonly PlannedClient[]): PlanSummary {
  const count = (wanted: PlannedClient["action"]): number =>
    clients.filter(({ action }) => action === wanted).length;
  return {
    create: count("create"),
    update: count("update"),
    delete: count("delete"),
    inSync: count("in-sync"),
    unmanaged: count("unmanaged"),
  };
}
