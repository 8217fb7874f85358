import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readFetchFailure } from "../../../src/transport/fetch-failure.ts";

const coded = (code: unknown, more: object = {}): Error =>
  Object.assign(new Error("s3cret words"), { code, ...more });
const because = (cause: unknown): Error => new TypeError("fetch failed", { cause });

describe("a failure of fetch", () => {
  test("because of more content codings than undici accepts is a protocol error, though it has no code", () => {
    const words = "too many content-encodings in response: 6, maximum allowed is 5";
    expect(readFetchFailure(because(new Error(words)))).toEqual({
      kind: "protocol",
      systemCode: undefined,
      outcome: "unknown",
    });
    expect(readFetchFailure(because(new Error(`not ${words}`))).kind).toBe("connection");
    expect(readFetchFailure(because(words)).kind).toBe("connection");
  });

  test.each([
    ["ECONNREFUSED", "connection", "not-sent"],
    ["ENOTFOUND", "connection", "not-sent"],
    ["EAI_AGAIN", "connection", "not-sent"],
    ["EHOSTUNREACH", "connection", "unknown"],
    ["ENETUNREACH", "connection", "unknown"],
    ["EADDRNOTAVAIL", "connection", "unknown"],
    ["UND_ERR_CONNECT_TIMEOUT", "connection", "not-sent"],
    ["ConnectionRefused", "connection", "not-sent"],
    ["FailedToOpenSocket", "connection", "not-sent"],
    ["ECONNRESET", "connection", "unknown"],
    ["EPIPE", "connection", "unknown"],
    ["ETIMEDOUT", "connection", "unknown"],
    ["UND_ERR_SOCKET", "connection", "unknown"],
    ["ConnectionClosed", "connection", "unknown"],
    ["ERR_SSL_WRONG_VERSION_NUMBER", "tls", "not-sent"],
    ["ERR_TLS_CERT_ALTNAME_INVALID", "tls", "not-sent"],
    ["CERT_HAS_EXPIRED", "tls", "not-sent"],
    ["ERR_SSL_UNSUPPORTED_PROTOCOL", "tls", "not-sent"],
    ["ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE", "tls", "not-sent"],
    ["ERR_SSL_SSL/TLS_ALERT_HANDSHAKE_FAILURE", "tls", "not-sent"],
    ["ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED", "tls", "not-sent"],
    ["ERR_SSL_SSL/TLS_ALERT_BAD_CERTIFICATE", "tls", "not-sent"],
    ["ERR_SSL_SSLV3_ALERT_CERTIFICATE_EXPIRED", "tls", "not-sent"],
    ["ERR_SSL_SSLV3_ALERT_CERTIFICATE_UNKNOWN", "tls", "not-sent"],
    ["ERR_SSL_TLSV1_ALERT_UNKNOWN_CA", "tls", "not-sent"],
    // A connection that is under way can break with these too.
    ["ERR_SSL_SSL/TLS_ALERT_BAD_RECORD_MAC", "tls", "unknown"],
    ["ERR_SSL_TLSV1_ALERT_INTERNAL_ERROR", "tls", "unknown"],
    ["EPROTO", "tls", "unknown"],
    ["ERR_SSL_DECRYPTION_FAILED_OR_BAD_RECORD_MAC", "tls", "unknown"],
    ["ERR_TLS_HANDSHAKE_TIMEOUT", "tls", "unknown"],
    ["DEPTH_ZERO_SELF_SIGNED_CERT", "tls", "not-sent"],
    ["SELF_SIGNED_CERT_IN_CHAIN", "tls", "not-sent"],
    ["UNABLE_TO_VERIFY_LEAF_SIGNATURE", "tls", "not-sent"],
    ["HOSTNAME_MISMATCH", "tls", "not-sent"],
    ["EPROTONOSUPPORT", "connection", "unknown"],
    ["HPE_INVALID_CONSTANT", "protocol", "unknown"],
    ["UND_ERR_HEADERS_OVERFLOW", "protocol", "unknown"],
    ["UND_ERR_RES_CONTENT_LENGTH_MISMATCH", "protocol", "unknown"],
    ["UND_ERR_INVALID_ARG", "protocol", "unknown"],
    ["UND_ERR_RESPONSE", "protocol", "unknown"],
    ["ERR_HTTP_INVALID_HEADER_VALUE", "protocol", "unknown"],
  ])("with %s is %s, %s", (code, kind, outcome) => {
    const expected = { kind, systemCode: code, outcome };
    expect(readFetchFailure(coded(code))).toEqual(expected);
    expect(readFetchFailure(because(coded(code)))).toEqual(expected);
    expect(readFetchFailure(because(because(coded(code))))).toEqual(expected);
  });

  test.each([
    ["NOT_A_CERT_CODE", "connection", "unknown"],
    ["MY_ERR_SSL_CODE", "connection", "unknown"],
    ["CERT_S3CRET", "tls", "not-sent"],
    ["ERR_SSL_S3CRET", "tls", "unknown"],
    ["HPE_S3CRET", "protocol", "unknown"],
  ])("with %s is %s, %s, and its code is not shown", (code, kind, outcome) => {
    expect(readFetchFailure(coded(code))).toEqual({ kind, systemCode: undefined, outcome });
  });

  test("of a proxy that opens no tunnel is recognised by undici's message: nothing was sent", () => {
    const refused = (words: string, code = "UND_ERR_ABORTED"): Error =>
      because(
        Object.assign(
          new Error("Request was cancelled.", {
            cause: Object.assign(new Error(words), { code }),
          }),
          { code: 0 },
        ),
      );
    const words = "Proxy response (407) !== 200 when HTTP Tunneling";
    expect(readFetchFailure(refused(words))).toEqual({
      kind: "connection",
      systemCode: "ERR_PROXY_STATUS_407",
      outcome: "not-sent",
    });
    for (const other of [`${words} s3cret`, `s3cret ${words}`, words.replace("407", "4071")])
      expect(readFetchFailure(refused(other))).toMatchObject({ outcome: "unknown" });
    expect(readFetchFailure(refused(words, "EPIPE"))).toMatchObject({ outcome: "unknown" });
  });

  test("that cannot be examined reports nothing", () => {
    const revoked = Proxy.revocable({}, {});
    revoked.revoke();
    const throwing = {
      get code(): string {
        throw new Error("s3cret");
      },
    };
    for (const error of [revoked.proxy, throwing, because(revoked.proxy), because(throwing)])
      expect(readFetchFailure(error)).toEqual({
        kind: "connection",
        systemCode: undefined,
        outcome: "unknown",
      });
  });

  test("to connect was not sent, whatever its code", () => {
    expect(readFetchFailure(because(coded("ECONNRESET", { syscall: "connect" })))).toMatchObject({
      kind: "connection",
      outcome: "not-sent",
    });
    expect(readFetchFailure(because(coded("EHOSTUNREACH", { syscall: "connect" }))).outcome).toBe(
      "not-sent",
    );
    expect(readFetchFailure(because(coded("ECONNRESET", { syscall: "read" }))).outcome).toBe(
      "unknown",
    );
    expect(readFetchFailure(because(coded("EPROTO", { syscall: "connect" })))).toMatchObject({
      kind: "tls",
      outcome: "not-sent",
    });
  });

  test("on several addresses is read from the first of them", () => {
    const all = new AggregateError([coded("ECONNREFUSED"), coded("ENETUNREACH")], "s3cret");
    expect(readFetchFailure(because(all))).toMatchObject({
      systemCode: "ECONNREFUSED",
      outcome: "not-sent",
    });
    expect(
      readFetchFailure(because(new AggregateError([new Error("none"), coded("EPIPE")]))).systemCode,
    ).toBe("EPIPE");
    // Node gives the gathering error a code as well.
    const node = Object.assign(new AggregateError([coded("ENETUNREACH")]), {
      code: "ECONNREFUSED",
    });
    expect(readFetchFailure(because(node)).systemCode).toBe("ECONNREFUSED");
    expect(readFetchFailure(because({ errors: [], cause: coded("EPIPE") })).systemCode).toBe(
      "EPIPE",
    );
  });

  test.each([
    ["undefined", undefined],
    ["null", null],
    ["a string", "s3cret"],
    ["a number", 7],
    ["a list", [coded("ECONNREFUSED")]],
    ["no code", new Error("s3cret")],
    ["an empty code", coded("")],
    ["a code of one letter", coded("E")],
    ["a code that is a number", coded(20)],
    ["a code that is a sentence", coded("s3cret words here")],
    ["a code that is a URL", coded("http://s3cret")],
    ["a long code", coded("A".repeat(65))],
    ["errors that are not a list", { errors: "ECONNREFUSED" }],
  ])("with %s has no code, and an unknown outcome", (_, error) => {
    expect(readFetchFailure(error)).toEqual({
      kind: "connection",
      systemCode: undefined,
      outcome: "unknown",
    });
  });

  test("is searched ten causes deep, no deeper, and never without end", () => {
    const chain = (depth: number): unknown =>
      Array.from({ length: depth }).reduce((cause: unknown) => because(cause), coded("EPIPE"));
    expect(readFetchFailure(chain(10)).systemCode).toBe("EPIPE");
    expect(readFetchFailure(chain(11)).systemCode).toBeUndefined();
    const gathered = (depth: number): unknown =>
      Array.from({ length: depth }).reduce((one: unknown) => ({ errors: [one] }), coded("EPIPE"));
    expect(readFetchFailure(gathered(10)).systemCode).toBe("EPIPE");
    expect(readFetchFailure(gathered(11)).systemCode).toBeUndefined();
    const loop = new Error("loop");
    loop.cause = loop;
    expect(readFetchFailure(loop).systemCode).toBeUndefined();
    const errors: unknown[] = [];
    errors.push({ errors });
    expect(readFetchFailure({ errors }).systemCode).toBeUndefined();
  });

  test("is read without throwing, whatever was thrown", () => {
    fc.assert(
      fc.property(fc.anything({ withNullPrototype: true }), (error) => {
        expect(["connection", "tls", "protocol"]).toContain(readFetchFailure(error).kind);
        expect(readFetchFailure({ cause: error }).outcome).toMatch(/not-sent|unknown/);
      }),
    );
  });
});
