import { TykOAuth } from "@tyk-oauth/sdk";
import { createGateway } from "@tyk-oauth/sdk/testing";
import type { Gateway, GatewayOptions } from "@tyk-oauth/sdk/testing";
import { afterAll, afterEach, describe, expect, test, vi } from "vitest";
import { setup as recorded } from "../support/recordings/setup.ts";
import { setup } from "../../examples/support/demo/setup.ts";
import { runDemo } from "../../examples/support/demo/run-demo.ts";
import { run, start } from "../support/docs/script.ts";
import type { Ended } from "../support/docs/script.ts";
import { leaks, secretsInRequests } from "../support/docs/secrets.ts";

const secret = "planted-secret-of-the-gateway";
const open: (() => Promise<void>)[] = [];

/** Starts a gateway with the setup of the recordings, over real HTTP, with a client that the demo did not create. */
async function running(
  options: GatewayOptions = {},
): Promise<{ gateway: Gateway; env: Record<string, string>; tyk: TykOAuth }> {
  const gateway = createGateway({ ...setup, hashKeyFunction: "murmur64", secret, ...options });
  const server = await gateway.listen({ port: 0 });
  open.push(() => server.close());
  const tyk = new TykOAuth({ baseUrl: gateway.url, secret, fetch: gateway.fetch });
  await tyk.clients.create({
    client_id: "shop-web",
    secret: "secret-of-another-client",
    policy_id: "gold",
    redirect_uri: "https://shop.example/cb",
  });
  const env = { TYK_TEST_GATEWAY_URL: server.url, TYK_TEST_GATEWAY_SECRET: secret };
  return { gateway, env, tyk };
}

/** Tells whether only the client that existed before the demo is left. */
async function isAsBefore(tyk: TykOAuth): Promise<boolean> {
  const left = await Promise.all(["orders", "billing"].map((apiId) => tyk.clients.list({ apiId })));
  return left.flat().every((client) => {
    return client.client_id === "shop-web" && client.secret === "secret-of-another-client";
  });
}

/** Runs the demo in this process, which saves seconds. A few cases run it as a reader does. */
async function runHere(env: Readonly<Record<string, string>>): Promise<Ended> {
  for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value);
  let output = "";
  const log = vi.spyOn(console, "log").mockImplementation((line: string) => {
    output += `${line}\n`;
  });
  try {
    return { exitCode: (await runDemo()) ? 0 : 1, output };
  } finally {
    log.mockRestore();
  }
}

afterEach(() => {
  vi.unstubAllEnvs();
});

afterAll(async () => {
  await Promise.all(open.map((close) => close()));
});

test("the demo has the setup of the recordings", () => {
  const apis = recorded.apis.map(({ api_id, org_id, listen_path, ...api }) => {
    const { use_oauth2, use_keyless, use_standard_auth } = api;
    return { api_id, org_id, listen_path, use_oauth2, use_keyless, use_standard_auth };
  });
  expect(setup).toEqual({ apis, policies: recorded.policies });
});

describe("the demo", () => {
  test("shows the life of a client on the embedded gateway", async () => {
    const { exitCode, output } = await run("examples/demo.ts");

    expect(exitCode).toBe(0);
    const steps = [...output.matchAll(/^ ?(\d+)\. .+$/gm)].map(([, number]) => Number(number));
    expect(steps).toEqual(Array.from({ length: 15 }, (_, index) => index + 1));
    expect(output).toMatch(/^15 of 15 steps passed\.$/m);
    expect(output).toContain("120 more tokens; 100 + 21 on 2 pages.");
    expect(output).toContain("still opens the API, from the gateway's session cache");
    expect(output).toContain("2 new secrets, 1 revocation, ");
    expect(output).toContain("Tokens of billing: 124 ended; refused-at-api.");
    expect(output).toContain("Tokens of orders: 124 ended; refused-at-api.");
    expect(output).toContain("None of the other 120 tokens opens the API.");
    expect(output).toMatch(/Cleaned up: deleted demo-[\w-]+ and 0 tokens that were still alive/);
    // No colours, and nothing that looks like a secret, a token, a code or a hash.
    expect(output).not.toContain("\u001b");
    expect(output.replaceAll(/demo-[\w-]{36}/g, "")).not.toMatch(
      /[A-Za-z0-9_-]{20,}|\b[0-9a-f]{8}\b/,
    );
  });

  test("shows it on an old running gateway, and leaves that gateway unchanged", async () => {
    const { gateway, env, tyk } = await running({ version: "4.3.0" });
    const production = await running();
    const before = gateway.requests.length;
    const productionRequests = production.gateway.requests.length;

    const { exitCode, output } = await runHere({
      ...env,
      TYK_GATEWAY_URL: production.env["TYK_TEST_GATEWAY_URL"] ?? "",
      TYK_GATEWAY_SECRET: secret,
    });

    expect(exitCode).toBe(0);
    expect(output).toMatch(/14\. Purge.*\n +Not on this gateway: .*5\.3/);
    expect(output).toContain("14 of 15 steps passed; this gateway does not support 1.");
    // This gateway lists no keys, so there is no proof, and the demo says so.
    expect(output).toContain("The gateway hashes tokens, and does not list them.");
    expect(output).toContain("The call does not wait eleven seconds for the session cache");
    expect(output).toMatch(
      /Tokens of orders: \d+ ended; unverified:\n +Unexpected: .*listing is off/,
    );
    expect(output).toContain("None of the other 120 tokens opens the API.");
    expect(await isAsBefore(tyk)).toBe(true);
    const seen = secretsInRequests(gateway);
    expect(seen.size).toBeGreaterThan(120);
    expect(leaks(output, seen)).toEqual([]);
    // Each write was about the client that the demo created.
    const ids = new Set<string>(output.match(/demo-[\w-]{36}/g) ?? []);
    expect(ids.size).toBe(1);
    for (const { method, path, body } of gateway.requests.slice(before)) {
      const about = /\/clients\/(?:orders|billing)\/([^/]+)/.exec(path)?.[1];
      if (about !== undefined && method !== "GET") expect([...ids]).toContain(about);
      if (method === "POST" && path.endsWith("/create")) expect(body).toContain([...ids][0]);
    }
    expect(production.gateway.requests).toHaveLength(productionRequests);
  });

  test("works on the oldest gateway", async () => {
    const { env, tyk } = await running({ version: "3.0.0" });

    const { exitCode, output } = await runHere(env);

    expect(output).toContain("The gateway does not show its policies");
    expect(exitCode).toBe(0);
    expect(await isAsBefore(tyk)).toBe(true);
  });

  const falseResponses = [
    [
      "refuses to create",
      "createOAuthClient",
      { status: 500, body: "broken" },
      'step 2, "Create a client',
      1,
    ],
    [
      "says that it ended a refresh token and did not",
      "invalidateOAuthRefresh",
      { status: 200, body: { key: "x", status: "ok", action: "deleted" } },
      'step 11, "Invalidate the refresh token"',
      1,
    ],
    [
      "says that it deleted and did not",
      "deleteOAuthClient",
      { status: 200, body: { key: "x", status: "ok", action: "deleted" } },
      'step 15, "Delete the client"',
      // After one false response the method deletes again, so it takes two.
      2,
    ],
  ] as const;
  test.for(falseResponses)("fails if the gateway %s", async (falseResponse) => {
    const [, operation, response, step, times] = falseResponse;
    const { gateway, env, tyk } = await running();
    const fault = gateway.fail({ operation }, response, times);

    const { exitCode, output } = await runHere(env);

    expect(fault.hits).toBe(times);
    expect(output).toContain(`Failed at ${step}`);
    expect(exitCode).toBe(1);
    expect(leaks(output, secretsInRequests(gateway))).toEqual([]);
    expect(await isAsBefore(tyk)).toBe(true);
  });

  test("ends a token itself if the gateway says that it revoked it and did not", async () => {
    const { gateway, env, tyk } = await running();
    const done = { status: 200, body: { status: "ok", message: "done" } };
    const fault = gateway.fail({ operation: "revokeSingleToken" }, done);

    const { exitCode, output } = await runHere(env);

    expect(fault.hits).toBe(1);
    expect(output).toContain("The token is gone-from-storage.");
    expect(exitCode).toBe(0);
    expect(await isAsBefore(tyk)).toBe(true);
  });

  test("fails if a client is left behind", async () => {
    const { gateway, env } = await running();
    // The step after the creation fails, so that the demo does not run to its end.
    gateway.fail({ operation: "listOAuthClients" }, { status: 400, body: "broken" }, Infinity);
    gateway.fail({ operation: "deleteOAuthClient" }, { status: 503, body: "busy" }, Infinity);

    const { exitCode, output } = await runHere(env);

    expect(output).toMatch(/Not cleaned up: .*demo-/);
    expect(exitCode).toBe(1);
  });

  test("cleans up when it is interrupted", async () => {
    const { env, tyk } = await running();
    const demo = start("examples/demo.ts", [], { env });
    await demo.outputMatching(/ 6\. Exchange/);

    demo.process.kill("SIGINT");

    const { exitCode, output } = await demo.ended;
    expect(output).toContain("the demo was interrupted");
    expect(exitCode).toBe(1);
    expect(await isAsBefore(tyk)).toBe(true);
  });

  test("cleans up when its output is closed", async () => {
    const { env, tyk } = await running();
    const demo = start("examples/demo.ts", [], { env });
    await demo.outputMatching(/ 2\. Create/);

    demo.process.stdout?.destroy();

    expect((await demo.ended).exitCode).toBe(1);
    expect(await isAsBefore(tyk)).toBe(true);
  });

  test.for([
    ["other APIs", { apis: ["orders", "billing"] }],
    ["other policies", { policies: { gold: ["orders", "billing"] } }],
    [
      "another organisation",
      {
        apis: setup.apis.map((api) => ({ ...api, org_id: "other" })),
        policies: Object.fromEntries(
          Object.entries(setup.policies).map(([id, one]) => [id, { ...one, org_id: "other" }]),
        ),
      },
    ],
  ] as const)("refuses a gateway with %s, and writes nothing there", async ([, other]) => {
    const { gateway, env } = await running(other);
    const before = gateway.requests.length;

    const { exitCode, output } = await runHere(env);

    expect(output).toContain('Failed at step 1, "Check that the gateway');
    expect(exitCode).toBe(1);
    const methods = gateway.requests.slice(before).map(({ method }) => method);
    expect(new Set(methods)).toEqual(new Set(["GET"]));
  });

  test("requires the running gateway's secret", async () => {
    const env = { TYK_TEST_GATEWAY_URL: "http://127.0.0.1:9", TYK_GATEWAY_SECRET: secret };

    const { exitCode, output } = await runHere(env);

    expect(output).toContain("TYK_TEST_GATEWAY_SECRET is not set");
    expect(exitCode).toBe(1);
  });
});
