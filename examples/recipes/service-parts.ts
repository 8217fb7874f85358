// What the Express and the NestJS service share.
import { timingSafeEqual } from "node:crypto";
import type { ServerResponse } from "node:http";
import { isTykError } from "@tyk-oauth/sdk";
import type { TykErrorCode, TykOutcome, TykReport } from "@tyk-oauth/sdk";

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
  const sent = Buffer.from(header ?? "");
  const expected = Buffer.from(`Bearer ${token}`);
  return sent.length === expected.length && timingSafeEqual(sent, expected);
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
  readonly body: {
    readonly error: string;
    readonly outcome?: TykOutcome;
    /** What a method proved, and what not. It has no secrets. */
    readonly report?: TykReport | undefined;
  };
}

/**
 * Maps an error to a response, and logs it unless the caller made a mistake. The message stays in the log: it names hosts and ids that
 * callers need not see.
 */
export function toFailure(error: unknown): Failure {
  const failure = failureOf(error);
  // The JSON of a TykError has no secrets. Other errors are bugs of the service: Node prints them with their stack.
  if (failure.status >= 500) console.error(isTykError(error) ? JSON.stringify(error) : error);
  return failure;
}

function failureOf(error: unknown): Failure {
  if (isTykError(error)) {
    const { code, outcome, report } = error;
    return { status: statuses[code] ?? 502, body: { error: code, outcome, report } };
  }
  const status = requestErrorStatus(error);
  if (status === undefined) return { status: 500, body: { error: "internal" } };
  return { status, body: { error: requestErrors[status] ?? "bad-request" } };
}

/** The status of a response, by the code of the error. All other codes are 502. */
const statuses: Partial<Record<TykErrorCode, number>> = {
  input: 400,
  "not-found": 404,
  conflict: 409,
  "bad-request": 422,
  unsupported: 422,
  timeout: 504,
  // The service is wrong, not its caller.
  config: 500,
  authentication: 500,
  permission: 500,
};

const requestErrors: Readonly<Record<number, string>> = {
  401: "unauthorized",
  404: "unknown-path",
};

/** Returns the status of an error of Express or NestJS about a request, such as a broken URL or an unknown path. */
function requestErrorStatus(error: unknown): number | undefined {
  if (typeof error !== "object" || error === null || !("status" in error)) return undefined;
  const status = Number(error.status);
  return status >= 400 && status < 500 ? status : undefined;
}
