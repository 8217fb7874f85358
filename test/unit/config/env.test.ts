import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, onTestFinished, test, vi } from "vitest";
import { callSecretFunction } from "../../../src/config/call-secret-function.ts";
import { SecretSource } from "../../../src/config/secret.ts";
import { optionsFromEnv } from "../../../src/config/env.ts";
import { TykConfigError, TykOAuth } from "../../../src/index.ts";
import type { TykOAuthOptions } from "../../../src/index.ts";
import { fakeFetch, json, text } from "../../support/network/fake-fetch.ts";
import { client } from "../../support/samples/samples.ts";
import { failure, thrown } from "../../support/util/failure.ts";
import { saying } from "../../support/util/saying.ts";

const names = [
  "TYK_GATEWAY_URL",
  "TYK_GATEWAY_API_URL",
  "TYK_GATEWAY_SECRET",
  "TYK_GATEWAY_SECRET_FILE",
  "TYK_GATEWAY_ORG_ID",
  "TYK_GATEWAY_ALLOW_HTTP",
] as const;

function environment(values: Partial<Record<(typeof names)[number], string>>): void {
  for (const name of names) vi.stubEnv(name, values[name]);
}

/** A file that is gone when the test is over. */
function fileOf(content: string): string {
  const folder = mkdtempSync(join(tmpdir(), "tyk-oauth-"));
  onTestFinished(() => {
    rmSync(folder, { recursive: true });
  });
  const file = join(folder, "secret");
  writeFileSync(file, content);
  return file;
}

const url = "https://gateway.example:8080";

beforeEach(() => {
  environment({});
});
afterEach(() => {
  vi.unstubAllEnvs();
  vi.unstubAllGlobals();
});

describe("the environment", () => {
  test("supplies every option that it names", () => {
    environment({
      TYK_GATEWAY_URL: url,
      TYK_GATEWAY_API_URL: "https://apis.example",
      TYK_GATEWAY_SECRET: "s3cret",
      TYK_GATEWAY_ORG_ID: "acme",
      TYK_GATEWAY_ALLOW_HTTP: "true",
    });
    expect(optionsFromEnv({}).options).toStrictEqual({
      baseUrl: url,
      secret: "s3cret",
      apiBaseUrl: "https://apis.example",
      orgId: "acme",
      allowInsecureHttp: true,
    });
  });

  test("supplies no other option, and ignores an empty variable", () => {
    const needed = { TYK_GATEWAY_URL: url, TYK_GATEWAY_SECRET: "s3cret" };
    environment(needed);
    expect(optionsFromEnv({}).options).toStrictEqual({ baseUrl: url, secret: "s3cret" });
    environment({
      ...needed,
      TYK_GATEWAY_API_URL: "",
      TYK_GATEWAY_SECRET_FILE: "",
      TYK_GATEWAY_ORG_ID: "",
      TYK_GATEWAY_ALLOW_HTTP: "",
    });
    expect(optionsFromEnv({}).options).toStrictEqual({ baseUrl: url, secret: "s3cret" });
  });

  test("is overridden by explicit options, but not by undefined ones", () => {
    environment({
      TYK_GATEWAY_URL: url,
      TYK_GATEWAY_API_URL: "https://apis.example",
      TYK_GATEWAY_SECRET: "s3cret",
      TYK_GATEWAY_ORG_ID: "acme",
      TYK_GATEWAY_ALLOW_HTTP: "true",
    });
    const overrides: Partial<TykOAuthOptions> = {
      baseUrl: "https://other.example",
      secret: "other",
      apiBaseUrl: "https://other-apis.example",
      orgId: "umbrella",
      allowInsecureHttp: ["*.svc"],
      timeoutMs: 500,
    };
    expect(optionsFromEnv(overrides).options).toStrictEqual(overrides);
    const nothing = Object.fromEntries(Object.keys(overrides).map((name) => [name, undefined]));
    expect(optionsFromEnv(nothing).options).toMatchObject({
      baseUrl: url,
      secret: "s3cret",
      apiBaseUrl: "https://apis.example",
      orgId: "acme",
      allowInsecureHttp: true,
    });
  });

  test.each([
    ["true", true],
    ["1", true],
    ["false", false],
    ["0", false],
    ["*.svc", ["*.svc"]],
    ["*.svc, tyk.local ,10.0.0.1", ["*.svc", "tyk.local", "10.0.0.1"]],
  ])("allows plain http with %j: %j", (value, allowInsecureHttp) => {
    environment({
      TYK_GATEWAY_URL: url,
      TYK_GATEWAY_SECRET: "s3cret",
      TYK_GATEWAY_ALLOW_HTTP: value,
    });
    expect(optionsFromEnv({}).options.allowInsecureHttp).toEqual(allowInsecureHttp);
  });

  test.each([
    [{}, "baseUrl is missing: set TYK_GATEWAY_URL"],
    [{ TYK_GATEWAY_SECRET: "s3cret" }, "baseUrl is missing: set TYK_GATEWAY_URL"],
    [
      { TYK_GATEWAY_URL: url },
      "secret is missing: set TYK_GATEWAY_SECRET or TYK_GATEWAY_SECRET_FILE",
    ],
    [
      { TYK_GATEWAY_URL: url, TYK_GATEWAY_SECRET: "s3cret", TYK_GATEWAY_SECRET_FILE: "/a" },
      "TYK_GATEWAY_SECRET and TYK_GATEWAY_SECRET_FILE are both set: unset one",
    ],
    [
      { TYK_GATEWAY_URL: "http://gateway.example", TYK_GATEWAY_SECRET: "s3cret" },
      "TYK_GATEWAY_URL is plain http to a host that is not loopback, which would show the gateway's secret to the network: use https, or set TYK_GATEWAY_ALLOW_HTTP to this host",
    ],
    [
      { TYK_GATEWAY_URL: url, TYK_GATEWAY_SECRET: "s3cret", TYK_GATEWAY_ALLOW_HTTP: "a,,b" },
      "TYK_GATEWAY_ALLOW_HTTP must be true, false or a list of host patterns",
    ],
  ])("with a wrong value (%j) creates no client: %s", async (values, message) => {
    environment(values);
    const error = await thrown(() => TykOAuth.fromEnv());
    expect(error).toBeInstanceOf(TykConfigError);
    expect(error.message).toEqual(saying(message));
  });

  test("with both secrets is accepted if the secret is passed explicitly", () => {
    environment({ TYK_GATEWAY_SECRET: "a", TYK_GATEWAY_SECRET_FILE: "/b" });
    expect(optionsFromEnv({ baseUrl: url, secret: "s3cret" }).options).toStrictEqual({
      baseUrl: url,
      secret: "s3cret",
    });
  });

  test("creates a client that uses its address", async () => {
    environment({ TYK_GATEWAY_URL: url, TYK_GATEWAY_SECRET: "s3cret" });
    const { fetch, sent } = fakeFetch(json(client));
    await TykOAuth.fromEnv({ fetch }).clients.get({ apiId: "orders", clientId: "shop-web" });
    expect(sent[0]?.url).toBe(`${url}/tyk/oauth/clients/orders/shop-web`);
    expect(sent[0]?.headers).toMatchObject({ "x-tyk-authorization": "s3cret" });
  });
});

describe("a secret in a file", () => {
  const ref = { apiId: "orders", clientId: "shop-web" };

  test("is read for each attempt, so a rotated secret is used", async () => {
    const file = fileOf("first\n");
    environment({ TYK_GATEWAY_URL: url, TYK_GATEWAY_SECRET_FILE: file });
    const { fetch, sent } = fakeFetch(
      json(client),
      () => {
        writeFileSync(file, "third\n");
        return new Response(
          '{"message":"Attempted administrative access with invalid or missing key!"}',
          {
            status: 403,
            headers: { "content-type": "application/json" },
          },
        );
      },
      json(client),
    );
    const tyk = TykOAuth.fromEnv({ fetch });
    await tyk.clients.get(ref);
    writeFileSync(file, "second\n");
    await tyk.clients.get(ref);
    expect(sent.map(({ headers }) => headers["x-tyk-authorization"])).toEqual([
      "first",
      "second",
      "third",
    ]);
  });

  test("that does not exist fails the call, not the client, and the error has no path", async () => {
    environment({ TYK_GATEWAY_URL: url, TYK_GATEWAY_SECRET_FILE: "/nowhere/s3cret-path" });
    const { fetch, sent } = fakeFetch(text("", 500));
    const error = await failure(TykOAuth.fromEnv({ fetch }).clients.get(ref));
    expect(error).toBeInstanceOf(TykConfigError);
    expect(error.message).toEqual(
      saying("clients.get: TYK_GATEWAY_SECRET_FILE: the file cannot be read (ENOENT)"),
    );
    expect(sent).toEqual([]);
  });
});

describe("a runtime without a process", () => {
  test("has no environment, but explicit options work", async () => {
    vi.stubGlobal("process", undefined);
    expect((await thrown(() => optionsFromEnv({}))).message).toMatch(/^baseUrl is missing/);
    expect(optionsFromEnv({ baseUrl: url, secret: "s3cret" }).options).toStrictEqual({
      baseUrl: url,
      secret: "s3cret",
    });
  });

  test("has no files", async () => {
    vi.stubGlobal("process", { env: { TYK_GATEWAY_URL: url, TYK_GATEWAY_SECRET_FILE: "/a" } });
    const { secret } = optionsFromEnv({}).options;
    const source = new SecretSource(secret);
    const error = await failure(Promise.resolve(source.get(callSecretFunction)));
    expect(error).toBeInstanceOf(TykConfigError);
    expect(error.name).toBe("TykConfigError");
    expect(error.message).toBe(
      "TYK_GATEWAY_SECRET_FILE needs a runtime that can read files (node:fs)",
    );
  });

  test("can also have a process without an environment", async () => {
    vi.stubGlobal("process", {});
    expect((await thrown(() => optionsFromEnv({}))).message).toMatch(/^baseUrl is missing/);
  });
});
