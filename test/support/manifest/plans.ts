import type { TykOAuth } from "../../../src/index.ts";
import { parseManifest, planManifest } from "../../../src/manifest/index.ts";
import type { ApplyReport, Plan, PlanManifestOptions } from "../../../src/manifest/index.ts";

export const redirect_uri = "https://shop.example/cb";
/** The APIs of each plan. */
export const apis: readonly string[] = ["orders", "billing"];

/** Plans a manifest of the two APIs. */
export async function planOf(
  tyk: TykOAuth,
  clients: object,
  more: object = {},
  options?: PlanManifestOptions,
): Promise<Plan> {
  return planManifest(tyk, await parseManifest({ version: 1, apis, clients, ...more }), options);
}

/** Copies a plan as a file would. */
export function saved(plan: Plan): Plan {
  return JSON.parse(JSON.stringify(plan)) as Plan;
}

/** Returns the state of each client of a report. */
export function statesOf({ clients }: ApplyReport): Record<string, string> {
  return Object.fromEntries(clients.map(({ clientId, state }) => [clientId, state]));
}

/** Returns the clients of a manifest with many equal ones. */
export function many(count: number): object {
  const ids = Array.from({ length: count }, (_, at) => `c${at}`);
  return Object.fromEntries(ids.map((id) => [id, { redirect_uri }]));
}
