import { TykConfigError } from "../errors/before-request.ts";
import type {
  ApiBaseUrl,
  InsecureHttp,
  TykFetch,
  TykHookEvent,
  TykHooks,
  TykLogger,
} from "../types/options.ts";
import type { TykMeter } from "../types/metrics.ts";
import type { TykTracer } from "../types/tracing.ts";
import { checkPort } from "./blocked-ports.ts";
import { isBrowserPage } from "./runtime-kind.ts";
import { parseBaseUrl } from "./base-url.ts";
import { allowHttpName } from "./env.ts";
import type { OptionVariables } from "./env.ts";
import { parseHostPattern } from "./host-pattern.ts";
import type { Fail } from "../util/fail.ts";
import { checkCount, checkHeaders, checkLimits, checkNames } from "./checks.ts";
import { isRecord } from "../util/json.ts";
import { closestName, describeName } from "../util/closest-name.ts";
import { optionAliases } from "../util/option-aliases.ts";
import { requireWebApis } from "../util/web-api.ts";
import { withoutPrototype } from "../util/bare-object.ts";
import { SecretSource } from "./secret.ts";
import type { OptionsOfClient } from "./secret-file.ts";

/** The client's options, checked and with defaults applied. */
export interface Config {
  readonly baseUrl: string;
  readonly apiBaseUrl: string | Extract<ApiBaseUrl, (...args: never) => unknown>;
  readonly secret: SecretSource;
  readonly orgId: string | undefined;
  readonly fetch: TykFetch;
  /** Whether `fetch` is the runtime's own and not a custom one. */
  readonly isBuiltInFetch: boolean;
  readonly timeoutMs: number | undefined;
  readonly totalTimeoutMs: number | undefined;
  readonly maxRetries: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly maxConcurrency: number;
  readonly maxResponseBytes: number;
  readonly maxListBytes: number;
  readonly allowInsecureHttp: InsecureHttp;
  readonly logger: TykLogger | undefined;
  readonly hooks: TykHooks;
  readonly tracer: TykTracer | undefined;
  readonly meter: TykMeter | undefined;
  readonly redirectUriSeparator: string | undefined;
  readonly customDomains: boolean | undefined;
  readonly readOnly: boolean;
  readonly dryRun: boolean;
  /** The environment variables that options came from. Messages name the variable in place of the option. */
  readonly variables: OptionVariables;
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
  "maxListBytes",
  "allowInsecureHttp",
  "logger",
  "hooks",
  "tracer",
  "meter",
  "redirectUriSeparator",
  "customDomains",
  "readOnly",
  "dryRun",
  "dangerouslyAllowBrowser",
];

/** What every call uses. A runtime that lacks `fetch` can get one by the option. */
const requiredApis = ["AbortController", "Headers", "TextDecoder", "TextEncoder", "URL"];

/**
 * Checks the client's options and fills in the defaults.
 *
 * @param variables - The environment variables that options came from.
 */
export function resolveConfig(
  passedOptions: OptionsOfClient,
  variables: OptionVariables = {},
): Config {
  const names: Readonly<Record<string, string | undefined>> = variables;
  const nameOf = (option: string): string => names[option] ?? option;
  const fail: Fail = (field, why, message = `${nameOf(field)} ${why}`) => {
    throw new TykConfigError(message);
  };
  if (!isRecord(passedOptions)) return fail("options", "must be an object with baseUrl and secret");
  checkNames(passedOptions, optionNames, fail, (name) =>
    describeName("option", name, optionNames, closestName(name, optionNames, optionAliases)),
  );
  const options = withoutPrototype(passedOptions);
  if (options.dangerouslyAllowBrowser !== true && isBrowserPage()) {
    throw new TykConfigError(
      "this is a browser, where anybody can read the gateway's secret, which is its master key: call from a server, or set dangerouslyAllowBrowser",
    );
  }
  requireWebApis(requiredApis);
  checkLimits({ ...options }, fail);
  const allowInsecureHttp = checkInsecure(options.allowInsecureHttp ?? false, fail);
  const isBuiltInFetch = options.fetch === undefined || options.fetch === globalThis.fetch;
  const parseUrl = (value: unknown, option: "baseUrl" | "apiBaseUrl"): string => {
    const allowHttp = allowHttpName(variables, option);
    const name = nameOf(option);
    const url = parseBaseUrl(value, name, allowInsecureHttp, undefined, allowHttp);
    return checkPort(url, name, isBuiltInFetch);
  };
  const baseUrl = parseUrl(options.baseUrl, "baseUrl");
  const { apiBaseUrl = baseUrl } = options;
  return {
    baseUrl,
    apiBaseUrl: typeof apiBaseUrl === "function" ? apiBaseUrl : parseUrl(apiBaseUrl, "apiBaseUrl"),
    secret: new SecretSource(options.secret, nameOf("secret")),
    orgId: checkOrgId(options.orgId, fail),
    fetch: checkFetch(options.fetch, fail),
    isBuiltInFetch,
    timeoutMs: options.timeoutMs,
    totalTimeoutMs: options.totalTimeoutMs,
    maxRetries: options.maxRetries ?? 2,
    headers: checkHeaders(options.headers, fail),
    maxConcurrency: checkCount("maxConcurrency", options.maxConcurrency ?? 16, fail),
    maxResponseBytes: checkCount("maxResponseBytes", options.maxResponseBytes ?? 10_485_760, fail),
    maxListBytes: checkCount("maxListBytes", options.maxListBytes ?? 1_073_741_824, fail),
    allowInsecureHttp,
    logger: checkLogger(options.logger, fail),
    hooks: checkHooks(options.hooks, fail),
    tracer: checkMethods("tracer", options.tracer, ["startActiveSpan"], fail),
    meter: checkMethods("meter", options.meter, meterMethods, fail),
    redirectUriSeparator: checkSeparator(options.redirectUriSeparator, fail),
    customDomains: checkCustomDomains(options.customDomains, fail),
    readOnly: checkFlag("readOnly", options.readOnly, fail),
    dryRun: checkFlag("dryRun", options.dryRun, fail),
    variables,
  };
}

function checkFetch(passedOptions: unknown, fail: Fail): TykFetch {
  if (passedOptions === undefined) return (url, init) => globalThis.fetch(url, init);
  if (typeof passedOptions !== "function") fail("fetch", "must be a function");
  const custom = passedOptions as TykFetch;
  return (url, init) => custom(url, init);
}

function checkOrgId(value: unknown, fail: Fail): string | undefined {
  if (value !== undefined && typeof value !== "string") fail("orgId", "must be a string");
  return value;
}

function checkSeparator(value: unknown, fail: Fail): string | undefined {
  if (value !== undefined && (typeof value !== "string" || value === ""))
    fail("redirectUriSeparator", "must be a string that is not empty");
  return value;
}

/** Keeps `undefined`: without the option, the methods consider both settings of the gateway. */
function checkCustomDomains(value: unknown, fail: Fail): boolean | undefined {
  return value === undefined ? undefined : checkFlag("customDomains", value, fail);
}

/** Accepts only booleans. Otherwise `readOnly: "false"` would switch the option on, and `readOnly: 0` would switch it off. */
function checkFlag(name: string, value: unknown, fail: Fail): boolean {
  if (value !== undefined && typeof value !== "boolean") fail(name, "must be true or false");
  return value === true;
}

function checkLogger(logger: TykLogger | undefined, fail: Fail): TykLogger | undefined {
  if (logger === undefined) return undefined;
  if (!isRecord(logger)) return fail("logger", "must be an object");
  return checkMethods("logger", logger, ["debug", "info", "warn", "error"], fail);
}

const hookNames = ["onRequest", "onResponse", "onRetry", "onError"] as const;

/** Copies the current functions. They may be methods of an object, so they are called on that object. */
function checkHooks(hooks: TykHooks | undefined, fail: Fail): TykHooks {
  const copied = withoutPrototype<Partial<Record<keyof TykHooks, (event: TykHookEvent) => void>>>(
    {},
  );
  if (hooks === undefined) return copied;
  if (!isRecord(hooks)) return fail("hooks", "must be an object");
  // An object may have other fields than hooks. A function with nearly the name of a hook would silently never be called.
  for (const [name, hook] of Object.entries(hooks))
    if (typeof hook === "function" && !hookNames.some((one) => one === name)) {
      const meant = closestName(name, hookNames, {});
      if (meant !== undefined && !(meant in hooks))
        fail("hooks", "is unknown", describeName("field", name, hookNames, meant, "hooks"));
    }
  for (const name of hookNames) {
    const hook = hooks[name];
    if (hook === undefined) continue;
    if (typeof hook !== "function") return fail("hooks", `must have a function as ${name}`);
    // The types allow an async function as a hook. The observer handles its promise.
    const call = hook as (event: TykHookEvent) => unknown;
    copied[name] = (event): unknown => call.call(hooks, event);
  }
  return copied;
}

const meterMethods = ["createHistogram", "createCounter", "createUpDownCounter"] as const;

/** Checks an optional object for the methods that the client calls. */
function checkMethods<T extends object>(
  name: string,
  value: T | undefined,
  methods: readonly (keyof T & string)[],
  fail: Fail,
): T | undefined {
  if (value === undefined) return undefined;
  const missing = methods.find((method) => !isRecord(value) || typeof value[method] !== "function");
  return missing === undefined ? value : fail(name, `must have a method ${missing}`);
}

/** Returns a new list, so later changes of the caller's list have no effect. */
function checkInsecure(value: unknown, fail: Fail): InsecureHttp {
  if (typeof value === "boolean") return value;
  if (
    !Array.isArray(value) ||
    !value.every((pattern) => typeof pattern === "string" && pattern !== "")
  )
    return fail("allowInsecureHttp", "must be true, false or a list of host patterns");
  return (value as string[]).map(
    (pattern) =>
      parseHostPattern(pattern) ??
      fail(
        "allowInsecureHttp",
        'has a pattern that is neither a host nor "*." and the end of a host name',
      ),
  );
}

/**
 * Returns the options for copies of the client. Lists and records are the client's own copies of them. The logger, the tracer, the
 * meter and `fetch` are not copied.
 */
export function snapshotOptions(options: OptionsOfClient, config: Config): OptionsOfClient {
  const { allowInsecureHttp, baseUrl, headers, hooks } = config;
  // A `URL` can be changed later.
  const apiBaseUrl = options.apiBaseUrl === undefined ? {} : { apiBaseUrl: config.apiBaseUrl };
  return { ...options, baseUrl, ...apiBaseUrl, allowInsecureHttp, headers, hooks };
}
