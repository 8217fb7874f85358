import { KEY_HASH_FUNCTIONS, type KeyHashFunction } from "./hash/key-hash.ts";
import type { ApiSetup, GatewayOptions, PolicySetup, ReloadOptions } from "./options.ts";
import { isPortable } from "./routing/template.ts";
import { isSupportedVersion } from "./versions.ts";

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

/** A policy with every field set. */
export interface Policy {
  readonly id: string;
  readonly orgId: string;
  readonly apiIds: readonly string[];
  readonly inactive: boolean;
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
  readonly edge: boolean;
  readonly separateControl: boolean;
  readonly apis: readonly Api[];
  readonly policies: readonly Policy[];
  readonly upstream: ((request: Request) => Response | Promise<Response>) | undefined;
  readonly now: number | (() => number);
  readonly seed: string | number | undefined;
  readonly warm: boolean;
  readonly hostname: string;
  readonly customDomains: boolean;
  readonly healthCheckEndpointName: string;
  readonly oauthErrorStatusCode: number;
}

const DEFAULT_ORG = "acme";
const OPTION_NAMES: Readonly<Record<keyof GatewayOptions, true>> = {
  secret: true,
  version: true,
  hashKeys: true,
  hashKeyFunction: true,
  listHashedKeys: true,
  tokenTtlSeconds: true,
  refreshTokenTtlSeconds: true,
  retainSeconds: true,
  redirectUriSeparator: true,
  edge: true,
  separateControl: true,
  apis: true,
  policies: true,
  upstream: true,
  now: true,
  seed: true,
  warm: true,
  hostname: true,
  customDomains: true,
  healthCheckEndpointName: true,
  oauthErrorStatusCode: true,
};

/** Checks what is to be loaded in the place of the gateway's APIs and policies. What is left out stays `undefined`. */
export function reloadOf(options: ReloadOptions): {
  apis: readonly Api[] | undefined;
  policies: readonly Policy[] | undefined;
} {
  return inTheNameOf("reload", () => {
    for (const name of Object.keys(options)) {
      if (name !== "apis" && name !== "policies")
        fail(name, "is no option; the options are apis and policies");
    }
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
  for (const name of Object.keys(options)) {
    if (!(name in OPTION_NAMES))
      fail(name, `is no option; the options are ${Object.keys(OPTION_NAMES).join(", ")}`);
  }
  const version = text(options.version, "version", "5.14.0");
  if (!isSupportedVersion(version))
    fail("version", `must be a version from 3.0.0 up to, not including, 6, not "${version}"`);
  const secret = text(options.secret, "secret", "embedded-gateway-secret");
  if (secret === "") fail("secret", "must not be empty");
  const { hashKeyFunction, upstream, seed } = options;
  if (hashKeyFunction !== undefined && !KEY_HASH_FUNCTIONS.includes(hashKeyFunction)) {
    fail("hashKeyFunction", `must be one of ${KEY_HASH_FUNCTIONS.join(", ")}`);
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
    now: timeOf(options.now ?? Date.now),
    warm: flag(options.warm, "warm", false),
    hostname: template(options.hostname, "hostname", ""),
    customDomains: flag(options.customDomains, "customDomains", true),
    healthCheckEndpointName: text(
      options.healthCheckEndpointName,
      "healthCheckEndpointName",
      "hello",
    ),
    oauthErrorStatusCode: refusalStatus(options.oauthErrorStatusCode),
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
    orgId: text(setup.org_id, `${where}: org_id`, DEFAULT_ORG),
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

function policiesOf(setups: Readonly<Record<string, readonly string[] | PolicySetup>>): Policy[] {
  return Object.entries(setups).map(([id, setup]) => {
    const { org_id, access_rights, is_inactive } = isList(setup)
      ? { access_rights: setup }
      : (setup as PolicySetup & object);
    if (id === "") fail("policies", "needs an id for each policy");
    if (typeof access_rights !== "object")
      fail(`policies: ${id}`, "needs access_rights: a list of API ids, or an object by them");
    return {
      id,
      orgId: text(org_id, `policies: ${id}: org_id`, DEFAULT_ORG),
      apiIds: isList(access_rights) ? [...new Set(access_rights)] : Object.keys(access_rights),
      inactive: flag(is_inactive, `policies: ${id}: is_inactive`, false),
    };
  });
}

function timeOf(now: number | Date | (() => number)): number | (() => number) {
  if (typeof now === "function") return now;
  const moment = now instanceof Date ? now.getTime() : now;
  if (typeof moment !== "number" || !Number.isFinite(moment))
    fail("now", "must be a time in milliseconds, a Date, or a function");
  return moment;
}

function isList<T>(value: readonly T[] | object): value is readonly T[] {
  return Array.isArray(value);
}

function text(value: unknown, name: string, fallback: string): string {
  if (value === undefined) return fallback;
  if (typeof value !== "string") fail(name, "must be a text");
  return value;
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

function refusalStatus(value: unknown): number {
  const status = value ?? 0;
  const isStatus = Number.isInteger(status) && Number(status) >= 200 && Number(status) <= 599;
  if (status !== 0 && !isStatus)
    fail("oauthErrorStatusCode", "must be a status from 200 to 599, or 0");
  return status === 0 ? 403 : Number(status);
}

function port(value: unknown, name: string): number {
  if (value === undefined) return 0;
  if (typeof value !== "number" || !Number.isInteger(value) || value < 0 || value > 65_535)
    fail(name, "must be a port: a whole number from 0 to 65535");
  return value;
}

function flag(value: unknown, name: string, fallback: boolean): boolean {
  if (value === undefined) return fallback;
  if (typeof value !== "boolean") fail(name, "must be true or false");
  return value;
}

function seconds(value: unknown, name: string, fallback: number, least: number): number {
  if (value === undefined) return fallback;
  if (typeof value !== "number" || !Number.isInteger(value) || value < least) {
    fail(name, `must be a whole number of seconds, ${least} or more`);
  }
  return value;
}

/** What is wrong with an option, before it is told whose option that is. */
class OptionProblem extends Error {}

/** Turns an {@link OptionProblem} into a `TypeError` that names the caller. */
function inTheNameOf<T>(caller: string, check: () => T): T {
  try {
    return check();
  } catch (error) {
    throw error instanceof OptionProblem ? new TypeError(`${caller}: ${error.message}`) : error;
  }
}

function fail(name: string, problem: string): never {
  throw new OptionProblem(`${name} ${problem}`);
}
