import { isIP } from "node:net";
import type { SecureContext } from "node:tls";
import { TykConfigError } from "../errors/before-request.ts";
import type { Fail } from "../util/fail.ts";
import { isRecord } from "../util/json.ts";
import { checkCount } from "../config/checks.ts";
import { checkMilliseconds } from "../config/checks.ts";
import { checkNames } from "../config/checks.ts";
import { withoutPrototype } from "../util/bare-object.ts";
import type { NodeFetchOptions } from "./options.ts";
import { parseProxyUrl } from "./proxy-address.ts";
import type { ProxyAddress } from "./proxy-address.ts";
import { createTlsContext } from "./tls-context.ts";

/** The options of a fetch, checked once and complete. */
export interface NodeFetchSettings {
  /** What connections authenticate with and trust. */
  readonly secureContext: SecureContext;
  readonly servername: string | undefined;
  readonly proxy: ProxyAddress | undefined;
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

/** Checks the options and fills in the defaults. No value is ever quoted: most of them are secrets, or hold one. */
export function resolveSettings(given: NodeFetchOptions): NodeFetchSettings {
  const fail: Fail = (field, why) => {
    throw new TykConfigError(`${field} ${why}`);
  };
  const object: unknown = given;
  if (!isRecord(object)) return fail("options", "must be an object");
  checkNames(object, optionNames, fail);
  // What somebody put on Object.prototype is no option: a proxy there would read along.
  const options = withoutPrototype(given);
  const { idleTimeoutMs = 4_000, connectTimeoutMs = 5_000, maxSockets = 64 } = options;
  checkMilliseconds("idleTimeoutMs", idleTimeoutMs, fail);
  checkMilliseconds("connectTimeoutMs", connectTimeoutMs, fail);
  const socketPath = checkNonEmptyString("socketPath", options.socketPath, fail);
  const proxy = options.proxy === undefined ? undefined : parseProxyUrl(options.proxy, fail);
  if (proxy !== undefined && socketPath !== undefined)
    fail("proxy", "and socketPath exclude each other");
  return {
    secureContext: createTlsContext(options, fail),
    servername: checkServername(options.servername, fail),
    proxy,
    socketPath,
    maxSockets: checkCount("maxSockets", maxSockets, fail),
    idleTimeoutMs,
    connectTimeoutMs,
  };
}

function checkNonEmptyString(name: string, value: unknown, fail: Fail): string | undefined {
  if (value !== undefined && (typeof value !== "string" || value === ""))
    fail(name, "must be a text that is not empty");
  return value;
}

function checkServername(value: unknown, fail: Fail): string | undefined {
  const name = checkNonEmptyString("servername", value, fail);
  if (name !== undefined && (isIP(name) !== 0 || !/^[\w.-]+$/.test(name)))
    fail("servername", "must be the name of a host, which an IP address is not");
  return name;
}
