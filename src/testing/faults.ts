import type { RecordedRequest } from "./request-log.ts";

/**
 * What goes wrong with a request:
 * - `"drop"`: the connection ends without an answer, and the request has not taken effect;
 * - `"applied-then-drop"`: the request takes effect, then the connection ends without an answer;
 * - `"cut-json"`: the request takes effect, and only half of its answer's body comes;
 * - `"empty"`: the request takes effect, and its answer's body is empty;
 * - `"html"`: a proxy's page with status 200 comes instead, and the request has not taken effect;
 * - an object: another answer, or a late one.
 */
export type GatewayFault =
  "drop" | "applied-then-drop" | "cut-json" | "empty" | "html" | FaultAnswer;

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

function isMatch(match: FaultMatch, request: RecordedRequest): boolean {
  if (typeof match === "function") return match(request);
  if (match.operation !== undefined && match.operation !== request.operation) return false;
  if (match.method !== undefined && match.method.toUpperCase() !== request.method) return false;
  const { path } = match;
  if (path === undefined) return true;
  if (typeof path === "string") return path === request.path;
  return typeof path === "function" ? path(request.path) : request.path.search(path) >= 0;
}
