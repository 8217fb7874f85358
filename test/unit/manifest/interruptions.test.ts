/**
 * Interrupts a plan at its requests: the request fails, takes effect and then fails, or the caller aborts. Afterwards the report must
 * be true, no generated secret may be lost, and the next plan must do the rest. `TYK_PROPERTY_RUNS` is the number of requests per
 * interruption, spread over the plan; 0 or less means all of them.
 */
import { expect, test } from "vitest";
import type { OAuthClient } from "../../../src/index.ts";
import { applyPlan, parseManifest, planManifest } from "../../../src/manifest/index.ts";
import type { ApplyReport, Manifest, Plan } from "../../../src/manifest/index.ts";
import { createFleetGateway, readFleet } from "../../support/manifest/gateway.ts";

const redirect_uri = "https://shop.example/cb";
const apis = ["orders", "billing"];
const runs = Number(process.env["TYK_PROPERTY_RUNS"] ?? 2);
const secrets = (): string => "wanted-secret";

const parsed: Promise<Manifest> = parseManifest(
  {
    version: 1,
    apis,
    clients: {
      created: { redirect_uri, policy_id: "gold", secret: { generate: true } },
      updated: { redirect_uri, policy_id: "silver", on_policy_change: "revoke", description: "x" },
      rotated: { redirect_uri, secret: { env: "ROTATED" } },
    },
    removed: ["gone"],
  },
  { secrets },
);

const interruptions = ["drop", "applied-then-drop", "abort"] as const;
const versions = ["5.14.0", "3.0.0"];
const cases = versions.flatMap((version) => interruptions.map((kind) => [kind, version] as const));

test.each(cases)("a plan that is interrupted by %s converges on %s", async (kind, version) => {
  const { gateway, tyk } = createFleetGateway({ version });
  const manifest = await parsed;

  /** Sets up the gateway as it is before the plan. */
  async function setUp(): Promise<Plan> {
    gateway.reset();
    const clients: [string, string, object][] = [
      ["updated", "orders", { policy_id: "gold", secret: "u" }],
      ["updated", "billing", { policy_id: "gold", secret: "u" }],
      ["rotated", "orders", { secret: "r" }],
      ["gone", "orders", { secret: "g" }],
      ["gone", "billing", { secret: "g" }],
      ["foreign", "vault", { secret: "f" }],
    ];
    for (const [client_id, api_id, more] of clients)
      await tyk.raw.createOAuthClient({ body: { client_id, api_id, redirect_uri, ...more } });
    return planManifest(tyk, manifest);
  }

  /** Applies the plan with an interruption at one of its requests. Returns whether the plan has that request. */
  async function runWithInterruption(at: number): Promise<boolean> {
    const plan = await setUp();
    const controller = new AbortController();
    const staged = new Set<string>();
    const stage = (secret: string): void => {
      staged.add(secret);
    };
    const from = gateway.requests.length;
    let wasReached = false;
    const isTheOne = (request: unknown): boolean => {
      const isIt = request === gateway.requests[from + at];
      wasReached ||= isIt;
      if (isIt && kind === "abort") controller.abort();
      return isIt && kind !== "abort";
    };
    const fault = gateway.fail(isTheOne, kind === "abort" ? "drop" : kind, Infinity);
    const { signal } = controller;
    const report = await applyPlan(tyk, plan, { concurrency: 1, signal, stage });
    fault.remove();
    const fleet = await readFleet(tyk);
    const where = `request ${at}: ${gateway.requests[from + at]?.operation ?? "none"}`;
    expectTrueReport(report, fleet, where);
    for (const apiId of apis) expectKnownSecret(fleet[apiId]?.["created"], staged, where);

    const rest = await planManifest(tyk, manifest);
    const second = await applyPlan(tyk, rest, { stage });
    expect(second, where).toMatchObject({ complete: true });
    const after = await readFleet(tyk);
    for (const apiId of apis) {
      expect(Object.keys(after[apiId] ?? {}), where).toEqual(["created", "rotated", "updated"]);
      expect(after[apiId]?.["rotated"]?.secret, where).toBe(secrets());
      expect(after[apiId]?.["updated"], where).toMatchObject({ policy_id: "silver", secret: "u" });
      expectKnownSecret(after[apiId]?.["created"], staged, where);
    }
    expect(after["orders"]?.["created"], where).toEqual(after["billing"]?.["created"]);
    expect(after["vault"]?.["foreign"], where).toMatchObject({ secret: "f" });
    const last = await planManifest(tyk, manifest);
    expect(last.summary, where).toEqual({
      create: 0,
      update: 0,
      delete: 0,
      inSync: 4,
      unmanaged: 0,
    });
    return wasReached;
  }

  const plan = await setUp();
  const from = gateway.requests.length;
  await applyPlan(tyk, plan, { concurrency: 1 });
  // The first run also fills the caches of the client. So a later run can have fewer requests.
  const total = gateway.requests.length - from;
  expect(total).toBeGreaterThan(40);
  const step = runs <= 0 ? 1 : Math.max(1, Math.floor(total / runs));
  // Each kind and version begins elsewhere, so that together they cover more requests.
  const first = cases.findIndex((one) => one[0] === kind && one[1] === version) % step;
  let reached = 0;
  for (let at = first; at < total; at += step) if (await runWithInterruption(at)) reached += 1;
  expect(reached * step).toBeGreaterThan(total / 2);
});

type Fleet = Awaited<ReturnType<typeof readFleet>>;

/** Expects that what the report says was done or not done agrees with the gateway. */
function expectTrueReport({ clients, complete }: ApplyReport, fleet: Fleet, where: string): void {
  expect(complete, where).toBe(clients.every(({ state }) => state === "done"));
  for (const { clientId, steps } of clients)
    for (const { apiId, action, state } of steps) {
      if (state === "unknown") continue;
      const client = fleet[apiId]?.[clientId];
      const isDone = {
        create: client !== undefined,
        update: client?.description === "x",
        "replace-secret": client?.secret === secrets(),
        delete: client === undefined,
      }[action];
      expect(isDone, `${where}: ${action} ${clientId} on ${apiId} is ${state}`).toBe(
        state === "done",
      );
    }
}

/** Expects that the secret of a created client was staged. */
function expectKnownSecret(
  client: OAuthClient | undefined,
  staged: ReadonlySet<string>,
  where: string,
): void {
  if (client !== undefined) expect([...staged], where).toContain(client.secret);
}
