/**
 * Random gateways and manifests. After a plan was applied: the next plan is empty, nothing outside the scope has changed, no
 * protected client was deleted, unmanaged clients are there unless pruned, and no secret is in a plan, a report or an error.
 * `TYK_PROPERTY_RUNS` is the number of fleets per version.
 */
import { inspect } from "node:util";
import fc from "fast-check";
import { expect, test } from "vitest";
import {
  applyPlan,
  exportManifest,
  parseManifest,
  planManifest,
  TykManifestError,
} from "../../../src/manifest/index.ts";
import type { Plan } from "../../../src/manifest/index.ts";
import { anyFleet } from "../../support/manifest/fleet.ts";
import type { Fleet } from "../../support/manifest/fleet.ts";
import { createFleetGateway, gatewaySecret, readFleet } from "../../support/manifest/gateway.ts";

const runs = Number(process.env["TYK_PROPERTY_RUNS"] ?? 8);
const seed = Number(process.env["TYK_PROPERTY_SEED"] ?? 20251130);

test.each(["5.14.0", "3.0.0"])("random fleets on %s", async (version) => {
  const { gateway, tyk } = createFleetGateway({ version });

  async function check(fleet: Fleet): Promise<void> {
    gateway.reset();
    for (const body of fleet.stored) await tyk.raw.createOAuthClient({ body });
    const before = await readFleet(tyk);
    const resolver = {
      secrets: (reference: object) =>
        "env" in reference ? (fleet.secrets[String(reference.env)] ?? "") : "",
    };
    const manifest = await parseManifest(fleet.manifest, resolver);
    const { prune } = fleet;
    let plan: Plan;
    try {
      plan = await planManifest(tyk, manifest, { prune });
    } catch (error) {
      // A new copy cannot share a secret if the copies have different ones.
      expect(error).toBeInstanceOf(TykManifestError);
      expect(shown(error)).toContain("have different secrets");
      expectNoSecret(error);
      expect(await readFleet(tyk)).toEqual(before);
      return;
    }
    const saved = JSON.parse(JSON.stringify(plan)) as Plan;
    expect(saved).toEqual(plan);
    const report = await applyPlan(tyk, saved, { ...resolver, maxDeletes: Infinity });
    expect(report.clients.filter(({ state }) => state !== "done")).toEqual([]);
    for (const value of [plan, report, manifest]) expectNoSecret(value);

    const after = await readFleet(tyk);
    for (const [apiId, clients] of Object.entries(before)) {
      if (!fleet.scope.includes(apiId)) expect(after[apiId]).toEqual(clients);
      for (const id of Object.keys(clients)) {
        const isKept = manifest.clients[id]?.protected === true || !prune;
        if (isKept && !manifest.removed.includes(id)) expect(after[apiId]).toHaveProperty(id);
      }
    }
    const next = await planManifest(tyk, manifest, { prune });
    expect(next.summary).toMatchObject({ create: 0, update: 0, delete: 0 });
    const noChange = await applyPlan(tyk, next);
    expect(noChange).toMatchObject({ complete: true, clients: [] });

    const exported = await exportManifest(tyk, { apis: fleet.scope, onWarning: () => undefined });
    expectNoSecret(exported);
    expect(await parseManifest(JSON.parse(JSON.stringify(exported)))).toEqual(exported);
  }

  await fc.assert(fc.asyncProperty(anyFleet, check), { seed, numRuns: runs });
});

function shown(value: unknown): string {
  return `${JSON.stringify(value)} ${inspect(value, { depth: 20, showHidden: true })}`;
}

function expectNoSecret(value: unknown): void {
  expect(shown(value)).not.toMatch(/canary|[\da-f]{64}/);
  expect(shown(value)).not.toContain(gatewaySecret);
}
