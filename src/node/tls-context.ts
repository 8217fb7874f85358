import { Buffer } from "node:buffer";
import { X509Certificate } from "node:crypto";
import { createSecureContext } from "node:tls";
import type { SecureContext } from "node:tls";
import { toBytes } from "../util/bytes.ts";
import type { Fail } from "../util/fail.ts";
import { isRecord } from "../util/json.ts";
import type { NodeFetchOptions } from "./options.ts";

/**
 * Reads certificates and keys once for all connections, into an object that `inspect` does not show. An
 * invalid authority fails here. At the first connection it would look like an untrusted server.
 */
export function createTlsContext(options: NodeFetchOptions, fail: Fail): SecureContext {
  const ca = readPemList("ca", options.ca, fail);
  const cert = readPemList("cert", options.cert, fail);
  const key = readPemList("key", options.key, fail);
  const { passphrase } = options;
  if (passphrase !== undefined && typeof passphrase !== "string")
    fail("passphrase", "must be a string");
  if (cert !== undefined && key === undefined) fail("cert", "needs the option key");
  if (key !== undefined && cert === undefined) fail("key", "needs the option cert");
  if (passphrase !== undefined && key === undefined) fail("passphrase", "needs the option key");
  checkCertificates("ca", ca, fail);
  checkCertificates("cert", cert, fail);
  try {
    return createSecureContext({
      ...(ca === undefined ? {} : { ca }),
      ...(cert === undefined ? {} : { cert }),
      ...(key === undefined ? {} : { key }),
      ...(passphrase === undefined ? {} : { passphrase }),
    });
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
