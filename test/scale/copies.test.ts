import { expect, test } from "vitest";
import { TykOAuth } from "@tyk-oauth/sdk";
import { createNodeFetch } from "@tyk-oauth/sdk/node";
import { heldMiB } from "./memory.ts";
import { countRequests, startLargeGateway } from "./start-large-gateway.ts";

const client = { clientId: "app" };

/** The methods that read every API, and the most requests that they may send to this many APIs. */
const methods = {
  "clients.inspect": {
    run: (tyk: TykOAuth): Promise<unknown> => tyk.clients.inspect(client),
    most: (apis: number): number => (apis > 32 ? apis + 4 : 2 * apis + 3),
  },
  'tokens.revokeAll({ apis: "all" })': {
    run: (tyk: TykOAuth): Promise<unknown> =>
      tyk.tokens.revokeAll({ ...client, apis: "all" }, { wait: false, ifUnproved: "report" }),
    most: (apis: number): number => (apis > 32 ? 2 * apis : 3 * apis) + 40,
  },
  "clients.iterateAll": {
    run: async (tyk: TykOAuth): Promise<void> => {
      let count = 0;
      for await (const { apiId } of tyk.clients.iterateAll()) count += apiId === "" ? 0 : 1;
      expect(count).toBeGreaterThan(0);
    },
    most: (apis: number): number => apis + 1,
  },
};

test.each([1, 10, 100, 1_000, 5_000])("the copies of a client on %i APIs", async (apis) => {
  const baseUrl = await startLargeGateway(10, apis);
  for (const [name, { run, most }] of Object.entries(methods)) {
    const options = { secret: "lab-admin-secret", fetch: createNodeFetch(), timeoutMs: 60_000 };
    const tyk = new TykOAuth({ baseUrl, ...options });
    const [memory, sent, startedAt] = [heldMiB(), await countRequests(baseUrl), performance.now()];
    await run(tyk);
    const ms = performance.now() - startedAt;
    const requests = (await countRequests(baseUrl)) - sent;
    const held = heldMiB() - memory;
    process.stdout.write(
      `${apis} APIs, ${name}: ${requests} requests, ${ms.toFixed(0)} ms, ${held.toFixed(1)} MiB held\n`,
    );
    expect(requests).toBeLessThanOrEqual(most(apis));
    expect(held).toBeLessThan(40);
  }
});
