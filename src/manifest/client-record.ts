import type { TykErrorCode, TykStep } from "../errors/base.ts";
import { isTykError } from "../errors/index.ts";
import type { AnyTykError } from "../errors/index.ts";
import type { ApiTokens } from "../errors/reports.ts";
import { thrownName } from "../util/fail.ts";
import type { AppliedClient, AppliedState, AppliedStep, StepState } from "./apply-types.ts";
import type { PlannedClient } from "./plan-types.ts";

type Action = AppliedStep["action"];

/** The operation that writes a copy. A chosen secret can only be set by a create (trap 5). */
const operations: Readonly<Record<Action, string>> = {
  create: "createOAuthClient",
  update: "updateOAuthClient",
  "replace-secret": "createOAuthClient",
  delete: "deleteOAuthClient",
};

/** Records what was done with one client. */
export class ClientRecord {
  readonly #planned: PlannedClient;
  /** The state of each planned write, by action and API. */
  readonly #steps = new Map<string, { apiId: string; action: Action; state: StepState }>();
  readonly #warnings: string[] = [];
  #error: AppliedClient["error"];
  #tokens: readonly ApiTokens[] | undefined;
  #isChanged = false;
  #otherApis: readonly string[] | undefined;

  constructor(planned: PlannedClient) {
    this.#planned = planned;
    for (const { apiId, action, changes, secret } of planned.copies) {
      if (action === "create" || action === "delete") this.#add(apiId, action);
      if (action === "update" && changes.length > 0) this.#add(apiId, "update");
      if (action === "update" && secret === "replace") this.#add(apiId, "replace-secret");
    }
  }

  /** The code of the error that ended the work on this client. */
  get errorCode(): TykErrorCode | undefined {
    return this.#error?.code;
  }

  /** Records a method that succeeded. In a dry run its writes were not sent. */
  succeed(
    action: Action,
    apiIds: readonly string[],
    steps: readonly TykStep[],
    warnings: readonly string[],
  ): void {
    for (const apiId of apiIds) {
      const isDry = outcomesOf(steps, action, apiId).includes("not-sent");
      this.#set(action, apiId, isDry ? "not-done" : "done");
      if (isDry) this.#error ??= { message: "the client is in a dry run: nothing was written" };
    }
    this.#warnings.push(...warnings);
  }

  /** Records the error of a method, and which of its writes were made. */
  fail(action: Action, apiIds: readonly string[], thrown: unknown): void {
    if (!isTykError(thrown)) {
      this.failBefore(thrown);
      return;
    }
    for (const apiId of apiIds) this.#set(action, apiId, stateAfter(thrown, action, apiId));
    this.#setError(thrown);
  }

  /** Records an error before any write. */
  failBefore(thrown: unknown): void {
    if (isTykError(thrown)) this.#setError(thrown);
    else this.#error = { message: `failed unexpectedly (${thrownName(thrown)})` };
  }

  /** Records that something else than a method failed. */
  failWith(message: string): void {
    this.#error = { message };
  }

  /** Records that the client is not as it was planned. */
  markChanged(): void {
    this.#isChanged = true;
    this.#error = {
      message: `the client ${this.#planned.clientId} has changed since the plan was made, so it was left alone: plan again`,
    };
  }

  setTokens(tokens: readonly ApiTokens[] | undefined): void {
    this.#tokens = tokens;
  }

  setOtherApis(apiIds: readonly string[]): void {
    if (apiIds.length > 0) this.#otherApis = apiIds;
  }

  warn(message: string): void {
    this.#warnings.push(message);
  }

  result(): AppliedClient {
    const { clientId, action } = this.#planned;
    return {
      clientId,
      // Only clients with a change are applied.
      action: action as AppliedClient["action"],
      state: this.#state(),
      steps: [...this.#steps.values()],
      ...(this.#error === undefined ? {} : { error: this.#error }),
      ...(this.#tokens === undefined ? {} : { tokens: this.#tokens }),
      ...(this.#otherApis === undefined ? {} : { otherApis: this.#otherApis }),
      ...(this.#warnings.length === 0 ? {} : { warnings: [...new Set(this.#warnings)] }),
    };
  }

  #state(): AppliedState {
    const states = [...this.#steps.values()].map(({ state }) => state);
    if (states.includes("unknown")) return "unknown";
    const isAllDone = states.every((state) => state === "done");
    if (isAllDone) return this.#error === undefined ? "done" : "unverified";
    if (states.includes("done")) return "partial";
    return this.#isChanged ? "changed" : "not-done";
  }

  #setError(error: AnyTykError): void {
    const { code, message, outcome, report } = error;
    this.#error = { code, message, outcome };
    if (report?.kind === "tokens") this.#tokens = report.apis;
  }

  #add(apiId: string, action: Action): void {
    this.#steps.set(`${action} ${apiId}`, { apiId, action, state: "not-done" });
  }

  #set(action: Action, apiId: string, state: StepState): void {
    const step = this.#steps.get(`${action} ${apiId}`);
    if (step !== undefined) step.state = state;
  }
}

function outcomesOf(steps: readonly TykStep[], action: Action, apiId: string): string[] {
  return steps
    .filter((step) => step.apiId === apiId && step.operation === operations[action])
    .map(({ outcome }) => outcome);
}

/** Returns what is known of a write of a method that failed. */
function stateAfter(error: AnyTykError, action: Action, apiId: string): StepState {
  const { report, steps, code } = error;
  if (report?.kind === "rotation") {
    const copy = report.apis.find((one) => one.apiId === apiId);
    // A copy that the report does not name was not reached.
    if (copy === undefined || copy.secret === "old") return "not-done";
    return copy.secret === "new" ? "done" : "unknown";
  }
  const outcomes = outcomesOf(steps, action, apiId);
  if (outcomes.includes("unknown")) return "unknown";
  if (!outcomes.includes("applied")) return "not-done";
  // The gateway confirmed the write, but another writer or a failing storage undid it.
  return code === "conflict" ? "unknown" : "done";
}
