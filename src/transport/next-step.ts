import { TykApiError, TykRouteError } from "../errors/api.ts";
import { withMessage } from "../errors/base.ts";
import type { TykError } from "../errors/base.ts";
import { TykConnectionError, TykTimeoutError } from "../errors/connection.ts";
import type { Config } from "../config/config.ts";
import type { Call } from "./call.ts";

/** The request that failed. */
export interface FailedRequest {
  readonly call: Call;
  /** The base URL that the request was sent to. */
  readonly baseUrl: string;
  readonly config: Config;
}

/** Adds to the message of a failed request where it was sent, and what to do next. */
export function withNextStep<E extends TykError>(error: E, request: FailedRequest): E {
  const step = nextStep(error, request);
  return step === undefined ? error : withMessage(error, `${error.message}. ${step}`);
}

function nextStep(error: TykError, request: FailedRequest): string | undefined {
  const { call, config } = request;
  const { servedBy } = call.operation;
  const option = servedBy === "api" ? "apiBaseUrl" : "baseUrl";
  const url = config.variables[option] ?? option;
  const host = hostOf(request.baseUrl);
  if (error instanceof TykConnectionError) return connectionStep(error, host, url);
  if (error instanceof TykTimeoutError) return timeoutStep(error, call, host);
  if (error instanceof TykRouteError) return routeStep(request.baseUrl, host, url);
  const known = error instanceof TykApiError ? apiMessageSteps[error.apiMessage ?? ""] : undefined;
  if (known !== undefined) return known;
  switch (error.code) {
    case "redirect":
      return `Set ${url} to the gateway's own address: ${host} redirects`;
    case "truncated":
    case "invalid-json":
    case "empty-body":
      return error.mayHaveBeenApplied
        ? "Read the state back before you call again"
        : `Call again; if it fails again, check what is in front of the gateway on ${host}`;
    case "content-type":
    case "encoding":
    case "protocol":
    case "schema":
      return `Check that ${url} is the address of a Tyk Gateway: the response came from ${host}`;
    case "too-large":
      return "Raise maxResponseBytes if such a response is expected";
    case "authentication": {
      const secret = config.variables.secret ?? "secret";
      return `Check ${secret}: it must be the secret in the configuration of the gateway on ${host}`;
    }
    case "permission":
      return `Check the credentials, and what is in front of the gateway on ${host}`;
    case "bad-request":
      return "Check the input";
    case "not-found":
      return `Check the ids, and whether ${url} is the right gateway: it is ${host}`;
    case "rate-limit":
      return `Wait and call again: a proxy in front of the gateway on ${host} limits requests`;
    case "server":
      return `Check the log and the Redis of the gateway on ${host}, and call again`;
    case "oauth":
      return oauthStep(call);
    case "api":
      return `Check what is in front of the gateway on ${host}`;
    case "aborted":
    case "config":
    case "conflict":
    case "connection":
    case "incomplete":
    case "input":
    case "manifest":
    case "route":
    case "timeout":
    case "tls":
    case "unsupported":
      return undefined;
  }
}

/** Returns the host and the port of a base URL, the default port too. A path or credentials could hold a secret. */
function hostOf(baseUrl: string): string {
  const { hostname, port, protocol } = new URL(baseUrl);
  const defaultPort = protocol === "https:" ? "443" : "80";
  return `${hostname}:${port === "" ? defaultPort : port}`;
}

function connectionStep(
  { code, systemCode }: TykConnectionError,
  host: string,
  url: string,
): string {
  if (code === "tls")
    return `Check whether ${host} serves https and has a trusted certificate; createNodeFetch of @tyk-oauth/sdk/node accepts a private CA`;
  if (systemCode === "ECONNREFUSED" || systemCode === "ConnectionRefused")
    return `Nothing listens on ${host}: check ${url}, and whether the gateway runs`;
  if (systemCode === "ENOTFOUND" || systemCode === "EAI_AGAIN")
    return `The host of ${host} does not resolve: check ${url}`;
  if (systemCode?.startsWith("ERR_PROXY_STATUS_") === true)
    return `The proxy refused the connection to ${host}: check its address and its credentials`;
  return `Check ${url}, the network to ${host} and the gateway's log`;
}

function timeoutStep({ phase, limitMs }: TykTimeoutError, { limits }: Call, host: string): string {
  const options = ["timeoutMs", "totalTimeoutMs"] as const;
  const option = options.find((name) => limits[name] === limitMs) ?? "deadlineMs";
  if (phase === "queue")
    return `Too many calls are in flight: raise maxConcurrency, or ${option} to wait longer`;
  if (phase === "secret") return `The secret function is slow: fix it, or raise ${option}`;
  return `Check the network to ${host} and the gateway there, or raise ${option}`;
}

function routeStep(baseUrl: string, host: string, url: string): string {
  return /\/(?:tyk|hello)(?:\/|$)/.test(new URL(baseUrl).pathname)
    ? `${url} must not end with /tyk or another path of the gateway's API, because each request adds its own`
    : `The request was sent to ${host}`;
}

function oauthStep({ operationId, limits }: Call): string {
  if (operationId === "oauthToken" && limits.headers["authorization"] === undefined)
    return "Pass the client's credentials in options.headers: { authorization: `Basic ${btoa(`${clientId}:${secret}`)}` }";
  return "Check the ids, the redirect URI, the credentials and the code or token";
}

const redisStep = "Check the gateway's Redis, and call again";
const apiStep = "apis.list shows the gateway's APIs";
const clientStep =
  "clients.list shows the clients of an API, and clients.listApis the APIs of a client";
const policyStep = "policies.list shows the gateway's policies";
const oauthApiStep = "Set use_oauth2 in the definition of the API, or name another API";

/** What to do, by the gateway's message. */
const apiMessageSteps: Readonly<Record<string, string | undefined>> = Object.assign(
  Object.create(null) as Record<string, string>,
  {
    "API doesn't exist": apiStep,
    "API is not OAuth2": oauthApiStep,
    "API not found": apiStep,
    "Delete failed": redisStep,
    "Failure in storing client data.": redisStep,
    "Get client tokens failed": redisStep,
    "Key not found": "The token expired, was removed, or never existed on this gateway",
    "OAuth Client ID not found": clientStep,
    "OAuth is not enabled on this API": oauthApiStep,
    "Policy access rights doesn't contain API this OAuth client belongs to":
      "Grant the API in the policy, or name another policy",
    "Policy doesn't exist": policyStep,
    "Policy not found": policyStep,
    "client secret is wrong": "Check the client's secret: clients.get shows it",
    "error getting oauth client": clientStep,
    "oauth client doesn't exist": clientStep,
  },
);
