/**
 * Random gateways with APIs whose paths, ids, domains and ports overlap. No request with a secret is ever sent whose receiver
 * is not the API that is meant: by an oracle that routes as each version does, and by the embedded gateway. Without overlaps
 * nothing is refused. `TYK_PROPERTY_RUNS` and `TYK_PROPERTY_SEED` are those of the random sequences.
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
const asked = process.env["TYK_PROPERTY_SEED"] ?? "20251124";
const seed = asked === "random" ? Date.now() % 2 ** 31 : Number(asked);
const asOften = { seed, numRuns: runs } as const;

const addressed: readonly AddressedOperation[] = [
  "authorizeClient",
  "oauthAuthorize",
  "oauthRevokeAll",
];
const chosenPaths = [undefined, "/shop/", "/shop/7/", "/abc", "/xy/"];

/** The control API of an oracle's gateway. */
function controlApiOf(oracle: RouteOracle): TykFetch {
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

/** The URL that a method would send to, or the error with which it refuses. */
async function urlFor(
  routed: RoutedGateway,
  oracle: RouteOracle,
  apiId: string,
  operation: AddressedOperation,
  chosen?: string,
): Promise<URL | TykError> {
  const { apiBaseUrl, passesCustomDomains, settings } = routed;
  const { context } = createMethodHarness([], {
    fetch: controlApiOf(oracle),
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

/** A path of a pattern. */
function listenPathIn(pattern: string): { listenPath?: string } {
  return pattern.includes("{") ? { listenPath: pattern.replace(/\{.*\}/, "shop") } : {};
}

const count = { sent: 0, refused: 0 };
const embedded = { fulfilled: 0, rejected: 0 };

test(
  "no request with a secret reaches another API, on any version",
  { timeout: 600_000 },
  async () => {
    const anyCall = fc.record({
      routed: anyRoutedGateway,
      operation: fc.constantFrom(...addressed),
      chosen: fc.constantFrom(...chosenPaths),
    });
    const property = fc.asyncProperty(anyCall, async ({ routed, operation, chosen }) => {
      const oracle = new RouteOracle(routed.apis, routed.settings);
      for (const { api_id, listen_path, use_oauth2 } of routed.apis) {
        const path = listen_path.includes("{") ? chosen : undefined;
        const url = await urlFor(routed, oracle, api_id, operation, path);
        if (url instanceof TykError) {
          count.refused += 1;
          expect([TykUnsupportedError, TykInputError]).toContain(url.constructor);
          expect(url.outcome).toBe("not-sent");
          continue;
        }
        count.sent += 1;
        const destination = oracle.route(url);
        if (destination.to === "api")
          expect(destination).toEqual({ to: "api", apiId: api_id, isOAuthEndpoint: use_oauth2 });
      }
    });
    await fc.assert(property, asOften);
    // A guard that refuses everything would hold as well.
    expect(count.sent).toBeGreaterThan(count.refused / 5);
  },
);

test("no call is rejected if no two APIs overlap", { timeout: 600_000 }, async () => {
  const property = fc.asyncProperty(anyGatewayWithoutOverlaps, async (routed) => {
    const oracle = new RouteOracle(routed.apis, routed.settings);
    for (const { api_id, listen_path, domain } of routed.apis.slice(0, 8)) {
      const own: RoutedGateway = {
        ...routed,
        apiBaseUrl: `http://${domain === "other.example" ? domain : "gateway.example"}:8080`,
      };
      const chosen = listen_path.replace(/\{.*\}/, "42");
      for (const operation of addressed) {
        const url = await urlFor(own, oracle, api_id, operation, chosen);
        expect(url).toBeInstanceOf(URL);
        const { customDomains } = routed.settings;
        const takesPort = domain === undefined || domain === "other.example" || !customDomains;
        if (url instanceof URL && takesPort)
          expect(oracle.route(url)).toEqual({ to: "api", apiId: api_id, isOAuthEndpoint: true });
      }
    }
  });
  await fc.assert(property, { ...asOften, numRuns: runs / 10 });
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
        // An internal API can be cold, and then has no clients.
        const [created] = await Promise.allSettled([tyk.raw.createOAuthClient({ body })]);
        if (created.status === "rejected") continue;
        const call = tyk.clients.authorize(
          { apiId: api_id, clientId: "c" },
          { redirectUri: redirect_uri, ...listenPathIn(listen_path) },
        );
        const [{ status }] = await Promise.allSettled([call]);
        embedded[status] += 1;
      }
      expect(leaked).toEqual([]);
    });
    await fc.assert(property, { ...asOften, numRuns: runs / 4 });
    expect(embedded.fulfilled).toBeGreaterThan(embedded.rejected / 5);
  },
);
