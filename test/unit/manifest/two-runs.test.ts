/** Two runs of a manifest at the same time, as of two CI jobs without a lock, and a gateway that restarts between plan and apply. */
import fc from "fast-check";
import { expect, test } from "vitest";
import type { TykOAuth } from "../../../src/index.ts";
import { applyPlan, parseManifest, planManifest } from "../../../src/manifest/index.ts";
import type { ApplyReport, Manifest, Plan } from "../../../src/manifest/index.ts";
import { createFleetGateway, readFleet } from "../../support/manifest/gateway.ts";
import { apis, redirect_uri, saved, statesOf } from "../../support/manifest/plans.ts";
import { turns } from "../../support/util/turns.ts";

const parsed: Promise<Manifest> = parseManifest(
  {
    version: 1,
    apis,
    clients: {
      created: { redirect_uri, policy_id: "gold", secret: { env: "CREATED" } },
      generated: { redirect_uri, policy_id: "gold", secret: { generate: true } },
      rotated: { redirect_uri, secret: { env: "ROTATED" } },
      updated: { redirect_uri, policy_id: "gold", description: "new" },
    },
    removed: ["gone"],
  },
  { secrets: (reference) => ("env" in reference ? `secret-of-${reference.env}` : "") },
);

async function addClients({ raw }: TykOAuth): Promise<void> {
  const clients: [string, string, object][] = [
    ["updated", "orders", { policy_id: "gold", secret: "u" }],
    ["updated", "billing", { policy_id: "gold", secret: "u" }],
    ["rotated", "orders", { secret: "r" }],
    ["gone", "orders", { secret: "g" }],
    ["foreign", "vault", { secret: "f" }],
  ];
  for (const [client_id, api_id, more] of clients)
    await raw.createOAuthClient({ body: { client_id, api_id, redirect_uri, ...more } });
}

const versions = ["5.14.0", "3.0.0"];

test.each(versions)("two runs at the same time converge on %s", async (version) => {
  const { gateway, tyk } = createFleetGateway({ version });
  const manifest = await parsed;
  const seenStates = new Set<string>();
  const delayLists = fc.array(fc.nat({ max: 3 }), { minLength: 40, maxLength: 40 });
  await fc.assert(
    fc.asyncProperty(delayLists, async (delays) => {
      gateway.reset();
      await addClients(tyk);
      const staged = new Set<string>();
      const stage = (secret: string): void => void staged.add(secret);
      let request = 0;
      const slow = gateway.client({
        maxRetries: 0,
        fetch: async (...args) => {
          request += 1;
          await turns(delays[request % delays.length] ?? 0);
          return gateway.fetch(...args);
        },
      });
      const run = async (): Promise<ApplyReport> =>
        applyPlan(slow, await planManifest(slow, manifest), { stage });
      for (const report of await Promise.all([run(), run()]))
        for (const { state } of report.clients) seenStates.add(state);

      const rest = await applyPlan(tyk, await planManifest(tyk, manifest), { stage });
      expect(rest.complete).toBe(true);
      const { orders = {}, billing = {}, vault } = await readFleet(tyk);
      expect(vault?.["foreign"]?.secret).toBe("f");
      for (const copies of [orders, billing]) {
        expect(Object.keys(copies)).toEqual(["created", "generated", "rotated", "updated"]);
        expect(copies["created"]?.secret).toBe("secret-of-CREATED");
        expect(copies["rotated"]?.secret).toBe("secret-of-ROTATED");
        expect(copies["updated"]).toMatchObject({ description: "new", secret: "u" });
        expect([...staged]).toContain(copies["generated"]?.secret);
      }
      const last = await planManifest(tyk, manifest);
      expect(last.summary).toMatchObject({ create: 0, update: 0, delete: 0 });
      // Each run generated a secret. If each created a copy, no later plan can tell which one is right.
      const isSame = orders["generated"]?.secret === billing["generated"]?.secret;
      expect(driftOf(last, "generated")).toEqual(isSame ? [] : ["secret"]);
    }),
    { numRuns: 8 },
  );
  expect([...seenStates]).toEqual(expect.arrayContaining(["done", "changed"]));
});

test.each(versions)("a plan is applied after the gateway has restarted, on %s", async (version) => {
  const before = createFleetGateway({ version });
  await addClients(before.tyk);
  const plan = saved(await planManifest(before.tyk, await parsed));
  // After its start a gateway is cold: it drops the connection of some requests until an API was read (trap 32).
  const after = createFleetGateway({ version, warm: false });
  await addClients(after.tyk);
  const secrets = ({ env }: { readonly env: string }): string => `secret-of-${env}`;
  const report = await applyPlan(after.tyk, plan, {
    secrets: (reference) => ("env" in reference ? secrets(reference) : ""),
  });
  expect(statesOf(report)).toEqual({
    created: "done",
    generated: "done",
    gone: "done",
    rotated: "done",
    updated: "done",
  });
  const { summary } = await planManifest(after.tyk, await parsed);
  expect(summary).toMatchObject({ create: 0, update: 0, delete: 0 });
});

function driftOf({ clients }: Plan, id: string): readonly string[] | undefined {
  return clients.find(({ clientId }) => clientId === id)?.drift;
}
