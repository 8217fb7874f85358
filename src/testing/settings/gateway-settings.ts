import { keyHashFunctions } from "../../util/hash/key-hash.ts";
import type { KeyHashFunction } from "../../util/hash/key-hash.ts";
import { checkTemplate, resolveApis } from "./apis.ts";
import type { Api } from "./apis.ts";
import { resolveKeys } from "./keys.ts";
import type { ConfiguredKey } from "./keys.ts";
import { isRecord } from "../../util/json.ts";
import {
  checkNonNegativeInteger,
  rejectOption,
  checkBoolean,
  withCaller,
  checkFieldNames,
  checkOptionNames,
  checkSeconds,
  checkString,
} from "./option-checks.ts";
import type { GatewayOptions, ReloadOptions } from "../options.ts";
import { resolvePolicies } from "./policies.ts";
import type { Policy } from "./policies.ts";
import type { WriteBackSettings } from "../session/write-backs.ts";
import { isSupportedVersion } from "../versions.ts";

/** The options with all defaults set. */
export interface GatewaySettings {
  readonly secret: string;
  readonly version: string;
  readonly hashKeys: boolean;
  readonly hashKeyFunction: KeyHashFunction | undefined;
  readonly listHashedKeys: boolean;
  readonly tokenTtlSeconds: number;
  readonly refreshTokenTtlSeconds: number;
  readonly retainSeconds: number;
  readonly redirectUriSeparator: string;
  readonly oauthErrorStatusCode: number;
  readonly edge: boolean;
  readonly separateControl: boolean;
  readonly apis: readonly Api[];
  readonly policies: readonly Policy[];
  readonly keys: readonly ConfiguredKey[];
  readonly writeBacks: WriteBackSettings;
  readonly upstream: ((request: Request) => Response | Promise<Response>) | undefined;
  readonly now: number | (() => number);
  readonly seed: string | number | undefined;
  readonly warm: boolean;
  readonly hostname: string;
  readonly customDomains: boolean;
  readonly healthCheckEndpointName: string;
}

const optionNames: Readonly<Record<keyof GatewayOptions, true>> = {
  secret: true,
  version: true,
  hashKeys: true,
  hashKeyFunction: true,
  listHashedKeys: true,
  tokenTtlSeconds: true,
  refreshTokenTtlSeconds: true,
  retainSeconds: true,
  redirectUriSeparator: true,
  oauthErrorStatusCode: true,
  edge: true,
  separateControl: true,
  apis: true,
  policies: true,
  keys: true,
  writeBacks: true,
  upstream: true,
  now: true,
  seed: true,
  warm: true,
  hostname: true,
  customDomains: true,
  healthCheckEndpointName: true,
};

/** Checks the options of a reload. What is left out stays `undefined`. */
export function resolveReload(options: ReloadOptions): {
  apis: readonly Api[] | undefined;
  policies: readonly Policy[] | undefined;
} {
  return withCaller("reload", () => {
    checkOptionNames(options, ["apis", "policies"]);
    const { apis, policies } = options;
    return {
      apis: apis === undefined ? undefined : resolveApis(apis),
      policies: policies === undefined ? undefined : resolvePolicies(policies),
    };
  });
}

/** Checks the options and sets the defaults. */
export function resolveGatewaySettings(options: GatewayOptions): GatewaySettings {
  return withCaller("createGateway", () => resolveSettings(options));
}

function resolveSettings(options: GatewayOptions): GatewaySettings {
  checkOptionNames(options, Object.keys(optionNames));
  const version = checkString(options.version, "version", "5.14.0");
  if (!isSupportedVersion(version))
    rejectOption("version", `must be 3.0.0 or later and before 6, not "${version}"`);
  const secret = checkString(options.secret, "secret", "embedded-gateway-secret");
  if (secret === "") rejectOption("secret", "must not be empty");
  const { hashKeyFunction, upstream, seed } = options;
  if (hashKeyFunction !== undefined && !keyHashFunctions.includes(hashKeyFunction)) {
    rejectOption("hashKeyFunction", `must be one of ${keyHashFunctions.join(", ")}`);
  }
  if (upstream !== undefined && typeof upstream !== "function")
    rejectOption("upstream", "must be a function");
  if (seed !== undefined && !["string", "number"].includes(typeof seed))
    rejectOption("seed", "must be a string or a number");
  const apis = resolveApis(options.apis ?? ["orders", "billing"]);
  return {
    secret,
    version,
    hashKeyFunction,
    upstream,
    seed,
    apis,
    policies: resolvePolicies(options.policies ?? { gold: apis.map((api) => api.id) }),
    keys: resolveKeys(options.keys ?? {}),
    writeBacks: resolveWriteBacks(options.writeBacks ?? 0),
    hashKeys: checkBoolean(options.hashKeys, "hashKeys", true),
    listHashedKeys: checkBoolean(options.listHashedKeys, "listHashedKeys", false),
    edge: checkBoolean(options.edge, "edge", false),
    separateControl: checkBoolean(options.separateControl, "separateControl", false),
    tokenTtlSeconds: checkSeconds(options.tokenTtlSeconds, "tokenTtlSeconds", 3600, 1),
    refreshTokenTtlSeconds: checkSeconds(
      options.refreshTokenTtlSeconds,
      "refreshTokenTtlSeconds",
      1_209_600,
      1,
    ),
    retainSeconds: checkSeconds(options.retainSeconds, "retainSeconds", 0, 0),
    redirectUriSeparator: checkString(options.redirectUriSeparator, "redirectUriSeparator", ";"),
    oauthErrorStatusCode: checkStatus(options.oauthErrorStatusCode ?? 403),
    now: resolveNow(options.now ?? Date.now),
    warm: checkBoolean(options.warm, "warm", false),
    hostname: checkTemplate(options.hostname, "hostname", ""),
    customDomains: checkBoolean(options.customDomains, "customDomains", true),
    healthCheckEndpointName: checkString(
      options.healthCheckEndpointName,
      "healthCheckEndpointName",
      "hello",
    ),
  };
}

function resolveWriteBacks(setup: unknown): WriteBackSettings {
  const fields: unknown = typeof setup === "number" ? { times: setup } : setup;
  if (!isRecord(fields)) rejectOption("writeBacks", "must be a number or an object with times");
  checkFieldNames(fields, "writeBacks", ["times", "afterRequests"]);
  const { times, afterRequests = 1 } = fields;
  return {
    times: times === Infinity ? times : checkNonNegativeInteger(times, "writeBacks: times"),
    afterRequests: checkNonNegativeInteger(afterRequests, "writeBacks: afterRequests"),
  };
}

/** 0 means the default, as in the gateway's configuration. */
function checkStatus(value: unknown): number {
  if (
    typeof value !== "number" ||
    !Number.isInteger(value) ||
    (value !== 0 && (value < 200 || value > 599))
  )
    rejectOption("oauthErrorStatusCode", "must be a status from 200 to 599, or 0");
  return value === 0 ? 403 : value;
}

function resolveNow(now: number | Date | (() => number)): number | (() => number) {
  if (typeof now === "function") return now;
  // Also a `Date` of another realm, such as that of a test environment.
  const moment = Object.prototype.toString.call(now) === "[object Date]" ? Number(now) : now;
  if (typeof moment !== "number" || !Number.isFinite(moment))
    rejectOption("now", "must be a time in milliseconds, a Date, or a function");
  return moment;
}
