import { describe, expect, test, vi } from "vitest";
import type { NewClientRequest, TykOAuth, TykPromise } from "../../../src/index.ts";
import { operations } from "../../../src/operations/operations.ts";
import type { OperationId } from "../../../src/operations/operations.ts";
import type { GatewayOptions } from "../../../src/testing/index.ts";
import { collectCredentials } from "../../support/secrets/collect-credentials.ts";
import { leaks } from "../../support/secrets/leaks.ts";
import { failure } from "../../support/util/failure.ts";
import { writeSteps } from "../../support/gateway/fail-each-request.ts";
import {
  issueTokenPair,
  listedCodes,
  issueToken,
  refreshTokens,
} from "../../support/gateway/oauth-flow.ts";
import {
  addClient,
  clientId,
  onAllApis,
  initialSecret,
  onOrders,
  testBedWithTwoCopies,
} from "../../support/gateway/test-bed.ts";
import { redirectUri } from "../../support/gateway/redirect-uri.ts";
import type { TestBed } from "../../support/gateway/test-bed.ts";
import { snapshot } from "../../support/gateway/snapshot.ts";

const secret = "the-secret-of-new";
const body = { redirect_uri: redirectUri, policy_id: "gold" } satisfies NewClientRequest;
const silver = { redirect_uri: redirectUri, policy_id: "silver" };
const both = { clientId, apis: ["orders", "billing"] };

/** What a call may need from the test bed. */
interface Left {
  readonly access: string;
  readonly refresh: string;
  readonly listedCode: string;
}

/** Copies on two APIs, a listed pair of tokens, a token that no list names, and a client that is in an index alone. */
async function build(options: GatewayOptions = {}): Promise<[TestBed, Left]> {
  const policies = { gold: ["orders", "billing"], silver: ["orders", "billing"] };
  const bed = await testBedWithTwoCopies({}, { policies, ...options });
  await refreshTokens(bed, (await issueTokenPair(bed)).refresh);
  bed.gateway.advance(2_000);
  const pair = await issueTokenPair(bed);
  await addClient(bed, { client_id: "lost", api_id: "billing" });
  await issueToken(bed, { id: "lost", api: "billing" });
  bed.gateway.evictClient("billing", "lost");
  const [listedCode = ""] = await listedCodes(bed);
  return [bed, { ...pair, listedCode }];
}

type Run = (tyk: TykOAuth, left: Left) => TykPromise<unknown>;

/** Every method that changes the gateway, and the writes that it sends. */
const methods: Record<string, { run: Run; writes: string[]; options?: GatewayOptions }> = {
  "clients.create": {
    run: (tyk) => tyk.clients.create({ ...body, api_id: "orders" }),
    writes: ["createOAuthClient on orders"],
  },
  "clients.create on several APIs": {
    run: (tyk) => tyk.clients.create(body, { apis: ["orders", "billing"] }),
    writes: ["createOAuthClient on orders", "createOAuthClient on billing"],
  },
  "clients.create by a policy": {
    options: { version: "4.3.0" },
    run: (tyk) => tyk.clients.create(body),
    writes: ["createOAuthClient"],
  },
  "clients.create that replaces a client": {
    run: (tyk) => {
      const args = { apis: both.apis, ifExists: "replace", tokens: "revoke" } as const;
      return tyk.clients.create({ ...silver, client_id: clientId }, args);
    },
    writes: [
      "revokeAllTokens",
      "deleteKey on orders",
      "createOAuthClient on orders",
      "createOAuthClient on billing",
    ],
  },
  "clients.update": {
    run: (tyk) => tyk.clients.update(onOrders, { description: "New" }),
    writes: ["updateOAuthClient on orders"],
  },
  "clients.update of the policy": {
    run: (tyk) => tyk.clients.update(both, { policy_id: "silver" }, { tokens: "revoke" }),
    writes: [
      "revokeAllTokens",
      "deleteKey on orders",
      "updateOAuthClient on orders",
      "updateOAuthClient on billing",
    ],
  },
  "clients.replace": {
    run: (tyk) => tyk.clients.replace(onOrders, body),
    writes: ["updateOAuthClient on orders"],
  },
  "clients.rotateSecret": {
    run: (tyk) => tyk.clients.rotateSecret(onOrders),
    writes: ["rotateOAuthClient on orders"],
  },
  "clients.rotateSecret to a passed secret": {
    run: (tyk) => tyk.clients.rotateSecret(both, { secret }),
    writes: ["createOAuthClient on orders", "createOAuthClient on billing"],
  },
  "clients.delete": {
    run: (tyk) => tyk.clients.delete(both),
    writes: [
      "revokeAllTokens",
      "deleteKey on orders",
      "deleteOAuthClient on orders",
      "deleteOAuthClient on billing",
    ],
  },
  "clients.cutOff": {
    run: (tyk) => tyk.clients.cutOff({ clientId }, { secret }),
    writes: [
      "createOAuthClient on billing",
      "createOAuthClient on orders",
      "revokeAllTokens",
      "deleteKey on billing",
    ],
  },
  "clients.repairIndex": {
    run: (tyk) => tyk.clients.repairIndex({ apiId: "billing", candidates: [clientId, "lost"] }),
    writes: ["deleteKey on billing", "deleteOAuthClient on billing"],
  },
  "clients.authorize": {
    run: (tyk) => tyk.clients.authorize(onOrders, { redirectUri }),
    writes: ["authorizeClient on orders"],
  },
  "tokens.revoke": {
    run: (tyk, { access }) => tyk.tokens.revoke({ clientId, token: access }),
    writes: ["revokeSingleToken"],
  },
  "tokens.revoke of a listed code": {
    run: (tyk, { listedCode }) => tyk.tokens.revoke({ apiId: "orders", listedCode }),
    writes: ["deleteKey on orders"],
  },
  "tokens.revoke of a refresh token": {
    run: (tyk, left) => tyk.tokens.revoke({ apiId: "orders", refreshToken: left.refresh }),
    writes: ["invalidateOAuthRefresh on orders"],
  },
  "tokens.revokeAll": {
    run: (tyk) => tyk.tokens.revokeAll(onAllApis),
    writes: ["revokeAllTokens", "deleteKey on billing"],
  },
  "tokens.revokeByUser": {
    run: (tyk, left) => {
      const args = { refreshTokens: [left.refresh], ifUnproved: "report" } as const;
      return tyk.tokens.revokeByUser({ apiId: "orders", where: { org_id: "acme" } }, args);
    },
    writes: [
      "invalidateOAuthRefresh on orders",
      "revokeAllTokens",
      "deleteKey on orders",
      "deleteKey on orders",
    ],
  },
  "tokens.purgeLapsed": {
    run: (tyk) => tyk.tokens.purgeLapsed(),
    writes: ["purgeOAuthTokens"],
  },
};

function isRead(operation: string | undefined): boolean {
  return operation !== undefined && operations[operation as OperationId].retry === "read";
}

describe("a dry run", () => {
  test.each(Object.entries(methods))(
    "of %s sends only reads, and reports the rest",
    async (name, method) => {
      const [bed, left] = await build(method.options);
      const before = await snapshot(bed);
      const from = bed.gateway.requests.length;
      const call = method.run(bed.tyk.withOptions({ dryRun: true }), left);
      const { data, steps } = await call.withResponse();
      const sent = bed.gateway.requests.slice(from);
      expect(sent.filter(({ operation }) => !isRead(operation))).toEqual([]);
      expect(await snapshot(bed)).toEqual(before);
      expect(writeSteps(steps)).toEqual(method.writes.map((line) => `${line}: not-sent`));
      // Nobody gets a secret that the gateway does not have. A cut-off's report has states in its `secret`.
      expect(leaks({ secret }, data)).toEqual([]);
      const kept = collectCredentials(data).filter((one) => one !== "unchanged");
      expect(kept).toEqual(/update|replace$/.test(name) ? kept.map(() => initialSecret) : []);
    },
  );

  test.each(Object.entries(methods))(
    "of %s reports what a run sends, in the same order",
    async (_, method) => {
      const [bed, left] = await build(method.options);
      const { steps } = await method.run(bed.tyk, left).withResponse();
      expect(writeSteps(steps)).toEqual(method.writes.map((line) => `${line}: applied`));
    },
  );

  test("returns no secret for a planned copy, and the stored secret of a copy that it keeps", async () => {
    const [bed] = await build();
    const dry = bed.tyk.withOptions({ dryRun: true });
    const [existing, apis] = [{ ...body, client_id: clientId }, ["orders", "billing"]];
    expect(await dry.clients.create(existing, { apis, ifExists: "keep" })).toMatchObject({
      secret: initialSecret,
    });
    const replaced = await dry.clients.create(existing, { apis, ifExists: "replace" });
    expect(replaced).not.toHaveProperty("secret");
    const created = await dry.clients.create({
      ...body,
      client_id: "new",
      api_id: "orders",
      secret,
    });
    expect(created).toStrictEqual({
      client_id: "new",
      redirect_uri: redirectUri,
      policy_id: "gold",
      meta_data: null,
      description: "",
    });
    const rotated = await dry.clients.rotateSecret(both, { secret });
    expect(rotated.map(({ client }) => "secret" in client)).toEqual([false, false]);
    const { copies } = await dry.clients.cutOff({ clientId });
    expect(copies.map(({ client }) => "secret" in client)).toEqual([false, false]);
    for (const responseType of ["code", "token"] as const)
      expect(await dry.clients.authorize(onOrders, { redirectUri, responseType })).toStrictEqual(
        {},
      );
  });

  test("waits for nothing, and marks its reports as dry runs", async () => {
    const [bed] = await build();
    const tyk = bed.tyk.withOptions({ dryRun: true });
    const from = bed.gateway.requests.length;
    const report = await tyk.tokens.revokeAll(onOrders);
    expect(report.dryRun).toBe(true);
    const line = { apiId: "orders", state: "still-alive", count: 2, ended: 0 };
    expect(report.apis).toMatchObject([line]);
    const { report: cutOff } = await tyk.clients.cutOff({ clientId });
    expect(cutOff.dryRun).toBe(true);
    expect(cutOff.secrets.map((one) => one.secret)).toEqual(["unchanged", "unchanged"]);
    const [first, last] = [bed.gateway.requests[from], bed.gateway.requests.at(-1)];
    expect(last?.at).toBe(first?.at);
  });

  test("calls no vault, and logs the requests without a secret", async () => {
    const [bed] = await build();
    const logger = { debug: vi.fn(), info: vi.fn(), warn: vi.fn(), error: vi.fn() };
    const tyk = bed.tyk.withOptions({ dryRun: true, logger });
    const [stage, activate] = [vi.fn(), vi.fn()];
    await tyk.clients.rotateSecret(both, { secret, stage, activate });
    await tyk.clients.cutOff({ clientId }, { secret, stage });
    expect([stage.mock.calls, activate.mock.calls]).toEqual([[], []]);
    const lines = logger.info.mock.calls.flat() as string[];
    expect(lines[0]).toBe(
      "@tyk-oauth/sdk: clients.rotateSecret: dry run, would send createOAuthClient (API orders)",
    );
    expect(leaks({ secret, initialSecret }, lines)).toEqual([]);
  });

  test("rejects what a run rejects, and takes precedence over readOnly", async () => {
    const [bed] = await build();
    const tyk = bed.tyk.withOptions({ dryRun: true, readOnly: true });
    const wrong: [TykPromise<unknown>, string][] = [
      [tyk.clients.create({ ...body, api_id: "orders", client_id: clientId }), "conflict"],
      [tyk.clients.update(onOrders, { policy_id: "silver" }), "input"],
      [tyk.clients.update({ ...onOrders, clientId: "nobody" }, {}), "not-found"],
      [tyk.clients.authorize(onOrders, { redirectUri: "https://elsewhere.example/" }), "input"],
    ];
    for (const [call, code] of wrong)
      expect(await failure(call)).toMatchObject({ code, outcome: "not-sent" });
    const { steps } = await tyk.clients.rotateSecret(onOrders).withResponse();
    expect(writeSteps(steps)).toEqual(["rotateOAuthClient on orders: not-sent"]);
  });
});

describe("a read-only client", () => {
  test("reads everything in a dry run", async () => {
    const [bed, { listedCode }] = await build();
    const before = await snapshot(bed);
    const from = bed.gateway.requests.length;
    const { clients, tokens, apis, policies, gateway } = bed.tyk.withOptions({ readOnly: true });
    await clients.get(onOrders);
    await clients.list({ apiId: "orders" });
    await clients.listApis({ clientId });
    await clients.inspect({ clientId });
    for await (const { apiId } of clients.iterateAll()) if (apiId === "orders") break;
    await tokens.list(onOrders);
    await tokens.page({ ...onOrders, page: 1 });
    for await (const { code } of tokens.iterate(onOrders)) expect(code).toBe(listedCode);
    await tokens.inspect({ apiId: "orders", listedCode });
    await tokens.find({ apiId: "orders", where: {} });
    await Promise.all([apis.list(), policies.list(), gateway.info(), gateway.capabilities()]);
    const sent = bed.gateway.requests.slice(from);
    expect(sent.filter(({ operation }) => !isRead(operation))).toEqual([]);
    expect(await snapshot(bed)).toEqual(before);
  });
});
