import { createGateway } from "@tyk-oauth/sdk/testing";
import type { Gateway } from "@tyk-oauth/sdk/testing";
import { describe, expect, test } from "vitest";
import { closedUrl, setUpFixture } from "../support/docs/example-fixture.ts";
import { run, start } from "../support/docs/script.ts";

describe("the examples of the gateway", () => {
  test("show its APIs, policies and version", async () => {
    const { example } = await setUpFixture();
    const apis = await example("apis.ts");
    expect(apis.exitCode).toBe(0);
    expect(apis.output).toMatch(/^orders at \/orders\/: authorization_code, refresh_token/m);
    expect(await example("policies.ts", ["orders"])).toEqual({ exitCode: 0, output: "gold\n" });
    expect(await example("gateway-info.ts")).toEqual({ exitCode: 0, output: "pass, v5.14.0\n" });
    const raw = await example("raw.ts", ["orders", "shop-web"]);
    expect(raw).toEqual({ exitCode: 0, output: "shop-web: status 200 after 1 attempt(s)\n" });
  });

  test("show what it can do, with GET requests only", async () => {
    const { example, gateway } = await setUpFixture();
    const hashed = await example("gateway-capabilities.ts");
    expect(hashed.exitCode).toBe(0);
    expect(hashed.output).toContain("keyListing: false");
    expect(hashed.output).toContain("keys are hashed and not listed");
    expect(new Set(gateway.requests.slice(-4).map(({ method }) => method))).toEqual(
      new Set(["GET"]),
    );
    const listing = await (
      await setUpFixture({ listHashedKeys: true })
    ).example("gateway-capabilities.ts");
    expect(listing.output).toContain("keyHash: 'murmur64'");
    expect(listing.output).not.toContain("keys are hashed and not listed");

    const separate = createGateway({ secret: gateway.secret, separateControl: true });
    const server = await separate.listen({ port: 0 });
    const env = { TYK_GATEWAY_URL: server.url, TYK_GATEWAY_SECRET: gateway.secret };
    const elsewhere = await run("examples/gateway-capabilities.ts", [], { env });
    await server.close();
    expect(elsewhere).toEqual({
      exitCode: 1,
      output: "this address has no control API: check the host and the port\n",
    });
  });

  test("show the policies of older versions", async () => {
    const file = await (
      await setUpFixture({ version: "4.3.0" })
    ).example("policies.ts", ["orders"]);
    expect(file.output).toBe("(a policy from a file: this version does not show its id)\n");
    const none = await (
      await setUpFixture({ version: "3.0.0" })
    ).example("policies.ts", ["orders"]);
    expect(none.exitCode).toBe(0);
    expect(none.output).toContain("does not show its policies");
  });
});

describe("the examples of errors", () => {
  test("errors.ts says what to do about each error", async () => {
    const { example, env, gateway } = await setUpFixture();
    const args = ["orders", "shop-web"];
    expect((await example("errors.ts", args)).output).toBe("shop-web exists\n");
    expect((await example("errors.ts", ["orders", "nobody"])).output).toBe(
      "TykNotFoundError, not-found: the client, API, policy or token does not exist\n",
    );
    expect((await example("errors.ts", ["orders", ".."])).output).toContain(
      "TykInputError, input: correct the argument clientId",
    );
    gateway.fail({ operation: "getOAuthClient" }, "html");
    expect((await example("errors.ts", args)).output).toContain("TykResponseError, content-type");

    const withEnv = async (more: Record<string, string>): Promise<string> =>
      (await run("examples/errors.ts", args, { env: { ...env, ...more } })).output;
    expect(await withEnv({ TYK_GATEWAY_SECRET: "another" })).toContain(
      "authentication: the gateway",
    );
    expect(await withEnv({ TYK_GATEWAY_URL: await closedUrl() })).toContain(
      "TykConnectionError, connection: try again later; the outcome of this call is not-sent",
    );
    expect(await withEnv({ TYK_GATEWAY_URL: "" })).toContain("TykConfigError, config: correct");
  });

  test("a missing argument prints the usage", async () => {
    const { exitCode, output } = await (await setUpFixture()).example("clients-get.ts", ["orders"]);
    expect(exitCode).toBe(2);
    expect(output).toMatch(/^Usage: node .*clients-get\.ts <api id> <client id>$/m);
  });

  test("cancellation.ts stops at its timeout and at Ctrl-C", async () => {
    const { env, gateway } = await setUpFixture();
    const counted = await run("examples/cancellation.ts", ["orders"], { env });
    expect(counted).toEqual({ exitCode: 0, output: "shop-web: 3 tokens\n" });

    gateway.fail({ operation: "getOAuthClientTokens" }, { delayMs: 3_000 }, Infinity);
    const asked = (): number => gateway.requests.filter(isTokens).length;
    const before = asked();
    const stopped = start("examples/cancellation.ts", ["orders"], { env });
    await expect.poll(asked).toBeGreaterThan(before);
    stopped.process.kill("SIGINT");
    expect(await stopped.ended).toEqual({ exitCode: 1, output: "stopped\n" });

    const late = await run("examples/cancellation.ts", ["orders"], { env });
    expect(late).toEqual({
      exitCode: 1,
      output: "timed out after 5000 ms (phase: response)\n",
    });
  });

  function isTokens({ operation }: Gateway["requests"][number]): boolean {
    return operation === "getOAuthClientTokens";
  }
});
