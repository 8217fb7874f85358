import type { TykRaw } from "../types/raw.ts";
import type { RecordedRequest } from "./records.ts";

/** The faults that have a name. */
export const namedFaults = ["drop", "applied-then-drop", "cut-json", "empty", "html"] as const;

/**
 * What goes wrong with a request:
 *
 * - `"drop"`: the connection ends without a response, and the request does not take effect;
 * - `"applied-then-drop"`: the request takes effect, then the connection ends without a response;
 * - `"cut-json"`: the request takes effect, and half of the response's body arrives;
 * - `"empty"`: the request takes effect, and the response's body is empty;
 * - `"html"`: a proxy's page with status 200 arrives, and the request does not take effect;
 * - an object with `storage`: the gateway's storage is down, see {@link StorageOutage};
 * - any other object: another response, or a late one, see {@link FaultAnswer}.
 */
export type GatewayFault = (typeof namedFaults)[number] | FaultAnswer | StorageOutage;

/**
 * The gateway's storage (Redis) is down. The request has no effect, and nothing that is stored seems to exist
 * ([Trap 28](docs/gateway-traps.md#trap-28)):
 *
 * - A client or a key that exists is 404 with the usual message, and lists are empty with 200.
 * - Deleting a client or a refresh token is 200.
 * - An OAuth API refuses every token.
 * - Definitions, policies and `/hello` come from the process and look normal.
 */
export interface StorageOutage {
  readonly storage: "down";
  /**
   * How long the gateway waits for its storage, in milliseconds of the gateway's clock. No real time passes.
   * Responses that need no storage take no time.
   * @defaultValue 5000
   */
  readonly tookMs?: number;
}

/** Another response, or a late one. */
export interface FaultAnswer {
  /**
   * The status of the response. The request then does not take effect. If left out, the gateway's own
   * response arrives.
   */
  readonly status?: number;
  /** The body of the response: a string as it is, anything else as JSON. @defaultValue "" */
  readonly body?: unknown;
  /** The headers of the response. @defaultValue the content type of the body */
  readonly headers?: Readonly<Record<string, string>>;
  /**
   * The delay of the response, in milliseconds of real time. The request itself takes effect at once.
   * @defaultValue 0
   */
  readonly delayMs?: number;
}

type HttpMethod = "GET" | "POST" | "PUT" | "DELETE" | "PATCH" | "HEAD" | "OPTIONS";

/** Selects the requests that a fault applies to: by a function, or by fields that must all match. */
export type FaultMatch =
  | ((request: RecordedRequest) => boolean)
  | {
      /** The operation's name in this package, such as `"createOAuthClient"`. */
      readonly operation?: keyof TykRaw;
      /** The HTTP method, in capitals or not. */
      readonly method?: HttpMethod | Lowercase<HttpMethod>;
      /**
       * The path as it was sent, without its query. A string must equal it; a regular expression or a
       * function must match it.
       */
      readonly path?: string | RegExp | ((path: string) => boolean);
    };

/** An installed fault. */
export interface FaultHandle {
  /** Removes the fault. */
  remove(): void;
  /** How many requests the fault was applied to. */
  readonly hits: number;
}
