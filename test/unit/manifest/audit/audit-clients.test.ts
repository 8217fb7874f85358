import { describe, expect, test } from "vitest";
import { auditClients } from "../../../../src/manifest/index.ts";
import type { AuditFinding, AuditOptions, AuditReport } from "../../../../src/manifest/index.ts";
import type { NewClientRequest } from "../../../../src/index.ts";
import { createTestBed } from "../../../support/gateway/test-bed.ts";
import type { TestBed } from "../../../support/gateway/test-bed.ts";
import type { GatewayOptions } from "../../../../src/testing/index.ts";
import { issueToken, issueTokenPair } from "../../../support/gateway/oauth-flow.ts";
import { redirectUri } from "../../../support/gateway/redirect-uri.ts";
import { failure } from "../../../support/util/failure.ts";
import { leaks } from "../../../support/secrets/leaks.ts";

const goodSecret = "0123456789abcdef0123456789abcdef";
const goodUri = "https://shop.example/cb";

/** Creates a gateway with one API and a client without findings, except for what the test changes. */
async function bedWith(
  clients: readonly NewClientRequest[],
  options: GatewayOptions = {},
): Promise<TestBed> {
  const bed = createTestBed({ apis: ["orders"], policies: { gold: ["orders"] }, ...options });
  for (const [index, body] of clients.entries())
    await bed.raw.createOAuthClient({
      body: {
        client_id: `c${index}`,
        api_id: "orders",
        policy_id: "gold",
        secret: `${goodSecret}${index}`,
        redirect_uri: `https://c${index}.example/cb`,
        ...body,
      },
    });
  return bed;
}

/** Audits without the findings of clients that have no token. */
async function audit(bed: TestBed, options: AuditOptions = {}): Promise<AuditReport> {
  return auditClients(bed.tyk, { tokens: "none", ...options });
}

function rulesOf(findings: readonly AuditFinding[]): string[] {
  return findings.map(({ rule }) => rule).sort();
}

describe("auditClients", () => {
  test("finds nothing on a gateway without weaknesses, and says what it did not check", async () => {
    const bed = await bedWith([{}]);
    await issueToken(bed, { id: "c0", secret: `${goodSecret}0` });
    const { findings, gaps, apis, clientCount } = await auditClients(bed.tyk, { tokens: "all" });
    expect({ findings, gaps }).toEqual({ findings: [], gaps: [] });
    expect({ apis, clientCount }).toEqual({ apis: ["orders"], clientCount: 1 });
    const lists = await auditClients(bed.tyk);
    expect(lists.gaps.map(({ what }) => what)).toEqual([
      "tokens that no list names, that never expire or that open too much",
    ]);
  });

  test("changes nothing", async () => {
    const bed = await bedWith([{}]);
    const before = bed.gateway.requests.length;
    await auditClients(bed.tyk, { tokens: "all" });
    const writes = bed.gateway.requests
      .slice(before)
      .filter(({ method, path }) => method !== "GET" && !path.startsWith("/tyk/oauth/tokens"));
    expect(writes).toEqual([]);
  });

  test.each<[string, string]>([
    ["http://shop.example/cb", "redirect-uri-http"],
    ["https://shop.example", "redirect-uri-open-host"],
    ["https://shop.example:8443", "redirect-uri-open-host"],
    ["https://*.shop.example/cb", "redirect-uri-wildcard"],
    ["http://localhost:3000/cb", "redirect-uri-localhost"],
    ["http://127.0.0.1/cb", "redirect-uri-localhost"],
    ["http://[::1]/cb", "redirect-uri-localhost"],
    ["javascript:alert(1)", "redirect-uri-script"],
    ["data:text/html,x", "redirect-uri-script"],
    ["/cb", "redirect-uri-invalid"],
    ["https://shop.example/cb#x", "redirect-uri-invalid"],
    ["", "redirect-uri-missing"],
  ])("finds the redirect URI %j", async (redirect_uri, rule) => {
    const bed = await bedWith([{ redirect_uri }]);
    expect(rulesOf((await audit(bed)).findings)).toEqual([rule]);
  });

  test.each(["com.example.app:/cb", "https://shop.example?x=1"])(
    "accepts %j",
    async (redirect_uri) => {
      const bed = await bedWith([{ redirect_uri }]);
      expect((await audit(bed)).findings).toEqual([]);
    },
  );

  test("checks each of several redirect URIs", async () => {
    const redirect_uri = `${goodUri};http://a.example/cb;http://b.example/cb`;
    const bed = await bedWith([{ redirect_uri }], { redirectUriSeparator: ";" });
    const { findings } = await audit(bed, { redirectUriSeparator: ";" });
    expect(rulesOf(findings)).toEqual(["redirect-uri-http", "redirect-uri-http"]);
    expect(new Set(findings.map(({ key }) => key)).size).toBe(2);
  });

  test("finds a redirect URI that is a prefix of another client's, but not an equal one", async () => {
    const bed = await bedWith([
      { redirect_uri: "https://shop.example/cb" },
      { redirect_uri: "https://shop.example/cb/admin" },
      { redirect_uri: "https://shop.example/cb" },
      { redirect_uri: "https://shop.example/ca" },
    ]);
    const { findings } = await audit(bed);
    expect(findings.map(({ rule, clientId }) => `${rule} ${clientId ?? ""}`).sort()).toEqual([
      "redirect-uri-prefix c0",
      "redirect-uri-prefix c2",
    ]);
  });

  test.each<[string, NewClientRequest, GatewayOptions["policies"], readonly string[]]>([
    ["no policy", { policy_id: "" }, { gold: ["orders"] }, ["policy-missing"]],
    ["an unknown policy", { policy_id: "old" }, { gold: ["orders"] }, ["policy-unknown"]],
    ["a policy without the API", {}, { gold: ["vault"] }, ["policy-opens-more", "policy-useless"]],
    ["a policy of two APIs", {}, { gold: ["orders", "vault"] }, ["policy-opens-more"]],
    [
      "an inactive policy",
      {},
      { gold: { access_rights: ["orders"], is_inactive: true } as never },
      ["policy-useless"],
    ],
  ])("finds %s", async (_, body, policies, rules) => {
    const bed = await bedWith([body], {
      apis: ["orders", { api_id: "vault", use_standard_auth: true }],
      policies,
    });
    expect(rulesOf((await audit(bed)).findings)).toEqual(rules);
  });

  test("does not guess about policies that the gateway does not show", async () => {
    const bed = await bedWith([{}], { version: "3.0.0" });
    const { findings, gaps } = await audit(bed);
    expect(findings).toEqual([]);
    expect(gaps.map(({ what }) => what)).toContain("the policies of clients");
  });

  test("finds copies that differ", async () => {
    const options = { apis: ["orders", "billing"], policies: { gold: ["orders", "billing"] } };
    const bed = await bedWith(
      [{}, { client_id: "c0", api_id: "billing", secret: `${goodSecret}x`, description: "other" }],
      options,
    );
    const [finding, ...others] = (await audit(bed)).findings.filter(
      ({ rule }) => rule === "copies-differ",
    );
    expect(others).toEqual([]);
    expect(finding?.message).toContain("description, redirect_uri, secret");
  });

  test("finds secrets that are shared, short or unusable, and shows none", async () => {
    const bed = await bedWith([
      { secret: goodSecret },
      { secret: goodSecret },
      { secret: "kurz-7" },
      { secret: "p+q/r=0123456789abcdef0123" },
    ]);
    const report = await audit(bed);
    expect(report.findings.map(({ rule, clientId }) => `${rule} ${clientId ?? ""}`).sort()).toEqual(
      ["secret-shared c0", "secret-short c2", "secret-unusable c3"],
    );
    const secrets = { goodSecret, kurz: "kurz-7", odd: "p+q/r=0123456789abcdef0123" };
    expect(leaks(secrets, report)).toEqual([]);
  });

  test("finds an id that OAuth libraries cannot use", async () => {
    const bed = await bedWith([{ client_id: "shop@acme" }]);
    expect(rulesOf((await audit(bed)).findings)).toEqual(["id-unusable"]);
  });

  test("finds a broken index, and says that its clients were not checked", async () => {
    const bed = await bedWith([{}]);
    bed.gateway.evictClient("orders", "c0");
    const { findings, gaps } = await audit(bed);
    expect(rulesOf(findings)).toEqual(["index-broken"]);
    expect(gaps.map(({ what }) => what)).toContain("the clients of orders");
  });

  test("finds an API whose requests another API may receive", async () => {
    const evil = { api_id: "evil", listen_path: "/orders/oauth/", use_keyless: true };
    const bed = await bedWith([{}], { apis: ["orders", evil] });
    expect(rulesOf((await audit(bed)).findings)).toEqual(["api-shadowed"]);
  });

  test.each<[string, GatewayOptions, readonly string[]]>([
    ["keys that are not listed", { listHashedKeys: false }, ["keys-not-listed"]],
    ["keys in clear", { hashKeys: false }, ["keys-not-hashed"]],
  ])("finds %s", async (_, options, rules) => {
    const bed = await bedWith([{}], options);
    expect(rulesOf((await audit(bed)).findings)).toEqual(rules);
  });

  test("finds the weak hash of keys", async () => {
    const bed = await bedWith([{}], { hashKeyFunction: "murmur32" });
    await issueToken(bed, { id: "c0", secret: `${goodSecret}0` });
    expect(rulesOf((await audit(bed)).findings)).toEqual(["key-hash-weak"]);
  });

  test("finds clients without tokens, and living tokens that no list names", async () => {
    const bed = await bedWith([{}, {}]);
    await issueToken(bed, { id: "c0", secret: `${goodSecret}0` });
    expect((await auditClients(bed.tyk)).findings.map(({ key }) => key)).toEqual([
      "client-unused::c1",
    ]);
    // With hashed keys a change of the policy empties the list (trap 14).
    const path = { apiID: "orders", keyName: "c0" };
    const body = { redirect_uri: "https://c0.example/cb", policy_id: "" };
    await bed.raw.updateOAuthClient({ path, body });
    const report = await auditClients(bed.tyk, { tokens: "all" });
    expect(report.findings.map(({ key }) => key)).toEqual([
      "policy-missing:orders:c0",
      "token-unlisted::c0",
      "client-unused::c1",
    ]);
  });

  test("finds tokens that open more than the policy", async () => {
    const vault = { api_id: "vault", use_standard_auth: true };
    const redirect_uri = redirectUri;
    const bed = await bedWith([{ redirect_uri }], { apis: ["orders", vault] });
    const rights = { api_name: "x", versions: ["Default"] };
    const access_rights = {
      orders: { ...rights, api_id: "orders" },
      vault: { ...rights, api_id: "vault" },
    };
    const { org_id = "" } = await bed.tyk.apis.get({ apiId: "orders" });
    await issueTokenPair(bed, { id: "c0", secret: `${goodSecret}0` }, { org_id, access_rights });
    const { findings } = await auditClients(bed.tyk, { tokens: "all" });
    expect(findings.map(({ rule, message }) => `${rule}: ${message}`)).toEqual([
      "token-opens-more: tokens of c0 open vault, which its policy does not grant",
    ]);
  });

  test("accepts the findings of a baseline, and names its keys that are stale", async () => {
    const bed = await bedWith([{ redirect_uri: "http://localhost/cb" }]);
    const [{ key } = { key: "" }] = (await audit(bed)).findings;
    const baseline = { version: 1, accepted: [{ key, reason: "native" }, { key: "old" }] } as const;
    const { findings, accepted, staleKeys } = await audit(bed, { baseline });
    expect({ findings, staleKeys }).toEqual({ findings: [], staleKeys: ["old"] });
    expect(rulesOf(accepted)).toEqual(["redirect-uri-localhost"]);
  });

  test("checks only the clients of the named APIs", async () => {
    const bed = await bedWith([{}, { api_id: "billing", redirect_uri: "" }], {
      apis: ["orders", "billing"],
      policies: { gold: ["orders", "billing"] },
    });
    const { findings, apis } = await audit(bed, { apis: ["orders"] });
    expect(apis).toEqual(["orders"]);
    expect(rulesOf(findings)).toEqual(["policy-opens-more"]);
  });

  test.each<[string, AuditOptions, string]>([
    ["an unknown API", { apis: ["orders", "ordres"] }, "ordres"],
    ["an unknown option", { api: ["orders"] } as never, "api"],
    ["unknown tokens", { tokens: "some" as never }, "tokens"],
    ["a wrong baseline", { baseline: { version: 2 } as never }, "version 1"],
    [
      "a baseline without a key",
      { baseline: { version: 1, accepted: [{}] } as never },
      "accepted[0]",
    ],
  ])("refuses %s", async (_, options, text) => {
    const error = await failure(auditClients((await bedWith([{}])).tyk, options));
    expect(error).toMatchObject({
      code: "input",
      message: expect.stringContaining(text) as string,
    });
  });

  test("says what it could not check if an API cannot be read, and stops if the secret is wrong", async () => {
    const bed = await bedWith([{}]);
    bed.gateway.fail({ operation: "listOAuthClients" }, { status: 500, body: "down" }, 5);
    const { gaps } = await audit(bed);
    expect(gaps.map(({ what }) => what)).toContain("the clients of orders");
    const stranger = bed.gateway.client({ secret: "wrong" });
    expect(await failure(auditClients(stranger))).toMatchObject({ code: "authentication" });
  });

  test("ends at the signal", async () => {
    const bed = await bedWith([{}]);
    const signal = AbortSignal.abort();
    expect(await failure(auditClients(bed.tyk, { signal }))).toMatchObject({ code: "aborted" });
  });
});
