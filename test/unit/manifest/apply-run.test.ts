import { describe, expect, test, vi } from "vitest";
import { applyPlan } from "../../../src/manifest/index.ts";
import { systemRuntime } from "../../../src/util/runtime.ts";
import { createFleetGateway, readFleet } from "../../support/manifest/gateway.ts";
import { apis, many, planOf, redirect_uri, statesOf } from "../../support/manifest/plans.ts";

describe("the run of a plan", () => {
  test("goes on after a failure, and stops if the gateway refuses its secret", async () => {
    const { gateway, tyk } = createFleetGateway();
    const isFirst = ({ body }: { readonly body: string }): boolean => body.includes('"c0"');
    const fault = gateway.fail(isFirst, { status: 500, body: "" }, Infinity);
    const report = await applyPlan(tyk, await planOf(tyk, many(5)), { concurrency: 1 });
    expect(statesOf(report)).toEqual({
      c0: "unknown",
      c1: "done",
      c2: "done",
      c3: "done",
      c4: "done",
    });
    fault.remove();
    const plan = await planOf(tyk, many(9));
    const message = "Attempted administrative access with invalid or missing key!";
    gateway.fail(
      { operation: "getOAuthClient" },
      { status: 403, body: { status: "error", message } },
    );
    const refused = await applyPlan(tyk, plan, { concurrency: 1 });
    expect(refused).toMatchObject({ complete: false, stopped: { reason: "authentication" } });
    expect(refused.summary).toMatchObject({ "not-done": 5, done: 0 });
  });

  test("stops after many failures in a row", async () => {
    const { gateway, tyk } = createFleetGateway();
    const plan = await planOf(tyk, many(40));
    gateway.fail({}, "drop", Infinity);
    const report = await applyPlan(tyk, plan, { concurrency: 2 });
    expect(report).toMatchObject({ stopped: { reason: "too-many-failures" } });
    expect(report.summary["not-done"]).toBe(40);
  });

  test("writes nothing with readOnly and with dryRun, and says so", async () => {
    const { gateway, tyk } = createFleetGateway();
    await tyk.clients.create({ client_id: "b", redirect_uri }, { apis });
    const plan = await planOf(tyk, { a: { redirect_uri }, b: { redirect_uri, description: "x" } });
    const before = await readFleet(tyk);
    const readOnly = await applyPlan(gateway.client({ readOnly: true }), plan, { concurrency: 1 });
    expect(readOnly).toMatchObject({ complete: false, stopped: { reason: "config" } });
    const dryRun = await applyPlan(gateway.client({ dryRun: true }), plan);
    expect(statesOf(dryRun)).toEqual({ a: "not-done", b: "not-done" });
    expect(await readFleet(tyk)).toEqual(before);
  });

  test("ends at an abort with the report, and the next plan does the rest", async () => {
    const { tyk } = createFleetGateway();
    const controller = new AbortController();
    const report = await applyPlan(tyk, await planOf(tyk, many(6)), {
      concurrency: 1,
      signal: controller.signal,
      onProgress: ({ done }) => {
        if (done === 2) controller.abort();
      },
    });
    expect(report).toMatchObject({ complete: false, stopped: { reason: "aborted" } });
    expect(report.summary).toMatchObject({ done: 2, "not-done": 4 });
    // With 9, no client is left to be started when the signal aborts.
    for (const concurrency of [1, 9]) {
      const hanging = new AbortController();
      const stage = (): Promise<void> => {
        hanging.abort();
        return new Promise(() => undefined);
      };
      const options = { concurrency, signal: hanging.signal, stage };
      const hung = await applyPlan(tyk, await planOf(tyk, many(6)), options);
      expect(hung.summary).toMatchObject({ done: 0, "not-done": 4 });
      expect(hung).toMatchObject({ complete: false, stopped: { reason: "aborted" } });
    }
    const before = await applyPlan(tyk, await planOf(tyk, many(6)), {
      signal: AbortSignal.abort(),
    });
    expect(before.summary).toMatchObject({ done: 0, "not-done": 4 });
    expect(await applyPlan(tyk, await planOf(tyk, many(6)))).toMatchObject({
      complete: true,
      summary: { done: 4 },
    });
  });

  test("changes no more clients at once than concurrency, and starts them at the rate", async () => {
    const { tyk } = createFleetGateway();
    let inFlight = 0;
    let most = 0;
    const stage = async (): Promise<void> => {
      inFlight += 1;
      most = Math.max(most, inFlight);
      await new Promise((resolve) => setImmediate(resolve));
      inFlight -= 1;
    };
    await applyPlan(tyk, await planOf(tyk, many(9)), { stage, concurrency: 3 });
    expect(most).toBe(3);
    const waitsMs: number[] = [];
    vi.spyOn(systemRuntime, "sleep").mockImplementation((ms) => {
      waitsMs.push(ms);
      return Promise.resolve();
    });
    try {
      await applyPlan(tyk, await planOf(tyk, many(13)), { maxClientsPerSecond: 0.001 });
    } finally {
      vi.restoreAllMocks();
    }
    // One start each 1000 s: the time that the test itself takes does not matter.
    expect(waitsMs.map((ms) => Math.ceil(ms / 1_000_000))).toEqual([1, 2, 3]);
  });
});
