import type { TykTracer } from "./tracing.ts";
import type { ApiDefinition } from "../../generated/index.ts";

/** The gateway's secret, or a function that fetches it (from a vault, say), called for each attempt. */
export type SecretOption = string | (() => string | Promise<string>);

/** Where plain `http` may go besides loopback: everywhere, or to hosts that match a pattern such as `"*.svc"`. */
export type InsecureHttp = boolean | readonly string[];

/** The part of `console` that the client logs to. It is given operations, path templates, statuses and times, never a secret. */
export type TykLogger = Pick<Console, "debug" | "info" | "warn" | "error">;

/** What a hook is told of an attempt: never a URL, a header or a body. */
export interface TykHookEvent {
  /** The operation of `tyk.raw`, such as `"getOAuthClient"`. */
  readonly operation: string;
  /** The path without its values, such as `"/tyk/oauth/clients/{apiID}/{keyName}"`. */
  readonly template: string;
  /** The HTTP status, where an answer came. */
  readonly status?: number;
  /** Which attempt it is, from 1. */
  readonly attempt: number;
  /** How long the attempt has taken so far, in milliseconds. */
  readonly durationMs: number;
}

/** Called as requests are made. What a hook throws is logged as an error and does not change the call. */
export interface TykHooks {
  /** Before an attempt is sent. */
  readonly onRequest?: (event: TykHookEvent) => void;
  /** After an answer was read, whatever its status. */
  readonly onResponse?: (event: TykHookEvent) => void;
  /** After an attempt failed that will be repeated. */
  readonly onRetry?: (event: TykHookEvent) => void;
  /** After a request failed for good. */
  readonly onError?: (event: TykHookEvent) => void;
}

/** `fetch`, as this package calls it: with the URL as text, unbound. */
export type TykFetch = (url: string, init: RequestInit) => Promise<Response>;

/** What an API of the gateway is served under; see {@link TykOAuthOptions.apiBaseUrl}. */
export type ApiBaseUrl = string | ((api: ApiDefinition) => string);

/** Options of one call; they win over the client's. */
export interface RequestOptions {
  /**
   * The limit for one attempt with its body, in milliseconds.
   * @defaultValue 10000; 60000 for `tokens.purgeLapsed` unless the client's options say otherwise
   */
  readonly timeoutMs?: number | undefined;
  /**
   * The limit for one request with its repeats and the waits between them, in milliseconds. A verb of several requests
   * counts it for each.
   * @defaultValue 30000, or `timeoutMs` where that is longer
   */
  readonly totalTimeoutMs?: number | undefined;
  /**
   * How many times an attempt that failed may be repeated, where that is safe: reads and what does nothing more the second time
   * after a connection that broke, a time that was up, 408, 502, 503 or 504, reads after 500 too, and anything after a connection
   * that was not made, 425 or 429. All requests of a client share a budget of repeats, which an outage uses up.
   * @defaultValue 2
   */
  readonly maxRetries?: number | undefined;
  /** Ends the call at once when it aborts, wherever it is. */
  readonly signal?: AbortSignal | undefined;
  /** Headers to send along. Those that this package sets itself are refused. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
}

/** How far a verb of many requests has come. */
export interface TykProgress {
  /**
   * What is being done: `"look"` for tokens and clients, `"revoke"` them, `"sweep"` the gateway's keys, `"wait"` for its session
   * cache, `"check"` what was done.
   */
  readonly phase: "look" | "revoke" | "sweep" | "wait" | "check";
  /** How many of `total` are done: APIs, tokens or keys; milliseconds for `"wait"`. */
  readonly done: number;
  readonly total: number;
}

/** Options of a verb that makes several requests. */
export interface VerbOptions extends RequestOptions {
  /**
   * The limit for the whole verb, in milliseconds.
   * @defaultValue none
   */
  readonly deadlineMs?: number | undefined;
  /** Called as a verb of many requests goes on. What it throws is logged as an error and does not change the verb. */
  readonly onProgress?: ((progress: TykProgress) => void) | undefined;
}

/** Options of {@link TykOAuth}. */
export interface TykOAuthOptions extends Omit<RequestOptions, "signal"> {
  /**
   * Where the gateway's control API is, with a path prefix if it has one: `https://gateway.example:8080`. A gateway with
   * `control_api_port` serves the control API on that port alone.
   */
  readonly baseUrl: string;
  /**
   * The gateway's `secret`, sent as `X-Tyk-Authorization`. It is the master key of the gateway: keep it on servers. A
   * function (a vault) is called for each attempt, inside the time limits, and once more after the gateway's 403 for it. It is
   * called before the request takes its place among `maxConcurrency`, so it can make requests of this client that need no secret.
   * White space at the end is trimmed.
   */
  readonly secret: SecretOption;
  /**
   * Where the gateway serves its APIs, when that is not `baseUrl`: another port, or a function of the API's definition for
   * APIs with a domain of their own. The gateway's secret goes there with `clients.authorize`, once it is certain that the API
   * itself receives it. With a path prefix, a proxy in front of the gateway must take the prefix off.
   * @defaultValue `baseUrl`
   */
  readonly apiBaseUrl?: ApiBaseUrl | undefined;
  /**
   * Whether the gateway's `enable_custom_domains` is on. The gateway does not tell. It decides which API gets a request if APIs
   * with a `domain` are among those whose listen paths overlap: without this option such a request is refused
   * (`TykUnsupportedError`) unless both settings lead it to the API that is meant. A wrong value can send a secret to another API.
   * @defaultValue none: both settings are considered
   */
  readonly customDomains?: boolean | undefined;
  /** The organisation whose APIs, clients and policies are meant where a verb asks for one. */
  readonly orgId?: string | undefined;
  /**
   * What separates several redirect URIs in a client's `redirect_uri`, as the gateway's `oauth_redirect_uri_separator` says;
   * usually `";"`. The gateway does not tell, so that it must be told here.
   * @defaultValue none: the field is one URI
   */
  readonly redirectUriSeparator?: string | undefined;
  /**
   * Refuses, before any request, every verb and every operation of `tyk.raw` that changes the gateway: the one lesser privilege
   * that its secret can have.
   * @defaultValue false
   */
  readonly readOnly?: boolean | undefined;
  /**
   * Lets verbs look but not write: what a verb would send is among its `steps` with the outcome `"not-sent"`, in order, and
   * is logged. Operations of `tyk.raw` that change the gateway are refused.
   * @defaultValue false
   */
  readonly dryRun?: boolean | undefined;
  /**
   * The `fetch` to use.
   * @defaultValue the global one, looked up at each attempt
   */
  readonly fetch?: TykFetch | undefined;
  /**
   * How many requests may be under way at once; the others wait in the order in which they came.
   * @defaultValue 16
   */
  readonly maxConcurrency?: number | undefined;
  /**
   * The largest answer that is read, in bytes.
   * @defaultValue 10485760 (10 MiB)
   */
  readonly maxResponseBytes?: number | undefined;
  /**
   * Allows plain `http` beyond loopback (`localhost`, 127.0.0.0/8 and `[::1]`): everywhere (`true`), or to hosts that match a
   * pattern: a host, or `"*."` and the end of a host name, such as `"*.svc"`. The gateway's secret is then readable on the network.
   * @defaultValue false
   */
  readonly allowInsecureHttp?: InsecureHttp | undefined;
  /** Where to log. Nothing is logged without it. */
  readonly logger?: TykLogger | undefined;
  /** Called as requests are made. */
  readonly hooks?: TykHooks | undefined;
  /**
   * Makes a span of each verb, and within it one of each request with its repeats: the operation, the method, the template of
   * the path, the status, how often it was sent again, and the code of an error. Never a URL, a header or a body.
   * @defaultValue none
   */
  readonly tracer?: TykTracer | undefined;
  /**
   * Lifts the refusal to run in a browser, where anybody can read the secret.
   * @defaultValue false
   */
  readonly dangerouslyAllowBrowser?: boolean | undefined;
}

/** Options of {@link TykOAuth} that win over others; one that is `undefined` leaves the other as it is. */
export type TykOAuthOverrides = {
  readonly [Name in keyof TykOAuthOptions]?: TykOAuthOptions[Name] | undefined;
};
