import type { RecordedRequest } from "./request-log.ts";

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

interface Entry {
  readonly match: FaultMatch;
  readonly fault: GatewayFault;
  left: number;
  hits: number;
}

/** The faults that are set up. Of several that fit a request, the first one set up is taken. */
export class Faults {
  #entries: Entry[] = [];

  add(match: FaultMatch, fault: GatewayFault, times: number): FaultHandle {
    const entry: Entry = { match, fault, left: times, hits: 0 };
    this.#entries.push(entry);
    return {
      remove: () => {
        entry.left = 0;
      },
      get hits() {
        return entry.hits;
      },
    };
  }

  take(request: RecordedRequest): GatewayFault | undefined {
    this.#entries = this.#entries.filter((entry) => entry.left > 0);
    const entry = this.#entries.find(({ match }) => isMatch(match, request));
    if (entry === undefined) return undefined;
    entry.left--;
    entry.hits++;
    return entry.fault;
  }

  clear(): void {
    this.#entries = [];
  }
}

export function isOutage(fault: GatewayFault | undefined): fault is StorageOutage {
  return typeof fault === "object" && "storage" in fault;
}

/** Refuses an outage that cannot be. */
export function checkFault(fault: GatewayFault): void {
  if (!isOutage(fault)) return;
  const { storage, tookMs = 0 } = fault as { storage: unknown; tookMs?: unknown };
  if (storage !== "down") throw new TypeError('fail: storage must be "down"');
  if (typeof tookMs !== "number" || !Number.isFinite(tookMs) || tookMs < 0)
    throw new TypeError("fail: tookMs must be a number of milliseconds, 0 or more");
}

function isMatch(match: FaultMatch, request: RecordedRequest): boolean {
  if (typeof match === "function") return match(request);
  if (match.operation !== undefined && match.operation !== request.operation) return false;
  if (match.method !== undefined && match.method.toUpperCase() !== request.method) return false;
  const { path } = match;
  if (path === undefined) return true;
  if (typeof path === "string") return path === request.path;
  return typeof path === "function" ? path(request.path) : request.path.search(path) >= 0;
}
