import { describe, expect, test } from "vitest";
import { failureKindOf } from "../../../../src/transport/retry/failure-kind.ts";
import type { FailureKind } from "../../../../src/transport/retry/failure-kind.ts";
import {
  TykAbortError,
  TykApiError,
  TykConfigError,
  TykConnectionError,
  TykRateLimitError,
  TykRedirectError,
  TykResponseError,
  TykServerError,
  TykTimeoutError,
} from "../../../../src/index.ts";
import type {
  TykError,
  TykOutcome,
  TykPhase,
  TykResponseErrorCode,
} from "../../../../src/index.ts";

const status = (value: number): TykApiError => new TykApiError("", { status: value });
const server = (value: number): TykError => new TykServerError("", { status: value });
const connection = (code: "connection" | "tls"): TykError =>
  new TykConnectionError("", { code, systemCode: undefined });
const timeout = (phase: TykPhase): TykError => new TykTimeoutError("", { phase, limitMs: 1 });
const unusable = (code: TykResponseErrorCode): TykError =>
  new TykResponseError("", { code, status: 200 });

describe("failureKindOf", () => {
  test.each<[string, TykError, TykOutcome, FailureKind]>([
    ["a failed connection", connection("connection"), "not-sent", "unprocessed"],
    ["a broken connection", connection("connection"), "unknown", "lost"],
    ["a TLS handshake that failed", connection("tls"), "not-sent", "final"],
    ["a TLS error later", connection("tls"), "unknown", "final"],
    ["425", status(425), "refused", "unprocessed"],
    ["429", new TykRateLimitError("", { status: 429 }), "refused", "unprocessed"],
    ["408", status(408), "unknown", "busy"],
    ["502", server(502), "unknown", "busy"],
    ["503", server(503), "unknown", "busy"],
    ["504", server(504), "unknown", "busy"],
    ["500", server(500), "unknown", "failed"],
    ["500 for a body that the gateway cannot parse", server(500), "refused", "final"],
    ["501", server(501), "refused", "final"],
    ["505", server(505), "refused", "final"],
    ["400", status(400), "refused", "final"],
    ["403", status(403), "refused", "final"],
    ["404", status(404), "refused", "final"],
    ["409", status(409), "refused", "final"],
    ["no response in time", timeout("response"), "unknown", "lost"],
    ["a response that does not end in time", timeout("body"), "applied", "cut"],
    ["a timeout in the queue", timeout("queue"), "not-sent", "final"],
    ["a timeout of the secret function", timeout("secret"), "not-sent", "final"],
    ["a timeout between attempts", timeout("backoff"), "not-sent", "final"],
    ["an abort", new TykAbortError(""), "unknown", "final"],
    ["a secret function that failed", new TykConfigError(""), "not-sent", "final"],
    [
      "a redirect",
      new TykRedirectError("", { status: 301, targetOrigin: undefined }),
      "refused",
      "final",
    ],
    ["a response that was cut off", unusable("truncated"), "applied", "cut"],
    ["broken HTTP", unusable("protocol"), "unknown", "final"],
    ["broken JSON", unusable("invalid-json"), "applied", "final"],
    ["an empty response", unusable("empty-body"), "applied", "final"],
    ["a response of another content type", unusable("content-type"), "applied", "final"],
    ["a compressed response", unusable("encoding"), "applied", "final"],
    ["a response that is too large", unusable("too-large"), "applied", "final"],
    ["a response that fails its guard", unusable("schema"), "applied", "final"],
  ])("%s", (_, error, outcome, expected) => {
    expect(failureKindOf(error, outcome)).toBe(expected);
  });
});
