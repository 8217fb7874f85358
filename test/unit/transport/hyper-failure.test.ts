import { describe, expect, test } from "vitest";
import { readFetchFailure } from "../../../src/transport/fetch-failure.ts";
import { newClient } from "../../support/client/client.ts";
import { failure } from "../../support/util/failure.ts";
import { saying } from "../../support/util/saying.ts";

const path = { apiID: "orders", keyName: "shop-web" };
const url = "http://127.0.0.1:35531/s3cret";

/** The error of Deno 2. Earlier versions have the message of the cause themselves. */
function denoError(message: string): Error {
  return new TypeError("fetch failed", { cause: new Error(message) });
}

describe("a failure of Deno's fetch", () => {
  test.each<[string, string, string | undefined]>([
    ["tcp connect error: Connection refused (os error 111)", "connection", "ECONNREFUSED"],
    ["tcp connect error: Connection refused (os error 61)", "connection", "ECONNREFUSED"],
    [
      "tcp connect error: No connection could be made. (os error 10061)",
      "connection",
      "ECONNREFUSED",
    ],
    ["tcp connect error: No route to host (os error 113)", "connection", "EHOSTUNREACH"],
    ["tcp connect error: Network is unreachable (os error 101)", "connection", "ENETUNREACH"],
    ["tcp connect error: Connection timed out (os error 110)", "connection", "ETIMEDOUT"],
    ["Connection reset by peer (os error 104)", "connection", "ECONNRESET"],
    [
      "dns error: failed to lookup address information: Name or service not known",
      "connection",
      "ENOTFOUND",
    ],
    [
      "dns error: failed to lookup address information: Temporary failure in name resolution",
      "connection",
      "EAI_AGAIN",
    ],
    ["invalid peer certificate: UnknownIssuer", "tls", "UNABLE_TO_GET_ISSUER_CERT_LOCALLY"],
    ["invalid peer certificate: Expired", "tls", "CERT_HAS_EXPIRED"],
    ["received corrupt message of type InvalidContentType", "tls", undefined],
    ["received fatal alert: ProtocolVersion", "tls", undefined],
    ["something that nobody has seen", "connection", undefined],
  ])("while connecting is not sent: %s", (cause, kind, systemCode) => {
    const expected = { kind, systemCode, outcome: "not-sent" };
    const message = `error sending request for url (${url}): client error (Connect): ${cause}`;
    expect(readFetchFailure(denoError(message))).toEqual(expected);
    expect(readFetchFailure(new TypeError(message))).toEqual(expected);
    const older = `error sending request for url (${url}): error trying to connect: ${cause}`;
    expect(readFetchFailure(new TypeError(older))).toEqual(expected);
  });

  test.each<[string, string | undefined]>([
    [
      `error sending request from 127.0.0.1:1 for ${url} (127.0.0.1:2): client error (SendRequest): connection closed before message completed`,
      undefined,
    ],
    ["Connection reset by peer (os error 104)", "ECONNRESET"],
    [
      `error sending request for url (${url}): client error (SendRequest): Connection refused (os error 111)`,
      "ECONNREFUSED",
    ],
    // Words that a server or a caller can choose are no proof.
    [
      `error sending request for url (${url}): client error (SendRequest): client error (Connect): x`,
      undefined,
    ],
    ["client error (Connect): tcp connect error: Connection refused", undefined],
    ["tcp connect error: Connection refused", undefined],
    ["Network connection lost.", undefined],
  ])("after that may have been sent: %s", (message, systemCode) => {
    const expected = { kind: "connection", systemCode, outcome: "unknown" };
    expect(readFetchFailure(denoError(message))).toEqual(expected);
  });

  test("shows nothing of the URL, and is retried because nothing was sent", async () => {
    const message = `error sending request for url (${url}): client error (Connect): tcp connect error: Connection refused (os error 111)`;
    const tyk = newClient({ fetch: () => Promise.reject(denoError(message)) });
    const error = await failure(tyk.raw.rotateOAuthClient({ path }));
    expect(error).toMatchObject({
      code: "connection",
      systemCode: "ECONNREFUSED",
      outcome: "not-sent",
      attempts: 3,
      message: saying("rotateOAuthClient: the connection failed (ECONNREFUSED)"),
    });
  });
});
