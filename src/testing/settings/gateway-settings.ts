import { keyHashFunctions } from "../../util/hash/key-hash.ts";
import { isRecord } from "../../util/json.ts";
import type { GatewayOptions, ListenOptions, ReloadOptions } from "../options.ts";
import type { WriteBackSettings } from "../session/write-backs.ts";
import { isSupportedVersion } from "../versions.ts";
import { checkTemplate, resolveApis } from "./apis.ts";
import type { Api } from "./apis.ts";
import { resolveKeys } from "./keys.ts";
import type { ConfiguredKey } from "./keys.ts";
import {
  checkFieldNames,
  checkOptionNames,
  isInteger,
  OptionFields,
  rejectOption,
  withCaller,
} from "./option-checks.ts";
import { resolvePolicies } from "./policies.ts";
import type { Policy } from "./policies.ts";

type DefinedOptions = {
  readonly [Name in keyof GatewayOptions]-?: Exclude<GatewayOptions[Name], undefined>;
};

/** The options with all defaults set. */
export interface GatewaySettings
  extends
    Omit<DefinedOptions, "apis" | "policies" | "keys" | "writeBacks" | "now" | UnsetOption>,
    Pick<Required<GatewayOptions>, UnsetOption> {
  readonly apis: readonly Api[];
  readonly policies: readonly Policy[];
  readonly keys: readonly ConfiguredKey[];
  readonly writeBacks: WriteBackSettings;
  readonly now: number | (() => number);
}

/** The options that are `undefined` by default. */
type UnsetOption = "hashKeyFunction" | "upstream" | "seed";

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

/** Checks the options of `listen`. */
export function checkListenOptions(options: ListenOptions): void {
  withCaller("listen", () => {
    checkOptionNames(options, ["port", "controlPort", "host", "onRequest"]);
    const { port: apiPort, controlPort, host, onRequest } = options;
    if (host !== undefined && (typeof host !== "string" || host === ""))
      rejectOption("host", "must be an address or a host name");
    if (onRequest !== undefined && typeof onRequest !== "function")
      rejectOption("onRequest", "must be a function");
    for (const [name, port] of Object.entries({ port: apiPort, controlPort }))
      if (port !== undefined && !isInteger(port, 0, 65_535))
        rejectOption(name, "must be a port: a whole number from 0 to 65535");
  });
}

/** Checks the options and sets the defaults. */
export function resolveGatewaySettings(options: GatewayOptions): GatewaySettings {
  return withCaller("createGateway", () => {
    // The default settings contain every option.
    checkOptionNames(options, Object.keys(resolveSettings({})));
    return resolveSettings(options);
  });
}

function resolveSettings(options: GatewayOptions): GatewaySettings {
  const fields = new OptionFields<keyof GatewayOptions>(options);
  const secret = fields.string("secret", "embedded-gateway-secret");
  const version = fields.string("version", "5.14.0");
  const { hashKeyFunction, upstream, seed } = options;
  if (secret === "") rejectOption("secret", "must not be empty");
  if (!isSupportedVersion(version))
    rejectOption("version", `must be 3.0.0 or later and before 6, not "${version}"`);
  if (hashKeyFunction !== undefined && !keyHashFunctions.includes(hashKeyFunction))
    rejectOption("hashKeyFunction", `must be one of ${keyHashFunctions.join(", ")}`);
  if (upstream !== undefined && typeof upstream !== "function")
    rejectOption("upstream", "must be a function");
  if (seed !== undefined && !["string", "number"].includes(typeof seed))
    rejectOption("seed", "must be a string or a number");
  const apis = resolveApis(options.apis ?? ["orders", "billing"]);
  return {
    secret,
    version,
    hashKeys: fields.boolean("hashKeys", true),
    hashKeyFunction,
    listHashedKeys: fields.boolean("listHashedKeys"),
    tokenTtlSeconds: fields.seconds("tokenTtlSeconds", 3600, 1),
    refreshTokenTtlSeconds: fields.seconds("refreshTokenTtlSeconds", 1_209_600, 1),
    retainSeconds: fields.seconds("retainSeconds", 0),
    redirectUriSeparator: fields.string("redirectUriSeparator", ";"),
    oauthErrorStatusCode: checkStatus(options.oauthErrorStatusCode ?? 403),
    edge: fields.boolean("edge"),
    separateControl: fields.boolean("separateControl"),
    apis,
    policies: resolvePolicies(options.policies ?? { gold: apis.map((api) => api.id) }),
    keys: resolveKeys(options.keys ?? {}),
    writeBacks: resolveWriteBacks(options.writeBacks ?? 0),
    upstream,
    now: resolveNow(options.now ?? Date.now),
    seed,
    warm: fields.boolean("warm"),
    hostname: checkTemplate(fields.string("hostname"), "hostname"),
    customDomains: fields.boolean("customDomains", true),
    healthCheckEndpointName: fields.string("healthCheckEndpointName", "hello"),
    maxLogEntries: checkMaxLogEntries(options.maxLogEntries ?? Infinity),
  };
}

function resolveWriteBacks(setup: unknown): WriteBackSettings {
  const values: unknown = typeof setup === "number" ? { times: setup } : setup;
  if (!isRecord(values)) rejectOption("writeBacks", "must be a number or an object with times");
  checkFieldNames(values, "writeBacks", ["times", "afterRequests"]);
  const fields = new OptionFields<keyof WriteBackSettings>(values, "writeBacks");
  return {
    times: values["times"] === Infinity ? Infinity : fields.integer("times", undefined, 0),
    afterRequests: fields.integer("afterRequests", 1, 0),
  };
}

/** 0 means the default, as in the gateway's configuration. */
function checkStatus(value: number): number {
  if (value !== 0 && !isInteger(value, 200, 599))
    rejectOption("oauthErrorStatusCode", "must be a status from 200 to 599, or 0");
  return value || 403;
}

function checkMaxLogEntries(value: number): number {
  if (value !== Infinity && !isInteger(value, 0, Infinity))
    rejectOption("maxLogEntries", "must be a whole number, 0 or more, or Infinity");
  return value;
}

function resolveNow(now: number | Date | (() => number)): number | (() => number) {
  if (typeof now === "function") return now;
  // Also a `Date` of another realm, such as that of a test environment.
  const moment = Object.prototype.toString.call(now) === "[object Date]" ? Number(now) : now;
  if (typeof moment !== "number" || !Number.isFinite(moment))
    rejectOption("now", "must be a time in milliseconds, a Date, or a function");
  return moment;
}
