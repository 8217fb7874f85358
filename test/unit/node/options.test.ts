import { beforeAll, describe, expect, test } from "vitest";
import { isTykError, TykConfigError } from "@tyk-oauth/sdk";
import { createNodeFetch } from "@tyk-oauth/sdk/node";
import type { NodeFetchOptions } from "@tyk-oauth/sdk/node";
import { leaks } from "../../support/secrets/leaks.ts";
import { thrown } from "../../support/util/failure.ts";
import { makeAuthority, makeClient } from "../../support/network/certificates.ts";
import type { Identity } from "../../support/network/certificates.ts";

/** Values that no message may contain. */
const markers = {
  pem: "m4rk-pem-k3y",
  passphrase: "m4rk-passphrase",
  password: "m4rk-password",
  user: "m4rk-user",
};

const wrongKey = `-----BEGIN PRIVATE KEY-----\n${markers.pem}\n-----END PRIVATE KEY-----\n`;
const wrongCert = `-----BEGIN CERTIFICATE-----\n${markers.pem}\n-----END CERTIFICATE-----\n`;
const withPassword = `//${markers.user}:${markers.password}@proxy.example`;

async function failureOf(options: unknown): Promise<TykConfigError> {
  const error = await thrown(() => createNodeFetch(options as NodeFetchOptions));
  expect(error).toBeInstanceOf(TykConfigError);
  expect(isTykError(error)).toBe(true);
  expect(leaks(markers, error)).toEqual([]);
  return error as TykConfigError;
}

const pem = "must be PEM: a string, bytes, or a list of these";
const count = "must be a whole number of 1 or more";
const ms = "must be a number of milliseconds above 0, or Infinity for no limit";
const text = "must be a non-empty string";
const name = "must be a host name, not an IP address";
const origin = "must be an origin, without a path, a query or a fragment";

describe("the options", () => {
  test.each<[string, unknown, string]>([
    ["ca", 7, pem],
    ["ca", null, pem],
    ["ca", {}, pem],
    ["ca", [7], pem],
    ["ca", [], "must not be an empty list"],
    ["ca", "", "contains no PEM block (-----BEGIN ...)"],
    ["ca", markers.pem, "contains no PEM block (-----BEGIN ...)"],
    ["ca", new Uint8Array([0x30, 0x82]), "contains no PEM block (-----BEGIN ...)"],
    ["key", wrongKey, "needs the option cert"],
    ["passphrase", markers.passphrase, "needs the option key"],
    ["passphrase", 7, "must be a string"],
    ["servername", "", text],
    ["servername", 7, text],
    ["servername", "10.0.0.1", name],
    ["servername", "::1", name],
    ["servername", "a b", name],
    ["servername", "https://gateway.example", name],
    ["proxy", 7, "must be a URL, such as http://proxy.example:3128"],
    ["proxy", "", "must be a URL, such as http://proxy.example:3128"],
    ["proxy", `:${withPassword}`, "must be a URL, such as http://proxy.example:3128"],
    ["proxy", `https:${withPassword}`, "must be an http URL"],
    ["proxy", `socks5:${withPassword}`, "must be an http URL"],
    ["proxy", `http:${withPassword}/path`, origin],
    ["proxy", `http:${withPassword}?a`, origin],
    ["proxy", `http:${withPassword}/#`, origin],
    [
      "proxy",
      `http://${markers.user}:${markers.password}%ff@proxy.example`,
      "contains credentials that are not percent-encoded UTF-8",
    ],
    ["socketPath", "", text],
    ["socketPath", 7, text],
    ...[0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, "16", null].map(
      (value): [string, unknown, string] => ["maxSockets", value, count],
    ),
    ...["idleTimeoutMs", "connectTimeoutMs"].flatMap((option) =>
      [0, -1, Number.NaN, 2 ** 31, "16", null].map((value): [string, unknown, string] => [
        option,
        value,
        ms,
      ]),
    ),
  ])("%s cannot be %j: %s", async (option, value, why) => {
    expect((await failureOf({ [option]: value })).message).toBe(`${option} ${why}`);
  });

  test.each(["rejectUnauthorized", "agent", "pfx", "proxyEnv", "headers", "timeoutMs"])(
    "reject %s",
    async (option) => {
      expect((await failureOf({ [option]: undefined })).message).toMatch(
        new RegExp(`^unknown option "${option}"; `),
      );
    },
  );

  test.each([null, "https://gateway.example", [], 7])("reject %j", async (options) => {
    expect((await failureOf(options)).message).toBe("options must be an object");
  });

  test("cannot have a proxy and a unix socket", async () => {
    const options = { proxy: "http://127.0.0.1:3128", socketPath: "/run/tyk.sock" };
    expect((await failureOf(options)).message).toBe(
      "proxy cannot be combined with socketPath; remove one of them",
    );
  });

  test("can be missing, or all undefined", () => {
    expect(createNodeFetch()).toBeInstanceOf(Function);
    const names = ["ca", "cert", "key", "passphrase", "servername", "proxy", "socketPath"];
    const limits = ["maxSockets", "idleTimeoutMs", "connectTimeoutMs"];
    const options = Object.fromEntries([...names, ...limits].map((option) => [option, undefined]));
    expect(createNodeFetch(options)).toBeInstanceOf(Function);
  });
});

describe("certificates and keys", () => {
  let authority: Identity;
  let own: Identity;
  let other: Identity;
  let encrypted: Identity;

  beforeAll(async () => {
    authority = await makeAuthority("Authority");
    own = await makeClient("own", { by: authority });
    other = await makeClient("other", { by: authority });
    encrypted = await makeClient("own", { by: authority, passphrase: "right one" });
  });

  test("that cannot be read fail at once, and are not quoted", async () => {
    const broken = "contains a certificate that cannot be read";
    expect((await failureOf({ ca: wrongCert })).message).toMatch(`ca ${broken} (ERR_`);
    expect((await failureOf({ ca: wrongKey })).message).toMatch(`ca ${broken} (ERR_`);
    expect((await failureOf({ ca: [authority.cert, wrongCert] })).message).toMatch(`ca ${broken}`);
    const cert = await failureOf({ cert: wrongCert, key: own.key });
    expect(cert.message).toMatch(`cert ${broken} (ERR_`);
  });

  test("must match", async () => {
    const why = "key cannot be used with this cert and this passphrase";
    expect((await failureOf({ cert: own.cert })).message).toBe("cert needs the option key");
    expect((await failureOf({ cert: own.cert, key: wrongKey })).message).toMatch(`${why} (ERR_`);
    const mixed = await failureOf({ cert: own.cert, key: other.key });
    expect(mixed.message).toBe(`${why} (ERR_OSSL_X509_KEY_VALUES_MISMATCH)`);
    const without = await failureOf({ cert: encrypted.cert, key: encrypted.key });
    expect(without.message).toMatch(why);
    const { passphrase } = markers;
    const wrong = await failureOf({ cert: encrypted.cert, key: encrypted.key, passphrase });
    expect(wrong.message).toMatch(why);
    expect(createNodeFetch({ ...encrypted, passphrase: "right one" })).toBeInstanceOf(Function);
  });

  test("are read once: later changes of their buffers have no effect", async () => {
    const key = Buffer.from(own.key);
    const options = { cert: own.cert, key, maxSockets: 3 };
    const fetch = createNodeFetch(options);
    key.fill(0);
    options.maxSockets = 0;
    await expect(fetch("http://127.0.0.1:1")).rejects.toThrow("fetch failed");
  });
});
