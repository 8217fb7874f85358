import { isIP } from "node:net";
import { TykConfigError } from "../errors/before-request.ts";
import type { Fail } from "../util/fail.ts";
import { isRecord } from "../util/json.ts";
import { checkCount } from "../config/checks.ts";
import { checkMilliseconds } from "../config/checks.ts";
import { checkNames } from "../config/checks.ts";
import { withoutPrototype } from "../util/bare-object.ts";
import { currentProcess } from "../util/process.ts";
import { describeUnknownName } from "../util/unknown-name.ts";
import type { NodeFetchOptions } from "./options.ts";
import { parseProxyUrl } from "./proxy-address.ts";
import { readProxyEnvironment } from "./proxy-environment.ts";
import type { FindProxy } from "./proxy-environment.ts";
import { TlsSource } from "./tls-source.ts";

/** The options of a fetch, checked and with their defaults. */
export interface NodeFetchSettings {
  /** The certificates to authenticate with and to trust. */
  readonly tls: TlsSource;
  readonly servername: string | undefined;
  readonly findProxy: FindProxy;
  readonly socketPath: string | undefined;
  readonly maxSockets: number;
  readonly idleTimeoutMs: number;
  readonly connectTimeoutMs: number;
}

const optionNames: readonly (keyof NodeFetchOptions)[] = [
  "ca",
  "cert",
  "key",
  "passphrase",
  "servername",
  "proxy",
  "socketPath",
  "maxSockets",
  "idleTimeoutMs",
  "connectTimeoutMs",
];

/**
 * Checks the options and sets the defaults. No message quotes a value, because most values are secrets or
 * contain one.
 */
export function resolveSettings(passedOptions: NodeFetchOptions): NodeFetchSettings {
  const fail: Fail = (field, why, message = `${field} ${why}`) => {
    throw new TykConfigError(message);
  };
  const object: unknown = passedOptions;
  if (!isRecord(object)) return fail("options", "must be an object");
  checkNames(object, optionNames, fail, (name) => describeUnknownName("option", name, optionNames));
  // Reads own properties only. A polluted `Object.prototype.proxy` would otherwise see every request.
  const options = withoutPrototype(passedOptions);
  const { idleTimeoutMs = 4_000, connectTimeoutMs = 5_000, maxSockets = 64 } = options;
  checkMilliseconds("idleTimeoutMs", idleTimeoutMs, fail);
  checkMilliseconds("connectTimeoutMs", connectTimeoutMs, fail);
  const socketPath = checkNonEmptyString("socketPath", options.socketPath, fail);
  if (options.proxy !== undefined && socketPath !== undefined)
    fail("proxy", "cannot be combined with socketPath; remove one of them");
  return {
    tls: new TlsSource(options, fail),
    servername: checkServername(options.servername, fail),
    findProxy: createFindProxy(options.proxy, fail),
    socketPath,
    maxSockets: checkCount("maxSockets", maxSockets, fail),
    idleTimeoutMs,
    connectTimeoutMs,
  };
}

function createFindProxy(option: unknown, fail: Fail): FindProxy {
  if (option === undefined) return () => undefined;
  if (option === "env") return readProxyEnvironment(currentProcess().env ?? {}, fail);
  const proxy = parseProxyUrl(option, fail);
  return () => proxy;
}

function checkNonEmptyString(name: string, value: unknown, fail: Fail): string | undefined {
  if (value !== undefined && (typeof value !== "string" || value === ""))
    fail(name, "must be a non-empty string");
  return value;
}

function checkServername(value: unknown, fail: Fail): string | undefined {
  const name = checkNonEmptyString("servername", value, fail);
  if (name !== undefined && (isIP(name) !== 0 || !/^[\w.-]+$/.test(name)))
    fail("servername", "must be a host name, not an IP address");
  return name;
}
