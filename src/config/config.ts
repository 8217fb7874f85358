import { TykConfigError } from "../errors/before-request.ts";
import type {
  ApiBaseUrl,
  TykFetch,
  TykHookEvent,
  TykHooks,
  TykLogger,
  TykOAuthOptions,
} from "../types/options.ts";
import type { TykTracer } from "../types/tracing.ts";
import { parseBaseUrl } from "./base-url.ts";
import type { InsecureHttp } from "../types/options.ts";
import { parseHostPattern } from "./host-pattern.ts";
import type { Fail } from "../util/fail.ts";
import { checkCount } from "./checks.ts";
import { checkHeaders } from "./checks.ts";
import { checkLimits } from "./checks.ts";
import { checkNames } from "./checks.ts";
import { isRecord } from "../util/json.ts";
import { withoutPrototype } from "../util/bare-object.ts";
import { SecretSource } from "./secret.ts";

/** The client's options, checked once and complete. */
export interface Config {
  readonly baseUrl: string;
  readonly apiBaseUrl: ApiBaseUrl;
  readonly secret: SecretSource;
  readonly orgId: string | undefined;
  readonly fetch: TykFetch;
  /** Whether `fetch` is the runtime's own, and not one that the caller gave. */
  readonly isBuiltInFetch: boolean;
  readonly timeoutMs: number | undefined;
  readonly totalTimeoutMs: number | undefined;
  readonly maxRetries: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly maxConcurrency: number;
  readonly maxResponseBytes: number;
  readonly allowInsecureHttp: InsecureHttp;
  readonly logger: TykLogger | undefined;
  readonly hooks: TykHooks;
  readonly tracer: TykTracer | undefined;
  readonly redirectUriSeparator: string | undefined;
  readonly customDomains: boolean | undefined;
  readonly readOnly: boolean;
  readonly dryRun: boolean;
}

const optionNames = [
  "baseUrl",
  "apiBaseUrl",
  "secret",
  "orgId",
  "fetch",
  "timeoutMs",
  "totalTimeoutMs",
  "maxRetries",
  "headers",
  "maxConcurrency",
  "maxResponseBytes",
  "allowInsecureHttp",
  "logger",
  "hooks",
  "tracer",
  "redirectUriSeparator",
  "customDomains",
  "readOnly",
  "dryRun",
  "dangerouslyAllowBrowser",
];

/** Checks the client's options and fills in the defaults. */
export function resolveConfig(called: TykOAuthOptions): Config {
  const fail: Fail = (field, why) => {
    throw new TykConfigError(`${field} ${why}`);
  };
  if (!isRecord(called)) return fail("options", "must be an object with baseUrl and secret");
  checkNames(called, optionNames, fail);
  const options = withoutPrototype(called);
  if (options.dangerouslyAllowBrowser !== true && isBrowser()) {
    throw new TykConfigError(
      "this is a browser: the gateway's secret is its master key, and anybody could read it here. Call from a server, or set dangerouslyAllowBrowser",
    );
  }
  checkLimits({ ...options }, fail);
  const allowInsecureHttp = checkInsecure(options.allowInsecureHttp ?? false, fail);
  const baseUrl = parseBaseUrl(options.baseUrl, "baseUrl", allowInsecureHttp);
  return {
    baseUrl,
    apiBaseUrl: checkApiBaseUrl(options.apiBaseUrl ?? baseUrl, allowInsecureHttp),
    secret: new SecretSource(options.secret),
    orgId: checkOrgId(options.orgId, fail),
    fetch: checkFetch(options.fetch, fail),
    isBuiltInFetch: options.fetch === undefined || options.fetch === globalThis.fetch,
    timeoutMs: options.timeoutMs,
    totalTimeoutMs: options.totalTimeoutMs,
    maxRetries: options.maxRetries ?? 2,
    headers: checkHeaders(options.headers, fail),
    maxConcurrency: checkCount("maxConcurrency", options.maxConcurrency ?? 16, fail),
    maxResponseBytes: checkCount("maxResponseBytes", options.maxResponseBytes ?? 10_485_760, fail),
    allowInsecureHttp,
    logger: checkLogger(options.logger, fail),
    hooks: checkHooks(options.hooks, fail),
    tracer: checkTracer(options.tracer, fail),
    redirectUriSeparator: checkSeparator(options.redirectUriSeparator, fail),
    customDomains: checkCustomDomains(options.customDomains, fail),
    readOnly: checkFlag("readOnly", options.readOnly, fail),
    dryRun: checkFlag("dryRun", options.dryRun, fail),
  };
}

function isBrowser(): boolean {
  // Workers of servers have no document; a page and its frames have.
  return "window" in globalThis && "document" in globalThis;
}

function checkApiBaseUrl(value: unknown, allowed: InsecureHttp): ApiBaseUrl {
  if (typeof value === "function") return value as ApiBaseUrl;
  return parseBaseUrl(value, "apiBaseUrl", allowed);
}

function checkFetch(passed: unknown, fail: Fail): TykFetch {
  if (passed === undefined) return (url, init) => globalThis.fetch(url, init);
  if (typeof passed !== "function") fail("fetch", "must be a function");
  const custom = passed as TykFetch;
  return (url, init) => custom(url, init);
}

function checkOrgId(value: unknown, fail: Fail): string | undefined {
  if (value !== undefined && typeof value !== "string") fail("orgId", "must be a text");
  return value;
}

function checkSeparator(value: unknown, fail: Fail): string | undefined {
  if (value !== undefined && (typeof value !== "string" || value === ""))
    fail("redirectUriSeparator", "must be a text that is not empty");
  return value;
}

/** Stays `undefined` if it is not given: then both settings of the gateway are considered. */
function checkCustomDomains(value: unknown, fail: Fail): boolean | undefined {
  return value === undefined ? undefined : checkFlag("customDomains", value, fail);
}

/** Only `true` and `false`: a guard that "false" switched on, or 0 off, would be no guard. */
function checkFlag(name: string, value: unknown, fail: Fail): boolean {
  if (value !== undefined && typeof value !== "boolean") fail(name, "must be true or false");
  return value === true;
}

function checkLogger(logger: TykLogger | undefined, fail: Fail): TykLogger | undefined {
  if (logger === undefined) return undefined;
  if (!isRecord(logger)) return fail("logger", "must be an object");
  for (const level of ["debug", "info", "warn", "error"] as const) {
    if (typeof logger[level] !== "function") fail("logger", `must have a method ${level}`);
  }
  return logger;
}

const hookNames = ["onRequest", "onResponse", "onRetry", "onError"] as const;

/** Gives the functions as they are now. They may be the methods of an object. */
function checkHooks(hooks: TykHooks = withoutPrototype({}), fail: Fail): TykHooks {
  if (!isRecord(hooks)) return fail("hooks", "must be an object");
  const own: Partial<Record<keyof TykHooks, (event: TykHookEvent) => void>> = {};
  for (const name of hookNames) {
    const hook = hooks[name];
    if (hook === undefined) continue;
    if (typeof hook !== "function") return fail("hooks", `must have a function as ${name}`);
    // An async function is a hook too, as far as types go: its promise goes on.
    const call = hook as (event: TykHookEvent) => unknown;
    own[name] = (event): unknown => call.call(hooks, event);
  }
  return withoutPrototype(own);
}

function checkTracer(tracer: TykTracer | undefined, fail: Fail): TykTracer | undefined {
  if (tracer === undefined) return undefined;
  if (!isRecord(tracer) || typeof tracer.startActiveSpan !== "function")
    return fail("tracer", "must have a method startActiveSpan");
  return tracer;
}

/** Gives a list of its own: what the caller does to the one that was given later changes nothing. */
function checkInsecure(value: unknown, fail: Fail): InsecureHttp {
  if (typeof value === "boolean") return value;
  if (!Array.isArray(value) || !value.every((one) => typeof one === "string" && one !== ""))
    return fail("allowInsecureHttp", "must be true, false or a list of host patterns");
  return (value as string[]).map(
    (text) =>
      parseHostPattern(text) ??
      fail(
        "allowInsecureHttp",
        'must name a host, or "*." and the end of a host name, in each pattern',
      ),
  );
}

/**
 * The options as they were given, for a copy of the client with others. Those that are lists and records are the client's own
 * copies. A logger, a tracer and a fetch are services that are called, and stay what they are.
 */
export function snapshotOptions(options: TykOAuthOptions, config: Config): TykOAuthOptions {
  const { allowInsecureHttp, headers, hooks } = config;
  return { ...options, allowInsecureHttp, headers, hooks };
}
