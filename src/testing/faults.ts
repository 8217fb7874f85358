import type { RecordedRequest } from "./recorded-request.ts";

/**
 * What goes wrong with a request:
 * - `"drop"`: the connection ends without an answer, and the request has not taken effect;
 * - `"applied-then-drop"`: the request takes effect, then the connection ends without an answer;
 * - `"cut-json"`: the request takes effect, and only half of its answer's body comes;
 * - `"empty"`: the request takes effect, and its answer's body is empty;
 * - `"html"`: a proxy's page with status 200 comes instead, and the request has not taken effect;
 * - an object with `storage`: the gateway's storage is down, see {@link StorageOutage};
 * - another object: another answer, or a late one.
 */
export type GatewayFault =
  "drop" | "applied-then-drop" | "cut-json" | "empty" | "html" | FaultAnswer | StorageOutage;

/**
 * The gateway's storage (Redis) is down. The request has no effect, and nothing that is stored seems to be there: a client or
 * a key that exists is 404 in the usual words, lists are empty with 200, a delete of a client or a refresh token is 200, an
 * OAuth API refuses every token. Definitions, policies and `/hello` are answered from memory as if nothing were wrong.
 */
export interface StorageOutage {
  readonly storage: "down";
  /**
   * How long the gateway waits for its storage, in milliseconds of the gateway's clock. No real time passes. What is answered
   * from memory takes no time.
   * @defaultValue 5000
   */
  readonly tookMs?: number;
}

/** Another answer, or a late one. */
export interface FaultAnswer {
  /** The status to answer with; the request then has not taken effect. Left out, the gateway's own answer comes. */
  readonly status?: number;
  /** The body to answer with, JSON unless it is a text. @defaultValue "" */
  readonly body?: unknown;
  /** Headers to answer with. @defaultValue the content type of the body */
  readonly headers?: Readonly<Record<string, string>>;
  /** How long the answer takes, in milliseconds of real time. What the request does, it does at once. @defaultValue 0 */
  readonly delayMs?: number;
}

/** Which requests a fault is for: all that each named field fits, or all that a function says yes to. */
export type FaultMatch =
  | ((request: RecordedRequest) => boolean)
  | {
      /** The operation's name in this package, such as `"createOAuthClient"`. */
      readonly operation?: string;
      readonly method?: string;
      /** The path without its query, as it was sent: the whole of it, or what a regular expression or a function finds in it. */
      readonly path?: string | RegExp | ((path: string) => boolean);
    };

/** A fault that is set up. */
export interface FaultHandle {
  /** Ends the fault. */
  remove(): void;
  /** How many requests it has spoiled. */
  readonly hits: number;
}
