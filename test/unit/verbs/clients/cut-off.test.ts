import { describe, expect, test } from "vitest";
import type { CutOffReport } from "../../../../src/index.ts";
import { leaks } from "../../../support/secrets/leaks.ts";
import { failure } from "../../../support/util/failure.ts";
import { faultNames, spoilEach } from "../../../support/gateway/fault-run.ts";
import type { FaultScene } from "../../../support/gateway/fault-run.ts";
import {
  askToken,
  canRefresh,
  grant,
  keys,
  listed,
  mint,
  refresh,
  use,
} from "../../../support/gateway/flow.ts";
import type { Pair } from "../../../support/gateway/flow.ts";
import {
  addClient,
  clientId,
  newScene,
  oldSecret,
  operationsSince,
  sceneOfTwo,
  secretOn,
} from "../../../support/gateway/scene.ts";
import type { Scene } from "../../../support/gateway/scene.ts";
import { snapshot } from "../../../support/gateway/snapshot.ts";

const secret = "the-secret-of-new";
const client = { clientId };
const busy = { status: 503, body: "busy" };

async function secrets(scene: Scene): Promise<(string | undefined)[]> {
  return [await secretOn(scene, "orders"), await secretOn(scene, "billing")];
}

async function works({ gateway }: Scene, of: string, api: string): Promise<boolean> {
  const fields = { grant_type: "client_credentials" };
  return (await askToken(gateway, fields, { secret: of, api })).access_token !== undefined;
}

describe("clients.cutOff", () => {
  test("gives every copy a new secret, then ends all tokens", async () => {
    const scene = await sceneOfTwo({ secret: "drifted" });
    const onOrders = await grant(scene);
    const onBilling = await mint(scene, { api: "billing", secret: "drifted" });
    const from = scene.gateway.requests.length;
    const { copies, report } = await scene.tyk.clients.cutOff(client);

    const [made, other] = copies.map((copy) => copy.client.secret);
    expect(other).toBe(made);
    expect(await secrets(scene)).toEqual([made, made]);
    expect([
      await works(scene, oldSecret, "orders"),
      await works(scene, "drifted", "billing"),
    ]).toEqual([false, false]);
    expect(await use(scene, onOrders.access)).toBe(403);
    expect(await use(scene, onBilling, "billing")).toBe(403);
    expect(await canRefresh(scene, onOrders.refresh, { secret: made ?? "" })).toBe(false);
    expect(await keys(scene)).toEqual([]);
    expect(report).toMatchObject({
      clientId,
      dryRun: false,
      secrets: [
        { apiId: "billing", secret: "replaced" },
        { apiId: "orders", secret: "replaced" },
      ],
      apis: [
        { apiId: "billing", state: "refused-at-api" },
        { apiId: "orders", state: "refused-at-api" },
      ],
    });
    // Otherwise new tokens are minted while old ones are revoked.
    const operations = operationsSince(scene, from);
    expect(operations.lastIndexOf("createOAuthClient")).toBeLessThan(
      operations.indexOf("revokeAllTokens"),
    );
  });

  test("reaches tokens that a refresh removed from the list", async () => {
    const scene = newScene();
    await addClient(scene);
    const { access } = await refresh(scene, (await grant(scene)).refresh);
    expect(await listed(scene)).toEqual([]);
    expect(await use(scene, access)).toBe(200);
    await scene.tyk.clients.cutOff(client);
    expect(await use(scene, access)).toBe(403);
  });

  test("returns a report that is evidence and has no secret, token or hash", async () => {
    const scene = await sceneOfTwo();
    const { access, refresh: refreshToken } = await grant(scene);
    const [hash = ""] = await listed(scene);
    const { report } = await scene.tyk.clients.cutOff(client, { secret });
    const marks = { secret, oldSecret, access, refreshToken, hash };
    expect(leaks(marks, report)).toEqual([]);
    expect(structuredClone(report)).toEqual(report);
    expect(JSON.parse(JSON.stringify(report))).toEqual(report);
    expect(report.beyondReach.map(({ what }) => what)).toEqual([
      "refresh tokens",
      "authorization codes",
      "copies on other APIs",
    ]);
  });

  test("stages the secret first, and changes nothing if staging fails", async () => {
    const scene = await sceneOfTwo();
    await mint(scene);
    const before = await snapshot(scene);
    const stage = (next: string): never => {
      throw new Error(next);
    };
    const error = await failure(scene.tyk.clients.cutOff(client, { secret, stage }));
    expect(error).toMatchObject({ code: "config", outcome: "not-sent" });
    expect(leaks({ secret }, error)).toEqual([]);
    expect(await snapshot(scene)).toEqual(before);

    let staged: unknown[] = [];
    await scene.tyk.clients.cutOff(client, {
      stage: async (next) => {
        staged = [next, await secrets(scene)];
      },
    });
    const [made] = await secrets(scene);
    expect(staged).toEqual([made, [oldSecret, oldSecret]]);
  });

  test("with a given secret skips copies that have it already", async () => {
    const scene = await sceneOfTwo({ secret });
    const from = scene.gateway.requests.length;
    await scene.tyk.clients.cutOff(client, { secret });
    const creates = scene.gateway.requests
      .slice(from)
      .filter(({ operation }) => operation === "createOAuthClient");
    expect(creates.map(({ body }) => (JSON.parse(body) as { api_id: string }).api_id)).toEqual([
      "orders",
    ]);
    expect(await secrets(scene)).toEqual([secret, secret]);
  });

  test("uses the gateway's rotation for a copy whose metadata cannot be written back, and reports that", async () => {
    const scene = await sceneOfTwo({ meta_data: { id: 2 ** 53 } });
    const { copies, report } = await scene.tyk.clients.cutOff(client);
    const after = await secrets(scene);
    expect(copies.map((copy) => copy.client.secret)).toEqual(after.toReversed());
    expect(new Set([oldSecret, ...after]).size).toBe(3);
    expect(report.secrets).toEqual([
      { apiId: "billing", secret: "replaced-by-gateway" },
      { apiId: "orders", secret: "replaced" },
    ]);
    expect((await snapshot(scene)).app["billing"]?.meta_data).toEqual({ id: 2 ** 53 });
    // It is not the secret that was given, which is more than a report can say.
    const error = await failure(scene.tyk.clients.cutOff(client, { secret }));
    expect(error).toMatchObject({ code: "incomplete", outcome: "applied" });
    expect(await secretOn(scene, "billing")).not.toBe(after[1]);
  });

  test("stays within an organisation, and reports that no API has the client", async () => {
    const apis = ["orders", { api_id: "billing", org_id: "umbrella" }];
    const scene = newScene({ apis });
    await addClient(scene);
    await addClient(scene, { api_id: "billing" });
    await scene.tyk.clients.cutOff({ clientId, orgId: "umbrella" }, { secret });
    expect(await secrets(scene)).toEqual([oldSecret, secret]);
    const error = await failure(scene.tyk.clients.cutOff({ clientId: "nobody" }));
    expect(error).toMatchObject({ code: "not-found", outcome: "not-sent" });
  });
});

describe("clients.cutOff that fails midway", () => {
  test("continues with the other copies and the tokens, and reports what is left", async () => {
    const scene = await sceneOfTwo();
    const tokens = [await mint(scene), await mint(scene, { api: "billing" })];
    scene.gateway.fail(({ body }) => body.includes('"api_id":"billing"'), busy);
    const error = await failure(scene.tyk.clients.cutOff(client, { secret }));
    expect(error).toMatchObject({
      code: "incomplete",
      outcome: "applied",
      report: {
        secrets: [
          { apiId: "billing", secret: "unchanged", code: "server" },
          { apiId: "orders", secret: "replaced" },
        ],
      },
    });
    expect(leaks({ secret, oldSecret }, error)).toEqual([]);
    expect(await secrets(scene)).toEqual([secret, oldSecret]);
    for (const token of tokens) expect(await use(scene, token)).toBe(403);
  });

  test("reports a secret as unknown if it cannot be read", async () => {
    const scene = await sceneOfTwo();
    const isBilling = ({ path, body }: { path: string; body: string }): boolean =>
      body.includes('"api_id":"billing"') || path.endsWith("/billing/app");
    let requests = 0;
    // The look passes; the create, and the reads that would make up for it, do not.
    scene.gateway.fail((request) => isBilling(request) && (requests += 1) > 1, "drop", 3);
    const report = await reportOf(scene);
    expect(report.secrets).toEqual([
      { apiId: "billing", secret: "unknown", code: "connection" },
      { apiId: "orders", secret: "replaced" },
    ]);
  });

  async function reportOf(scene: Scene): Promise<CutOffReport> {
    const args = { secret, ifUnproved: "report" } as const;
    return (await scene.tyk.clients.cutOff(client, args)).report;
  }

  test("returns the report instead of an error on request, also if keys are not listed", async () => {
    const scene = newScene({ listHashedKeys: false });
    await addClient(scene);
    const token = await mint(scene);
    const report = await reportOf(scene);
    expect(report.apis).toMatchObject([{ apiId: "orders", state: "unverified", ended: 1 }]);
    expect(await use(scene, token)).toBe(403);
    const error = await failure(scene.tyk.clients.cutOff(client));
    expect(error).toMatchObject({ code: "incomplete" });
  });
});

describe("clients.cutOff with a given secret and a fault at each request", () => {
  test.each(faultNames)("%s", async (fault) => {
    let tokens: Pair[] = [];
    const verb: FaultScene = {
      build: async () => {
        const scene = await sceneOfTwo();
        tokens = [await grant(scene), await grant(scene, { api: "billing" })];
        return scene;
      },
      run: (tyk) => tyk.clients.cutOff(client, { secret }),
      goal: async (scene) => {
        expect(await secrets(scene)).toEqual([secret, secret]);
        expect(await keys(scene)).toEqual([]);
        for (const [at, api] of ["orders", "billing"].entries()) {
          const { access = "", refresh: token = "" } = tokens[at] ?? {};
          expect(await use(scene, access, api)).toBe(403);
          expect(await canRefresh(scene, token, { api, secret })).toBe(false);
        }
      },
    };
    expect(await spoilEach(verb, fault)).not.toEqual([]);
  });
});
