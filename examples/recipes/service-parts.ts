// What the Express and the NestJS service share.
import { timingSafeEqual } from "node:crypto";
import type { ServerResponse } from "node:http";
import { isTykError } from "@tyk-oauth/sdk";

export interface ServiceConfig {
  readonly port: number;
  readonly apiId: string;
  /** Callers send it as a bearer token, because the service returns client secrets. */
  readonly serviceToken: string;
}

/** Reads the configuration, except `TYK_*`, which `TykOAuth.fromEnv()` reads. */
export function readConfig(env: NodeJS.ProcessEnv = process.env): ServiceConfig {
  const { API_ID: apiId = "", SERVICE_TOKEN: serviceToken = "", PORT = "3000" } = env;
  if (apiId === "") throw new Error("set API_ID to the API of the clients");
  if (serviceToken.length < 16) throw new Error("set SERVICE_TOKEN to 16 characters or more");
  const port = Number(PORT);
  if (!/^\d+$/.test(PORT) || port > 65_535) throw new Error("set PORT to a port");
  return { port, apiId, serviceToken };
}

/** Returns whether an `authorization` header has the token. Takes equally long for any token of the same length. */
export function isAuthorized(header: string | undefined, token: string): boolean {
  const given = Buffer.from(header ?? "");
  const expected = Buffer.from(`Bearer ${token}`);
  return given.length === expected.length && timingSafeEqual(given, expected);
}

/** Returns a signal that is aborted if the caller closes the connection before it has its response. */
export function signalOf(response: ServerResponse): AbortSignal {
  const controller = new AbortController();
  response.once("close", () => {
    if (!response.writableFinished) controller.abort();
  });
  return controller.signal;
}

export interface Failure {
  readonly status: number;
  readonly body: { readonly error: string; readonly outcome?: string };
}

/** Maps an error to a response. The message stays in the log: it names hosts and ids that callers need not see. */
export function toFailure(error: unknown): Failure {
  if (isHttpError(error)) return { status: error.status, body: { error: "bad-request" } };
  if (!isTykError(error)) return { status: 500, body: { error: "internal" } };
  return { status: statusOf(error.code), body: { error: error.code, outcome: error.outcome } };
}

function statusOf(code: string): number {
  switch (code) {
    case "input":
      return 400;
    case "not-found":
      return 404;
    case "conflict":
      return 409;
    case "bad-request":
    case "unsupported":
      return 422;
    case "timeout":
      return 504;
    case "config":
    case "authentication":
    case "permission":
      return 500; // the service is wrong, not its caller
    default:
      return 502;
  }
}

/** Errors of Express and NestJS about a request, such as broken JSON or an unknown path. */
function isHttpError(error: unknown): error is { readonly status: number } {
  if (typeof error !== "object" || error === null || isTykError(error)) return false;
  return "status" in error && Number(error.status) >= 400 && Number(error.status) < 500;
}
