import type { operationIds } from "../../generated/operation-ids.gen.ts";
import { operationTable } from "../../generated/operations.gen.ts";

/**
 * Whether a request may be retried (`x-tyk-retry` in the spec).
 *
 * - `read`: it changes nothing.
 * - `idempotent`: sending it twice does the same as sending it once.
 * - `idempotent-briefly`: like `idempotent`, but a late retry would undo changes that others made meanwhile.
 * - `exclusive`: like `idempotent`, but the gateway runs one at a time, and confirms a second one without running it.
 * - `create`: idempotent if the body names both the id and the secret.
 * - `once`: each request creates something new.
 */
export type RetryClass =
  "read" | "idempotent" | "idempotent-briefly" | "exclusive" | "create" | "once";

/** What the transport needs of an operation beyond its generated function. */
export interface Operation {
  readonly method: "GET" | "POST" | "PUT" | "DELETE";
  /** The path without values, which logs and hooks may show. */
  readonly template: string;
  /** The variables of the template. */
  readonly variables: readonly string[];
  /** Who serves the operation: the control API, or an API on its own listen path. */
  readonly servedBy: "control" | "api";
  /** Whether the request carries the gateway's secret. */
  readonly secret: boolean;
  readonly retry: RetryClass;
  /** The one status that means success. */
  readonly success: 200 | 307;
  /** Whether the gateway labels the JSON of its response as `text/plain`. */
  readonly jsonAsText: boolean;
  /** Whether the operation can refuse with an OAuth error (RFC 6749, 5.2). */
  readonly oauthErrors: boolean;
  /** The first version of the gateway that has the operation; `undefined` if every version has it. */
  readonly since: string | undefined;
  /** The timeout of one attempt in milliseconds, if it is longer than the default. */
  readonly timeoutMs: number | undefined;
  /**
   * Where the response has a list that can be large, as a JSON Pointer: `""` if the response is the list. `undefined` if it has none
   * (`x-tyk-list` in the spec).
   */
  readonly list: "" | `/${string}` | undefined;
}

/** The name of an operation of `tyk.raw`. */
export type OperationId = (typeof operationIds)[number];

/** Every operation of the spec. */
export const operations: Readonly<Record<OperationId, Operation>> = operationTable;
