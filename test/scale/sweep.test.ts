import { describe, expect, test } from "vitest";
import { TykOAuth } from "@tyk-oauth/sdk";
import type { TykFetch, TykProgress } from "@tyk-oauth/sdk";
import { createNodeFetch } from "@tyk-oauth/sdk/node";
import { failure } from "../support/util/failure.ts";
import { heldMiB } from "./memory.ts";
import { countRequests, startLargeGateway } from "./start-large-gateway.ts";

const million = 1_000_000;
const secret = "lab-admin-secret";
const ref = { apiId: "api-0", clientId: "app" };
const args = { wait: false, ifUnproved: "report" } as const;

/** Prints a measurement. The figures of a shared machine vary, so only the memory and the counts are asserted. */
function print(text: string): void {
  process.stdout.write(`${text}\n`);
}

/** Returns how many bare requests per second a transport reaches with this many in flight. */
async function bareRate(
  fetch: TykFetch,
  baseUrl: string,
  count: number,
  inFlight: number,
): Promise<number> {
  let left = count;
  const headers = { "x-tyk-authorization": secret };
  const startedAt = performance.now();
  const work = async (): Promise<void> => {
    while (left > 0) {
      left -= 1;
      const url = `${baseUrl}/tyk/keys/0f1e2d3c4b5a6978?hashed=true`;
      const response = await fetch(url, { headers });
      JSON.parse(await response.text());
    }
  };
  await Promise.all(Array.from({ length: inFlight }, work));
  return (count / (performance.now() - startedAt)) * 1_000;
}

describe("a sweep of a million keys", () => {
  test("completes, and holds at most 128 MiB more", async () => {
    const baseUrl = await startLargeGateway(million);
    const fetch = createNodeFetch();
    const tyk = new TykOAuth({ baseUrl, secret, fetch, timeoutMs: 60_000 });
    const before = heldMiB();
    let peak = before;
    let last: TykProgress | undefined;
    const startedAt = performance.now();
    const { apis } = await tyk.tokens.revokeAll(ref, args, {
      concurrency: 16,
      onProgress: (progress) => {
        if (progress.phase !== "sweep") return;
        last = progress;
        if (progress.done % 100_000 === 1) peak = Math.max(peak, heldMiB());
      },
    });
    const seconds = (performance.now() - startedAt) / 1_000;
    print(`swept in ${seconds.toFixed(0)} s, held at most ${(peak - before).toFixed(0)} MiB more`);
    expect(apis).toMatchObject([{ apiId: "api-0", state: "gone-from-storage" }]);
    expect(last).toMatchObject({ phase: "sweep", done: million, total: million });
    expect(peak - before).toBeLessThan(128);
    // Each key once, and a few control keys in the second round.
    expect(await countRequests(baseUrl)).toBeLessThan(million + 100);
  });

  test.each([
    ["fetch", (): TykFetch => globalThis.fetch],
    ["createNodeFetch", (): TykFetch => createNodeFetch()],
  ])("on %s is nearly as fast as bare requests", async (name, createFetch) => {
    const count = 20_000;
    const baseUrl = await startLargeGateway(count);
    const fetch = createFetch();
    const tyk = new TykOAuth({ baseUrl, secret, fetch });
    const ratios: number[] = [];
    await bareRate(fetch, baseUrl, 5_000, 8);
    for (let round = 0; round < 4; round += 1) {
      const bare = await bareRate(fetch, baseUrl, count, 8);
      const startedAt = performance.now();
      await tyk.tokens.revokeAll(ref, args);
      const swept = (count / (performance.now() - startedAt)) * 1_000;
      ratios.push(swept / bare);
      print(
        `${name}: ${swept.toFixed(0)} keys/s, bare ${bare.toFixed(0)}/s, ratio ${(swept / bare).toFixed(2)}`,
      );
    }
    expect(ratios).toHaveLength(4);
  });

  test("can be ended at any time, and reports how far it came", async () => {
    const baseUrl = await startLargeGateway(million);
    const tyk = new TykOAuth({ baseUrl, secret, fetch: createNodeFetch(), timeoutMs: 60_000 });
    for (const stopAt of [1, 5_000]) {
      const controller = new AbortController();
      const onProgress = ({ phase, done }: TykProgress): void => {
        if (phase === "sweep" && done === stopAt) controller.abort();
      };
      const options = { signal: controller.signal, onProgress };
      const error = await failure(tyk.tokens.revokeAll(ref, args, options));
      expect(error).toMatchObject({ code: "aborted", report: { sweep: { total: million } } });
      const where = { oauth_client_id: "app" };
      const found = await failure(
        tyk.tokens.find({ apiId: "api-0", where }, { deadlineMs: 3_000 }),
      );
      expect(found).toMatchObject({ code: "timeout", report: { kind: "search", found: 0 } });
    }
  });
});
