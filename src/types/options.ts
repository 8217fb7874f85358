import type { TykMeter } from "./metrics.ts";
import type { TykTracer } from "./tracing.ts";
import type { ApiDefinition } from "../../generated/index.ts";

/** The gateway's secret, or a function that reads it, for example from a vault. The function is called for each attempt. */
export type SecretOption = string | (() => string | Promise<string>);

/** Where plain `http` is allowed besides loopback: everywhere (`true`), or for hosts that match a pattern such as `"*.svc"`. */
export type InsecureHttp = boolean | readonly string[];

/** The part of `console` that the client logs to. It gets operations, path templates, statuses and times, never a secret. */
export type TykLogger = Pick<Console, "debug" | "info" | "warn" | "error">;

/** What a hook gets about an attempt: never a URL, a header or a body. */
export interface TykHookEvent {
  /** The operation of `tyk.raw`, such as `"getOAuthClient"`. */
  readonly operation: string;
  /** The path without its values, such as `"/tyk/oauth/clients/{apiID}/{keyName}"`. */
  readonly template: string;
  /** The HTTP status, if a response came. */
  readonly status?: number;
  /** The number of the attempt, from 1. */
  readonly attempt: number;
  /** The time of the attempt so far, in milliseconds. */
  readonly durationMs: number;
}

/** Functions that are called as requests are made. If one throws, the error is logged, and the call goes on. */
export interface TykHooks {
  /** Called before an attempt is sent. */
  readonly onRequest?: ((event: TykHookEvent) => void) | undefined;
  /** Called after a response was read, whatever its status. */
  readonly onResponse?: ((event: TykHookEvent) => void) | undefined;
  /** Called after an attempt failed, if it will be retried. */
  readonly onRetry?: ((event: TykHookEvent) => void) | undefined;
  /** Called after a request failed, if it will not be retried. */
  readonly onError?: ((event: TykHookEvent) => void) | undefined;
}

/**
 * A `fetch` function. It is called with the URL as a string, and without a `this`. If it throws before it returns a promise, the
 * call is not retried, and its outcome is `"unknown"`.
 */
export type TykFetch = (url: string, init: RequestInit) => Promise<Response>;

/** Where the gateway serves its APIs; see {@link TykOAuthOptions.apiBaseUrl}. */
export type ApiBaseUrl = string | URL | ((api: ApiDefinition) => string | URL);

/** Options of one call. They win over the options of the client. */
export interface RequestOptions {
  /**
   * The timeout of one attempt, its body included, in milliseconds. While a list arrives (see
   * {@link TykOAuthOptions.maxListBytes}), it is the longest time without new bytes.
   * @defaultValue 10000; 60000 for `tokens.purgeLapsed` unless the client's options set `timeoutMs`
   */
  readonly timeoutMs?: number | undefined;
  /**
   * The timeout of one request with its retries and the waits between them, in milliseconds. Each request of a method has
   * its own.
   * @defaultValue 30000, or `timeoutMs` if that is longer
   */
  readonly totalTimeoutMs?: number | undefined;
  /**
   * How often a failed attempt may be retried. Only safe retries are made, and none makes a second secret, code or token:
   * see docs/retries.md. All requests of a client share one retry budget, which an outage uses up.
   * @defaultValue 2
   */
  readonly maxRetries?: number | undefined;
  /** Aborts the call at once, at any step. */
  readonly signal?: AbortSignal | undefined;
  /** Headers to send with the request. Headers that this package sets itself are refused. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
}

/** The progress of a method that sends many requests. */
export interface TykProgress {
  /**
   * What the method is doing: `"look"` reads tokens and clients, `"revoke"` revokes tokens, `"sweep"` searches the
   * gateway's keys, `"wait"` waits until its session cache is empty, and `"check"` verifies the result.
   */
  readonly phase: "look" | "revoke" | "sweep" | "wait" | "check";
  /** How many of `total` are done: APIs, tokens or keys, or milliseconds for `"wait"`. */
  readonly done: number;
  /** What `done` counts up to. */
  readonly total: number;
  /** How many are done in a second. Missing in the first second of a phase, and for `"wait"`. */
  readonly perSecond?: number;
  /** An estimate of the time until the phase ends, in milliseconds. Missing if `perSecond` is missing. */
  readonly remainingMs?: number;
}

/** Options of a method that may send several requests. */
export interface VerbOptions extends RequestOptions {
  /**
   * The deadline of the whole method, in milliseconds.
   * @defaultValue none
   */
  readonly deadlineMs?: number | undefined;
  /**
   * How many requests a method makes at once, if it sends many: a sweep of all keys, or a read of all APIs. At most the
   * client's `maxConcurrency`.
   * @defaultValue 8, or `maxConcurrency` if that is less
   */
  readonly concurrency?: number | undefined;
  /** Called as a method of many requests proceeds. If it throws, the error is logged, and the method goes on. */
  readonly onProgress?: ((progress: TykProgress) => void) | undefined;
}

/** Options of {@link TykOAuth}. */
export interface TykOAuthOptions extends Omit<RequestOptions, "signal"> {
  /**
   * The address of the gateway's control API, with its path prefix if it has one: `https://gateway.example:8080`. A gateway
   * with `control_api_port` serves the control API only on that port (trap 22).
   */
  readonly baseUrl: string | URL;
  /**
   * The gateway's `secret`, sent as `X-Tyk-Authorization`. It is the master key of the gateway: keep it on servers.
   *
   * A function is called for each attempt, within the timeouts, and once more if the gateway refuses the secret with 403.
   * It is called before the request takes one of the `maxConcurrency` slots. So it can use this client for requests that
   * need no secret. White space at the end of the secret is removed.
   */
  readonly secret: SecretOption;
  /**
   * The address of the gateway's APIs, if it is not `baseUrl`: for example another port. A function gets the API's
   * definition, and can return a different address for an API with its own domain.
   *
   * `clients.authorize` sends the gateway's secret to this address, once it is certain that the API itself receives it
   * (trap 26). If the address has a path prefix, a proxy in front of the gateway must remove it.
   * @defaultValue `baseUrl`
   */
  readonly apiBaseUrl?: ApiBaseUrl | undefined;
  /**
   * Whether the gateway's `enable_custom_domains` is on. The gateway does not tell. The setting decides which API gets a
   * request if listen paths overlap and an API has a `domain` (trap 34).
   *
   * Without this option, such a request throws a `TykUnsupportedError`, unless it reaches the same API with both settings.
   * A wrong value can send a secret to another API.
   * @defaultValue none: both settings are considered
   */
  readonly customDomains?: boolean | undefined;
  /** The organisation whose APIs, clients and policies methods use, if they need one. */
  readonly orgId?: string | undefined;
  /**
   * The separator between several redirect URIs in a client's `redirect_uri`: the gateway's `oauth_redirect_uri_separator`,
   * usually `";"`. The gateway does not tell it.
   * @defaultValue none: the field is one URI
   */
  readonly redirectUriSeparator?: string | undefined;
  /**
   * Refuses, before any request, every method and every operation of `tyk.raw` that changes the gateway. The gateway has no
   * secret with fewer rights.
   * @defaultValue false
   */
  readonly readOnly?: boolean | undefined;
  /**
   * Lets methods read but not write. The requests that a method would write are in its `steps`, in order, with the outcome
   * `"not-sent"`, and in the log. Results have no new secret, no code and no token: these fields are missing. Operations of `tyk.raw` that change the gateway are refused.
   * @defaultValue false
   */
  readonly dryRun?: boolean | undefined;
  /**
   * The `fetch` function to use.
   * @defaultValue the global one, read at each attempt
   */
  readonly fetch?: TykFetch | undefined;
  /**
   * How many requests may be in flight at once. Others are queued in order.
   * It has no effect on Cloudflare Workers, which limit the connections of each request themselves.
   * @defaultValue 16
   */
  readonly maxConcurrency?: number | undefined;
  /**
   * The largest response body that is accepted, in bytes. In a response that is a list (of clients, tokens, keys, APIs or
   * policies) it limits each element.
   * @defaultValue 10485760 (10 MiB)
   */
  readonly maxResponseBytes?: number | undefined;
  /**
   * The largest list that is accepted, in bytes. The gateway has no pages for most lists. They are read element by element
   * as they arrive.
   * @defaultValue 1073741824 (1 GiB)
   */
  readonly maxListBytes?: number | undefined;
  /**
   * Allows plain `http` beyond loopback (`localhost`, 127.0.0.0/8 and `[::1]`): everywhere (`true`), or for hosts that
   * match a pattern. A pattern is a host, or `"*."` and the end of a host name, such as `"*.svc"`. The gateway's secret is
   * then readable on the network.
   * @defaultValue false
   */
  readonly allowInsecureHttp?: InsecureHttp | undefined;
  /** Receives log lines. Without it nothing is logged. */
  readonly logger?: TykLogger | undefined;
  /** Functions that are called as requests are made. */
  readonly hooks?: TykHooks | undefined;
  /**
   * Creates a span for each method and each call of `tyk.raw`, and within it a span for each attempt, as OpenTelemetry's HTTP
   * conventions say. `url.full` is left out: no span has a URL, a header or a body. See docs/observability.md.
   * @defaultValue none
   */
  readonly tracer?: TykTracer | undefined;
  /**
   * Creates the instruments for metrics: durations of attempts as OpenTelemetry's HTTP conventions say, requests in flight,
   * time in the queue, and retries. See docs/observability.md.
   * @defaultValue none
   */
  readonly meter?: TykMeter | undefined;
  /**
   * Allows the client to run in a browser, where anybody can read the secret.
   * @defaultValue false
   */
  readonly dangerouslyAllowBrowser?: boolean | undefined;
}

/** Options of {@link TykOAuth} that win over others. An option that is `undefined` changes nothing. */
export type TykOAuthOverrides = {
  readonly [Name in keyof TykOAuthOptions]?: TykOAuthOptions[Name] | undefined;
};
