import { keyHashFunctions } from "../util/hash/key-hash.ts";
import type { KeyHashFunction } from "../util/hash/key-hash.ts";
import { keysOf } from "./key-settings.ts";
import type { Key } from "./key-settings.ts";
import {
  count,
  defaultOrg,
  fail,
  flag,
  inTheNameOf,
  isList,
  isObject,
  onlyFields,
  onlyOptions,
  seconds,
  text,
} from "./option-checks.ts";
import type { ApiSetup, GatewayOptions, ReloadOptions } from "./options.ts";
import { policiesOf } from "./policy-settings.ts";
import type { Policy } from "./policy-settings.ts";
import { isPortable } from "./routing/template.ts";
import type { WriteBackSettings } from "./session/write-backs.ts";
import { isSupportedVersion } from "./versions.ts";

export type { Policy } from "./policy-settings.ts";

/** An API with every field set. */
export interface Api {
  readonly id: string;
  readonly orgId: string;
  readonly listenPath: string;
  readonly usesOAuth: boolean;
  readonly keyless: boolean;
  readonly usesStandardAuth: boolean;
  readonly accessTypes: readonly string[];
  readonly authorizeTypes: readonly string[];
  readonly loginRedirect: string;
  readonly domain: string;
  readonly domainDisabled: boolean;
  readonly internal: boolean;
  readonly listenPort: number;
  readonly sharedSecret: string;
  readonly notificationUrl: string;
}

/** The options with every default in its place. */
export interface Settings {
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
  readonly keys: readonly Key[];
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

/** Checks what is to be loaded in the place of the gateway's APIs and policies. What is left out stays `undefined`. */
export function reloadOf(options: ReloadOptions): {
  apis: readonly Api[] | undefined;
  policies: readonly Policy[] | undefined;
} {
  return inTheNameOf("reload", () => {
    onlyOptions(options, ["apis", "policies"]);
    const { apis, policies } = options;
    return {
      apis: apis === undefined ? undefined : apisOf(apis),
      policies: policies === undefined ? undefined : policiesOf(policies),
    };
  });
}

/** Checks the options and fills them in. */
export function settingsOf(options: GatewayOptions): Settings {
  return inTheNameOf("createGateway", () => checkedSettings(options));
}

function checkedSettings(options: GatewayOptions): Settings {
  onlyOptions(options, Object.keys(optionNames));
  const version = text(options.version, "version", "5.14.0");
  if (!isSupportedVersion(version))
    fail("version", `must be a version from 3.0.0 up to, not including, 6, not "${version}"`);
  const secret = text(options.secret, "secret", "embedded-gateway-secret");
  if (secret === "") fail("secret", "must not be empty");
  const { hashKeyFunction, upstream, seed } = options;
  if (hashKeyFunction !== undefined && !keyHashFunctions.includes(hashKeyFunction)) {
    fail("hashKeyFunction", `must be one of ${keyHashFunctions.join(", ")}`);
  }
  if (upstream !== undefined && typeof upstream !== "function")
    fail("upstream", "must be a function");
  if (seed !== undefined && !["string", "number"].includes(typeof seed))
    fail("seed", "must be a text or a number");
  const apis = apisOf(options.apis ?? ["orders", "billing"]);
  return {
    secret,
    version,
    hashKeyFunction,
    upstream,
    seed,
    apis,
    policies: policiesOf(options.policies ?? { gold: apis.map((api) => api.id) }),
    keys: keysOf(options.keys ?? {}),
    writeBacks: writeBacksOf(options.writeBacks ?? 0),
    hashKeys: flag(options.hashKeys, "hashKeys", true),
    listHashedKeys: flag(options.listHashedKeys, "listHashedKeys", false),
    edge: flag(options.edge, "edge", false),
    separateControl: flag(options.separateControl, "separateControl", false),
    tokenTtlSeconds: seconds(options.tokenTtlSeconds, "tokenTtlSeconds", 3600, 1),
    refreshTokenTtlSeconds: seconds(
      options.refreshTokenTtlSeconds,
      "refreshTokenTtlSeconds",
      1_209_600,
      1,
    ),
    retainSeconds: seconds(options.retainSeconds, "retainSeconds", 0, 0),
    redirectUriSeparator: text(options.redirectUriSeparator, "redirectUriSeparator", ";"),
    oauthErrorStatusCode: statusOf(options.oauthErrorStatusCode ?? 403),
    now: timeOf(options.now ?? Date.now),
    warm: flag(options.warm, "warm", false),
    hostname: template(options.hostname, "hostname", ""),
    customDomains: flag(options.customDomains, "customDomains", true),
    healthCheckEndpointName: text(
      options.healthCheckEndpointName,
      "healthCheckEndpointName",
      "hello",
    ),
  };
}

function apisOf(setups: readonly (string | ApiSetup)[]): Api[] {
  if (!isList(setups)) fail("apis", "must be a list of ids or of API definitions");
  const apis = setups.map((setup) => apiOf(typeof setup === "string" ? { api_id: setup } : setup));
  const ids = new Set<string>();
  for (const { id } of apis) {
    if (ids.has(id)) fail("apis", `names the API "${id}" twice`);
    ids.add(id);
  }
  return apis;
}

function apiOf(setup: ApiSetup): Api {
  const id = text(setup.api_id, "apis: api_id", "");
  if (id === "" || id.includes("/"))
    fail("apis", `needs an api_id without a slash for each API, not "${id}"`);
  const where = `apis: ${id}`;
  const listenPath = template(setup.listen_path, `${where}: listen_path`, `/${id}/`);
  if (!listenPath.startsWith("/")) fail(where, "needs a listen_path that begins with a slash");
  const keyless = flag(setup.use_keyless, `${where}: use_keyless`, false);
  const standard = flag(setup.use_standard_auth, `${where}: use_standard_auth`, false);
  return {
    id,
    listenPath,
    orgId: text(setup.org_id, `${where}: org_id`, defaultOrg),
    keyless,
    usesStandardAuth: standard,
    usesOAuth: flag(setup.use_oauth2, `${where}: use_oauth2`, !keyless && !standard),
    accessTypes: setup.allowed_access_types ?? [
      "authorization_code",
      "refresh_token",
      "client_credentials",
      "password",
    ],
    authorizeTypes: setup.allowed_authorize_types ?? ["code", "token"],
    loginRedirect: text(
      setup.auth_login_redirect,
      `${where}: auth_login_redirect`,
      "https://login.invalid/",
    ),
    domain: template(setup.domain, `${where}: domain`, ""),
    domainDisabled: flag(setup.domain_disabled, `${where}: domain_disabled`, false),
    internal: flag(setup.internal, `${where}: internal`, false),
    listenPort: port(setup.listen_port, `${where}: listen_port`),
    sharedSecret: setup.notifications?.shared_secret ?? "",
    notificationUrl: setup.notifications?.oauth_on_keychange_url ?? "",
  };
}

function writeBacksOf(setup: unknown): WriteBackSettings {
  const fields: unknown = typeof setup === "number" ? { times: setup } : setup;
  if (!isObject(fields)) fail("writeBacks", "must be a number or an object with times");
  onlyFields(fields, "writeBacks", ["times", "afterRequests"]);
  const { times, afterRequests = 1 } = fields;
  return {
    times: times === Infinity ? times : count(times, "writeBacks: times"),
    afterRequests: count(afterRequests, "writeBacks: afterRequests"),
  };
}

/** As in the gateway's configuration 0 is its own status. */
function statusOf(value: unknown): number {
  if (
    typeof value !== "number" ||
    !Number.isInteger(value) ||
    (value !== 0 && (value < 200 || value > 599))
  )
    fail("oauthErrorStatusCode", "must be a status from 200 to 599, or 0");
  return value === 0 ? 403 : value;
}

function timeOf(now: number | Date | (() => number)): number | (() => number) {
  if (typeof now === "function") return now;
  const moment = now instanceof Date ? now.getTime() : now;
  if (typeof moment !== "number" || !Number.isFinite(moment))
    fail("now", "must be a time in milliseconds, a Date, or a function");
  return moment;
}

function template(value: unknown, name: string, fallback: string): string {
  const found = text(value, name, fallback);
  if (!isPortable(found))
    fail(
      name,
      "has a pattern that the embedded gateway cannot read as the gateway does; write groups as (?:...)",
    );
  return found;
}

function port(value: unknown, name: string): number {
  if (value === undefined) return 0;
  if (typeof value !== "number" || !Number.isInteger(value) || value < 0 || value > 65_535)
    fail(name, "must be a port: a whole number from 0 to 65535");
  return value;
}
