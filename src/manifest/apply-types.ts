import type { TykErrorCode, TykOutcome } from "../errors/base.ts";
import type { ApiTokens } from "../errors/reports.ts";
import type { SecretResolver } from "./types.ts";

/** What is known of one write: it was made, it was not made, or no response tells. */
export type StepState = "done" | "not-done" | "unknown";

/** One write of a plan: what was to be done with a copy of a client. */
export interface AppliedStep {
  readonly apiId: string;
  readonly action: "create" | "update" | "replace-secret" | "delete";
  readonly state: StepState;
}

/**
 * How far the plan of one client was applied:
 *
 * - `"done"`: everything was written and read back.
 * - `"unverified"`: everything was written, and the result is not proved.
 * - `"partial"`: some steps were done, others not.
 * - `"not-done"`: nothing was written.
 * - `"unknown"`: no response tells whether a step was done.
 * - `"changed"`: the client is not as it was planned, so it was left alone.
 */
export type AppliedState = "done" | "unverified" | "partial" | "not-done" | "unknown" | "changed";

/** What was done with one client. */
export interface AppliedClient {
  readonly clientId: string;
  readonly action: "create" | "update" | "delete";
  readonly state: AppliedState;
  readonly steps: readonly AppliedStep[];
  /** Why the client is not done. */
  readonly error?: {
    readonly message: string;
    readonly code?: TykErrorCode;
    readonly outcome?: TykOutcome;
  };
  /** What is known of the tokens that were ended, by API. */
  readonly tokens?: readonly ApiTokens[];
  /** The APIs outside the scope on which a deleted client still exists. */
  readonly otherApis?: readonly string[];
  /** What a method let through, and what else you should know. */
  readonly warnings?: readonly string[];
}

/** What {@link applyPlan} did: plain JSON without a secret. */
export interface ApplyReport {
  /** Whether every change of the plan is done and proved. */
  readonly complete: boolean;
  readonly startedAt: string;
  readonly endedAt: string;
  /** Why the rest of the plan was not started. */
  readonly stopped?: {
    readonly reason: "aborted" | "authentication" | "config" | "too-many-failures";
    readonly message: string;
  };
  /** How many clients are in each state. */
  readonly summary: Readonly<Record<AppliedState, number>>;
  /** The clients that the plan changes, in the order of the plan. */
  readonly clients: readonly AppliedClient[];
}

/** The progress of {@link applyPlan}, after each client. */
export interface ApplyProgress {
  readonly clientId: string;
  readonly state: AppliedState;
  /** How many of `total` clients are processed. */
  readonly done: number;
  readonly total: number;
}

/** Options of {@link applyPlan}. */
export interface ApplyPlanOptions {
  /**
   * The most clients that the plan may delete, wholly or on some APIs. A plan with more is refused as a whole.
   * @defaultValue 10
   */
  readonly maxDeletes?: number | undefined;
  /**
   * Resolves references to secrets.
   * @defaultValue the `secrets` that the manifest was parsed or planned with; none for a plan that was saved
   */
  readonly secrets?: SecretResolver | undefined;
  /**
   * Stores the generated secret of a new client, for example in a vault. It is called before the gateway gets the secret. If
   * it fails, the client is not created. Without it, `clients.get` reads the secret afterwards.
   */
  readonly stage?:
    | ((
        secret: string,
        client: { readonly clientId: string; readonly apiIds: readonly string[] },
      ) => void | Promise<void>)
    | undefined;
  /** Called after each client. Its errors are ignored. */
  readonly onProgress?: ((progress: ApplyProgress) => void) | undefined;
  /** Ends all calls at once. The report then says how far the plan was applied. */
  readonly signal?: AbortSignal | undefined;
  /** How many clients are changed at once. @defaultValue 4 */
  readonly concurrency?: number | undefined;
  /** The most clients that are started in a second. @defaultValue no limit */
  readonly maxClientsPerSecond?: number | undefined;
  /**
   * What to do with a client to delete if a known token of it is not proved to be gone, as in `clients.delete`. With
   * `"stop"` the client stays.
   * @defaultValue "stop"
   */
  readonly ifUnproved?: "stop" | "go-on" | undefined;
  /** Whether all keys of the gateway are read to find unlisted tokens, as in `clients.delete`. @defaultValue true */
  readonly sweep?: boolean | undefined;
  /** The wait for the gateway's session cache, as in `clients.delete`. @defaultValue 11000 */
  readonly wait?: boolean | number | undefined;
}
