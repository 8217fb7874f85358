/**
 * Random gateways with APIs whose paths, ids, domains and ports overlap. A request with a secret must reach only the API that it
 * is meant for, or not be sent. Two models check this: an oracle with the routing rules of each version, and the embedded
 * gateway. If no APIs overlap, no call may be refused. `TYK_PROPERTY_RUNS` and `TYK_PROPERTY_SEED` are described in
 * random-sequences.test.ts.
 */
import fc from "fast-check";
import { createGateway } from "@tyk-oauth/sdk/testing";
import { expect, test } from "vitest";
import type { ApiDefinition, TykFetch } from "../../src/index.ts";
import { TykError, TykInputError, TykUnsupportedError } from "../../src/index.ts";
import { operations } from "../../src/operations/operations.ts";
import { addressOf } from "../../src/verbs/apis/address.ts";
import type { AddressedOperation } from "../../src/verbs/apis/address.ts";
import { readDefinition } from "../../src/verbs/apis/definition.ts";
import { createMethodHarness } from "../support/client/method-harness.ts";
import { RouteOracle } from "../support/property/route-oracle.ts";
import {
  anyGatewayWithoutOverlaps,
  anyEmbeddedApi,
  anyRoutedGateway,
} from "../support/property/routed-gateways.ts";
import type { RoutedGateway } from "../support/property/routed-gateways.ts";

const runs = 40 * Number(process.env["TYK_PROPERTY_RUNS"] ?? 30);
const seedText = process.env["TYK_PROPERTY_SEED"] ?? "20251124";
const seed = seedText === "random" ? Date.now() % 2 ** 31 : Number(seedText);
const fcOptions = { seed, numRuns: runs } as const;

const addressedOperations: readonly AddressedOperation[] = [
  "authorizeClient",
  "oauthAuthorize",
  "oauthRevokeAll",
];
const chosenPaths = [undefined, "/shop/", "/shop/7/", "/abc", "/xy/"];

/** Creates the control API of an oracle's gateway. */
function createControlApi(oracle: RouteOracle): TykFetch {
  return (url) => {
    const { pathname, searchParams } = new URL(url);
    const withMcp = searchParams.get("include_types") === "mcp";
    if (pathname === "/tyk/apis")
      return Promise.resolve(Response.json(oracle.definitions(withMcp)));
    const apiId = decodeURIComponent(pathname.split("/").at(-1) ?? "");
    const found = oracle.definitions(true).find((api) => "api_id" in api && api.api_id === apiId);
    return Promise.resolve(Response.json(found ?? {}, { status: found === undefined ? 404 : 200 }));
  };
}

/** Returns the URL that a method would use, or the error that it throws instead. */
async function resolveUrl(
  gateway: RoutedGateway,
  oracle: RouteOracle,
  apiId: string,
  operation: AddressedOperation,
  chosen?: string,
): Promise<URL | TykError> {
  const { apiBaseUrl, passesCustomDomains, settings } = gateway;
  const { context } = createMethodHarness([], {
    fetch: createControlApi(oracle),
    apiBaseUrl,
    allowInsecureHttp: true,
    ...(passesCustomDomains ? { customDomains: settings.customDomains } : {}),
  });
  try {
    const api: ApiDefinition = await readDefinition(context, apiId);
    const { listenPath } = await addressOf(context, api, operation, chosen);
    return new URL(
      `${apiBaseUrl}${listenPath.replace(/\/+$/, "")}${operations[operation].template}`,
    );
  } catch (error) {
    if (error instanceof TykError) return error;
    throw error;
  }
}

/** Returns a listen path that matches the pattern, if the path is a pattern. */
function listenPathIn(pattern: string): { listenPath?: string } {
  return pattern.includes("{") ? { listenPath: pattern.replace(/\{.*\}/, "shop") } : {};
}

const counts = { sent: 0, refused: 0 };
const settledCalls = { fulfilled: 0, rejected: 0 };

test(
  "no request with a secret reaches another API, on any version",
  { timeout: 600_000 },
  async () => {
    const anyCall = fc.record({
      gateway: anyRoutedGateway,
      operation: fc.constantFrom(...addressedOperations),
      chosen: fc.constantFrom(...chosenPaths),
    });
    const property = fc.asyncProperty(anyCall, async ({ gateway, operation, chosen }) => {
      const oracle = new RouteOracle(gateway.apis, gateway.settings);
      for (const { api_id, listen_path, use_oauth2 } of gateway.apis) {
        const path = listen_path.includes("{") ? chosen : undefined;
        const url = await resolveUrl(gateway, oracle, api_id, operation, path);
        if (url instanceof TykError) {
          counts.refused += 1;
          expect([TykUnsupportedError, TykInputError]).toContain(url.constructor);
          expect(url.outcome).toBe("not-sent");
          continue;
        }
        counts.sent += 1;
        const destination = oracle.route(url);
        if (destination.to === "api")
          expect(destination).toEqual({ to: "api", apiId: api_id, isOAuthEndpoint: use_oauth2 });
      }
    });
    await fc.assert(property, fcOptions);
    // A check that refuses every call would pass the assertions above.
    expect(counts.sent).toBeGreaterThan(counts.refused / 5);
  },
);

test("no call is rejected if no two APIs overlap", { timeout: 600_000 }, async () => {
  const property = fc.asyncProperty(anyGatewayWithoutOverlaps, async (gateway) => {
    const oracle = new RouteOracle(gateway.apis, gateway.settings);
    for (const { api_id, listen_path, domain } of gateway.apis.slice(0, 8)) {
      const reachable: RoutedGateway = {
        ...gateway,
        apiBaseUrl: `http://${domain === "other.example" ? domain : "gateway.example"}:8080`,
      };
      const chosen = listen_path.replace(/\{.*\}/, "42");
      for (const operation of addressedOperations) {
        const url = await resolveUrl(reachable, oracle, api_id, operation, chosen);
        expect(url).toBeInstanceOf(URL);
        const { customDomains } = gateway.settings;
        const takesPort = domain === undefined || domain === "other.example" || !customDomains;
        if (url instanceof URL && takesPort)
          expect(oracle.route(url)).toEqual({ to: "api", apiId: api_id, isOAuthEndpoint: true });
      }
    }
  });
  await fc.assert(property, { ...fcOptions, numRuns: runs / 10 });
});

test(
  "on the embedded gateway no upstream gets the gateway's secret",
  { timeout: 600_000 },
  async () => {
    const anyGateway = fc.record({
      version: fc.constantFrom("3.0.0", "4.3.0", "5.3.0", "5.6.0", "5.10.0", "5.14.0"),
      separateControl: fc.boolean(),
      customDomains: fc.boolean(),
      hostname: fc.constantFrom("", "", "tyk-gateway.invalid", "apis.example"),
      apis: fc.uniqueArray(anyEmbeddedApi, {
        minLength: 2,
        maxLength: 4,
        selector: (one) => one.api_id,
      }),
    });
    const property = fc.asyncProperty(anyGateway, async ({ apis, ...options }) => {
      const leaked: string[] = [];
      const upstream = ({ url, headers }: Request): Response => {
        if (headers.has("x-tyk-authorization")) leaked.push(url);
        return Response.json({ code: "c", redirect_to: "https://shop.example/cb?code=c" });
      };
      const gateway = createGateway({ ...options, apis, upstream });
      const apiBaseUrl = ({ domain }: ApiDefinition): string =>
        domain === undefined || domain === "" ? gateway.url : `https://${domain}`;
      const tyk = gateway.client({ apiBaseUrl, maxRetries: 0 });
      for (const { api_id, listen_path = "" } of apis.filter(({ use_oauth2 }) => use_oauth2)) {
        const redirect_uri = "https://shop.example/cb";
        const body = { client_id: "c", api_id, policy_id: "gold", redirect_uri };
        // An internal API can be cold (trap 38), and then has no clients.
        const [created] = await Promise.allSettled([tyk.raw.createOAuthClient({ body })]);
        if (created.status === "rejected") continue;
        const call = tyk.clients.authorize(
          { apiId: api_id, clientId: "c" },
          { redirectUri: redirect_uri, ...listenPathIn(listen_path) },
        );
        const [{ status }] = await Promise.allSettled([call]);
        settledCalls[status] += 1;
      }
      expect(leaked).toEqual([]);
    });
    await fc.assert(property, { ...fcOptions, numRuns: runs / 4 });
    expect(settledCalls.fulfilled).toBeGreaterThan(settledCalls.rejected / 5);
  },
);
