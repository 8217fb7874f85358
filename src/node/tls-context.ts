import { Buffer } from "node:buffer";
import { X509Certificate } from "node:crypto";
import { createSecureContext } from "node:tls";
import type { SecureContext } from "node:tls";
import { toBytes } from "../util/bytes.ts";
import type { Fail } from "../util/fail.ts";
import { isRecord } from "../util/json.ts";

/** The options of TLS that can be functions. */
export const tlsOptionNames = ["ca", "cert", "key", "passphrase"] as const;
export type TlsOptionName = (typeof tlsOptionNames)[number];

/** The options of TLS, not checked yet. Those that are functions are replaced by what they returned. */
export type TlsValues = Readonly<Partial<Record<TlsOptionName, unknown>>>;

/** Certificates and keys that were checked. */
interface CheckedTlsValues {
  readonly ca?: (string | Buffer)[];
  readonly cert?: (string | Buffer)[];
  readonly key?: (string | Buffer)[];
  readonly passphrase?: string;
}

/**
 * Checks certificates and keys. An invalid authority fails here. At the first connection it would look like an untrusted server.
 *
 * @param calledNames - The options whose values come later, from functions.
 */
export function checkTlsValues(
  values: TlsValues,
  fail: Fail,
  calledNames: readonly TlsOptionName[] = [],
): CheckedTlsValues {
  const ca = readPemList("ca", values.ca, fail);
  const cert = readPemList("cert", values.cert, fail);
  const key = readPemList("key", values.key, fail);
  const { passphrase } = values;
  if (passphrase !== undefined && typeof passphrase !== "string")
    return fail("passphrase", "must be a string");
  const has = (name: TlsOptionName): boolean =>
    values[name] !== undefined || calledNames.includes(name);
  if (has("cert") && !has("key")) fail("cert", "needs the option key");
  if (has("key") && !has("cert")) fail("key", "needs the option cert");
  if (has("passphrase") && !has("key")) fail("passphrase", "needs the option key");
  checkCertificates("ca", ca, fail);
  checkCertificates("cert", cert, fail);
  return {
    ...(ca === undefined ? {} : { ca }),
    ...(cert === undefined ? {} : { cert }),
    ...(key === undefined ? {} : { key }),
    ...(passphrase === undefined ? {} : { passphrase }),
  };
}

/** Reads certificates and keys into an object that `inspect` does not show. */
export function createTlsContext(values: TlsValues, fail: Fail): SecureContext {
  const checked = checkTlsValues(values, fail);
  try {
    return createSecureContext(checked);
  } catch (error) {
    return fail(
      "key",
      `cannot be used with this cert and this passphrase${formatErrorCode(error)}`,
    );
  }
}

function readPemList(name: string, value: unknown, fail: Fail): (string | Buffer)[] | undefined {
  if (value === undefined) return undefined;
  const list: readonly unknown[] = Array.isArray(value) ? value : [value];
  if (list.length === 0) fail(name, "must not be an empty list");
  return list.map((entry) => {
    const bytes = toBytes(entry);
    const pem =
      bytes === undefined ? entry : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    if (typeof pem !== "string" && !Buffer.isBuffer(pem))
      return fail(name, "must be PEM: a string, bytes, or a list of these");
    // Node ignores what is not PEM. It would then trust no authority, or send no certificate.
    if (!pem.includes("-----BEGIN ")) fail(name, "contains no PEM block (-----BEGIN ...)");
    return pem;
  });
}

function checkCertificates(
  name: string,
  list: readonly (string | Buffer)[] | undefined,
  fail: Fail,
): void {
  for (const pem of list ?? []) {
    try {
      new X509Certificate(pem);
    } catch (error) {
      fail(name, `contains a certificate that cannot be read${formatErrorCode(error)}`);
    }
  }
}

/** Shows only OpenSSL's code, because its message may be about the key. */
function formatErrorCode(error: unknown): string {
  const code: unknown = isRecord(error) ? error["code"] : undefined;
  return typeof code === "string" && /^\w{2,64}$/.test(code) ? ` (${code})` : "";
}
