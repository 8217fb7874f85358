import type { TykErrorCode } from "../errors/base.ts";
import { ignoreRejection } from "../util/promise-like.ts";
import { runEach } from "../util/run-each.ts";
import { forEachConcurrent, maxFailuresInRow } from "../verbs/for-each-concurrent.ts";
import { applyClient } from "./apply-client.ts";
import type { ApplyContext } from "./apply-client.ts";
import type { AppliedClient, AppliedState, ApplyReport } from "./apply-types.ts";
import { ClientRecord } from "./client-record.ts";
import { Pace } from "./pace.ts";
import type { PlannedClient } from "./plan-types.ts";

/** Failures that say nothing about the client: the gateway is probably down. */
const outageCodes: readonly (TykErrorCode | undefined)[] = [
  "connection",
  "tls",
  "timeout",
  "server",
];

/** Applies the clients of a plan, several at once, until one failure shows that all others would fail too. */
export class ApplyRun {
  readonly #context: ApplyContext;
  readonly #signal: AbortSignal;
  readonly #results = new Map<string, AppliedClient>();
  readonly #pace: Pace;
  #stopped: ApplyReport["stopped"];
  #failuresInRow = 0;

  constructor(context: ApplyContext) {
    const { signal, maxClientsPerSecond } = context.options;
    this.#context = context;
    this.#signal = signal ?? new AbortController().signal;
    this.#pace = new Pace(maxClientsPerSecond);
  }

  async run(planned: readonly PlannedClient[]): Promise<ApplyReport> {
    const startedAt = new Date().toISOString();
    // Deletions come last: a client that gets a new id exists before its old id is gone.
    for (const isDeletion of [false, true])
      await forEachConcurrent(
        planned.filter(({ action }) => (action === "delete") === isDeletion),
        (client) => this.#apply(client, planned.length),
        this.#context.options.concurrency ?? 4,
      );
    const clients = planned.map(
      (one) => this.#results.get(one.clientId) ?? new ClientRecord(one).result(),
    );
    // An abort may have ended the last clients, after which no other one was to be started.
    if (clients.some(({ state }) => state !== "done")) this.#shouldStop();
    return {
      complete: this.#stopped === undefined && clients.every(({ state }) => state === "done"),
      startedAt,
      endedAt: new Date().toISOString(),
      ...(this.#stopped === undefined ? {} : { stopped: this.#stopped }),
      summary: summarize(clients),
      clients,
    };
  }

  async #apply(planned: PlannedClient, total: number): Promise<void> {
    if (!this.#shouldStop()) await this.#pace.wait(this.#signal);
    if (this.#shouldStop()) return;
    const record = await applyClient(this.#context, planned);
    const result = record.result();
    const { clientId, state } = result;
    this.#results.set(clientId, result);
    this.#noteFailure(record.errorCode);
    const { onProgress } = this.#context.options;
    runEach(() => {
      ignoreRejection(onProgress?.({ clientId, state, done: this.#results.size, total }));
    });
  }

  #shouldStop(): boolean {
    if (this.#signal.aborted)
      this.#stopped ??= { reason: "aborted", message: "the signal was aborted" };
    return this.#stopped !== undefined;
  }

  /** Stops if every further client would fail too. */
  #noteFailure(code: TykErrorCode | undefined): void {
    if (code === "authentication")
      this.#stopped ??= {
        reason: code,
        message: "the gateway refused its secret: it may have been rotated",
      };
    if (code === "config")
      this.#stopped ??= {
        reason: code,
        message: "the options of the TykOAuth do not allow the changes: see the first error",
      };
    this.#failuresInRow = outageCodes.includes(code) ? this.#failuresInRow + 1 : 0;
    if (this.#failuresInRow >= maxFailuresInRow)
      this.#stopped ??= {
        reason: "too-many-failures",
        message: `${maxFailuresInRow} clients in a row failed: the gateway is probably down`,
      };
  }
}

function summarize(clients: readonly AppliedClient[]): Readonly<Record<AppliedState, number>> {
  const summary = { done: 0, unverified: 0, partial: 0, "not-done": 0, unknown: 0, changed: 0 };
  for (const { state } of clients) summary[state] += 1;
  return summary;
}
