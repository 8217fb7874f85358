import * as dns from "node:dns";
import { constants } from "node:os";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { safeCode } from "../../../src/transport/known-codes.ts";

const ofDns = Object.values(dns).filter((value) => typeof value === "string");

describe("an error code", () => {
  test("of the system or of name resolution is shown", () => {
    const codes = [...Object.keys(constants.errno), ...ofDns].filter((code) =>
      // On Windows, sockets have names of their own.
      /^E[A-Z\d]+$/.test(code),
    );
    expect(codes.length).toBeGreaterThan(80);
    for (const code of codes) expect(safeCode(code)).toBe(code);
  });

  test.each([
    "EAI_AGAIN",
    "UND_ERR_SOCKET",
    "UND_ERR_CONNECT_TIMEOUT",
    "UND_ERR_HEADERS_TIMEOUT",
    "UND_ERR_BODY_TIMEOUT",
    "UND_ERR_HEADERS_OVERFLOW",
    "UND_ERR_RES_CONTENT_LENGTH_MISMATCH",
    "UND_ERR_RES_EXCEEDED_MAX_SIZE",
    "UND_ERR_PRX_TLS",
    "HPE_INVALID_CONSTANT",
    "HPE_HEADER_OVERFLOW",
    "HPE_CHUNK_EXTENSIONS_OVERFLOW",
    "HPE_INVALID_TRANSFER_ENCODING",
    "ERR_HTTP_INVALID_HEADER_VALUE",
    "ERR_TLS_CERT_ALTNAME_INVALID",
    "ERR_SSL_WRONG_VERSION_NUMBER",
    "ERR_SSL_SSL/TLS_ALERT_HANDSHAKE_FAILURE",
    "ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED",
    "ERR_SSL_DECRYPTION_FAILED_OR_BAD_RECORD_MAC",
    "UNABLE_TO_GET_ISSUER_CERT_LOCALLY",
    "ERROR_IN_CERT_NOT_BEFORE_FIELD",
    "DEPTH_ZERO_SELF_SIGNED_CERT",
    "CERT_CHAIN_TOO_LONG",
    "HOSTNAME_MISMATCH",
    "ConnectionRefused",
    "FailedToOpenSocket",
    "ERR_PROXY_STATUS_407",
    "ERR_PROXY_PROTOCOL",
  ])("%s is shown", (code) => {
    expect(safeCode(code)).toBe(code);
  });

  test.each([
    "",
    "_",
    "S3CRET",
    "EM4RK",
    "E407",
    "407",
    "ERR_407",
    "econnrefused",
    "ECONNREFUSED ",
    "ERR_SSL_",
    "_ECONNRESET",
    "ERR_PROXY_STATUS_4071",
    "ERR_PROXY_STATUS_999",
    "XERR_PROXY_STATUS_407",
    "ERR_".repeat(12) + "ERR",
  ])("%j is not shown", (code) => {
    expect(safeCode(code)).toBeUndefined();
  });

  test("that contains anything else is not shown", () => {
    const secret = fc.stringMatching(/^[A-Z\d]{16,40}$/);
    const prefix = fc.constantFrom("", "E", "ERR_", "ERR_SSL_", "UND_ERR_", "CERT_", "HPE_");
    fc.assert(
      fc.property(prefix, secret, (before, text) => {
        fc.pre(!Object.hasOwn(constants.errno, text));
        expect(safeCode(before + text)).toBeUndefined();
      }),
    );
  });
});
