import type { TykErrorDetails, TykOutcome, TykStep } from "../errors/base.ts";
import { TykError } from "../errors/base.ts";
import { strongerOutcome, withOutcome } from "../errors/change-error.ts";
import type { AnyTykError } from "../errors/index.ts";
import { TykConfigError } from "../errors/before-request.ts";
import { TykAbortError, TykTimeoutError } from "../errors/connection.ts";
import { TykUnsupportedError } from "../errors/method.ts";
import { TykResponseError } from "../errors/response.ts";
import type { Deps } from "./deps.ts";
import type { OperationId } from "../operations/operations.ts";
import { MethodDeadlineReason } from "../transport/deadline.ts";
import { onAbort } from "../util/abort.ts";
import { runEach } from "../util/run-each.ts";
import type { RequestOptions, TykProgress } from "../types/options.ts";
import type { ListReceiver } from "../transport/list/list-receiver.ts";
import type { InputOf, ResultOf } from "../transport/send.ts";
import type { ClientRef } from "../types/client-refs.ts";
import type { TykResponseInfo } from "../types/tyk-promise.ts";
import { ArgumentChecks } from "./argument-checks.ts";
import { warmColdApis } from "./apis/cold-apis.ts";
import { createVanishedError, findVanishedRef } from "./evidence/client-absence.ts";
import { rethrowFatal } from "./failures.ts";
import { toUnsupportedError } from "./unsupported.ts";
import { defaultConcurrency } from "./for-each-concurrent.ts";
import { Pace } from "./pace.ts";
import type { StepInfo, ReadContext } from "./read-context.ts";

/** The options of a method that its requests do not have. */
export interface MethodSettings {
  readonly onProgress?: ((progress: TykProgress) => void) | undefined;
  readonly concurrency?: number | undefined;
}

/** The result of a part of a method, and the outcome of the changes that this part made. */
type PartResult<T> =
  | { readonly data: T; readonly outcome: TykOutcome; readonly error?: never }
  | { readonly error: AnyTykError; readonly outcome: TykOutcome; readonly data?: never };

/** One run of a method: the checks of its arguments, its requests, and what its result or its error says about them. */
export class MethodContext implements ReadContext {
  readonly name: string;
  readonly check: ArgumentChecks;
  readonly deps: Deps;
  /** The options of each request of the method. */
  readonly options: RequestOptions;
  /** How many requests the method makes at once. */
  readonly concurrency: number;
  readonly steps: TykStep[];
  /** What the method let through because the caller allowed it. */
  readonly warnings: string[] = [];
  response: TykResponseInfo | undefined;
  /** The strongest outcome so far of the requests that change something. */
  changeOutcome: TykOutcome = "not-sent";
  /** Whether the method is one that changes the gateway. */
  #mayWrite: boolean;
  /** The clients whose record this method has read, as "apiId/clientId". Ids have no slash. */
  readonly #seenClients: Set<string>;
  readonly #settings: MethodSettings;
  readonly #pace = new Pace();

  constructor(
    name: string,
    deps: Deps,
    options: RequestOptions,
    settings: MethodSettings = {},
    original?: MethodContext,
  ) {
    this.name = name;
    this.check = new ArgumentChecks(name);
    this.deps = deps;
    this.options = options;
    this.#settings = settings;
    const { maxConcurrency } = deps.config;
    this.concurrency = settings.concurrency ?? Math.min(defaultConcurrency, maxConcurrency);
    this.steps = original?.steps ?? [];
    this.#seenClients = original === undefined ? new Set() : original.#seenClients;
    this.#mayWrite = original !== undefined;
  }

  /** Whether the method must not write, but only show what it would write. */
  get isDry(): boolean {
    return this.deps.config.dryRun;
  }

  /**
   * Sends a request that changes nothing. Its failure says nothing about the method's changes, so the error gets the
   * outcome of the changes made so far. A `receiver` gets the elements of the response's list; see `Send`.
   */
  async read<Id extends OperationId>(
    id: Id,
    input: InputOf<Id>,
    stepInfo: StepInfo = {},
    receiver?: ListReceiver,
  ): Promise<ResultOf<Id>> {
    try {
      return await this.#send(id, input, stepInfo, receiver);
    } catch (error) {
      if (this.#mayWrite && error instanceof TykError) withOutcome(error, this.changeOutcome);
      throw error;
    }
  }

  /**
   * Sends a request that changes the gateway. A dry run only records it, and returns `dryRunResult` in place of its result. That
   * must not hold a secret, a code or a token: a script could store it, and no gateway would accept it.
   */
  async write<Id extends OperationId, DryRunResult>(
    id: Id,
    input: InputOf<Id>,
    stepInfo: StepInfo,
    dryRunResult: DryRunResult,
  ): Promise<ResultOf<Id> | DryRunResult> {
    if (this.isDry) {
      this.#addStep(id, stepInfo, "not-sent");
      this.deps.observer.planned(this.name, id, stepInfo.apiId);
      return dryRunResult;
    }
    try {
      const data = await this.#send(id, input, stepInfo, undefined);
      this.changeOutcome = "applied";
      return data;
    } catch (error) {
      if (!(error instanceof TykError)) throw error;
      const ref = findVanishedRef(this, id, input, error);
      const outcome = ref === undefined ? error.outcome : "unknown";
      this.changeOutcome = strongerOutcome(this.changeOutcome, outcome);
      throw ref === undefined ? error : createVanishedError(this, ref, error);
    }
  }

  /** Sends a request. If a cold API made the gateway drop the connection, it warms the APIs and sends once more (trap 38). */
  async #send<Id extends OperationId>(
    id: Id,
    input: InputOf<Id>,
    stepInfo: StepInfo,
    receiver: ListReceiver | undefined,
    hasWarmed = false,
  ): Promise<ResultOf<Id>> {
    try {
      const { data, response } = await this.deps.send(id, input, this.options, receiver);
      if (stepInfo.omitStep !== true) this.#addStep(id, stepInfo, "applied");
      this.response = response;
      return data;
    } catch (error) {
      if (!(error instanceof TykError)) throw error;
      if (stepInfo.omitStep !== true) this.#addStep(error.operation ?? id, stepInfo, error.outcome);
      if (!hasWarmed && (await warmColdApis(this, id, input, error)))
        return await this.#send(id, input, stepInfo, receiver, true);
      throw await toUnsupportedError(this, id, error);
    }
  }

  #addStep(operation: string, { apiId }: StepInfo, outcome: TykOutcome): void {
    this.steps.push({ ...(apiId === undefined ? {} : { apiId }), operation, outcome });
  }

  /** Runs a part of the method, and returns the outcome of the changes that this part made. */
  async part<T>(run: () => Promise<T>): Promise<PartResult<T>> {
    const before = this.changeOutcome;
    this.changeOutcome = "not-sent";
    try {
      const data = await run();
      return { data, outcome: this.changeOutcome };
    } catch (thrown) {
      const error = rethrowFatal(this, thrown);
      return { error, outcome: strongerOutcome(error.outcome, this.changeOutcome) };
    } finally {
      this.changeOutcome = strongerOutcome(before, this.changeOutcome);
    }
  }

  /** Waits for the gateway's session cache. A dry run does not wait, because it ended no tokens. */
  async wait(ms: number): Promise<void> {
    if (this.isDry) return;
    const { signal = new AbortController().signal } = this.options;
    await this.deps.runtime.sleep(ms, signal).catch(() => {
      throw this.#createInterruption(signal.reason, "the gateway's session cache");
    });
  }

  /** Waits for the result of a caller's function, until the caller's signal or deadline ends the method. */
  async race(work: void | Promise<void>, what: string): Promise<void> {
    const { signal } = this.options;
    if (signal === undefined) return work;
    let stopListening: (() => void) | undefined;
    const interruption = new Promise<never>((_, reject) => {
      stopListening = onAbort(signal, () => {
        reject(this.#createInterruption(signal.reason, what));
      });
    });
    try {
      await Promise.race([work, interruption]);
    } finally {
      runEach(stopListening);
    }
  }

  #createInterruption(reason: unknown, what: string): TykError {
    const details = { operation: this.name, outcome: this.changeOutcome };
    if (reason instanceof MethodDeadlineReason) {
      const { limitMs } = reason;
      const message = `timed out after ${limitMs} ms waiting for ${what}`;
      return new TykTimeoutError(message, { ...details, phase: "backoff", limitMs });
    }
    const message = `aborted while waiting for ${what}`;
    return new TykAbortError(message, { ...details, cause: reason });
  }

  /**
   * Creates a context for work that must finish: restoring what was changed. It ignores the caller's signal and `deadlineMs`, and
   * has an outcome and warnings of its own.
   */
  withoutSignal(): MethodContext {
    const options = { ...this.options, signal: undefined };
    return new MethodContext(this.name, this.deps, options, this.#settings, this);
  }

  rememberClient(ref: ClientRef): void {
    this.#seenClients.add(refKey(ref));
  }

  /** Whether this method has read the client's record. After that, a 404 does not prove that the client does not exist. */
  hasSeenClient(ref: ClientRef): boolean {
    return this.#seenClients.has(refKey(ref));
  }

  progress(phase: TykProgress["phase"], done: number, total: number): void {
    const { onProgress } = this.#settings;
    if (onProgress === undefined) return;
    const pace = this.#pace.measure(phase, done, total, this.deps.runtime.now());
    this.deps.observer.progress(onProgress, { phase, done, total, ...pace });
  }

  /** Adds a warning to the result, and logs it. */
  warn(message: string): void {
    this.warnings.push(message);
    this.deps.observer.warning(this.name, message);
  }

  /** Throws if the client is `readOnly`. Methods that change the gateway call it before their first request. */
  startWriting(): void {
    this.#mayWrite = true;
    if (!this.deps.config.readOnly || this.isDry) return;
    const why = "this client is readOnly, and this method changes the gateway";
    throw new TykConfigError(why, { operation: this.name });
  }

  /** The details of an error for what the method found after its last response. */
  get errorDetails(): TykErrorDetails {
    const { name: operation, response, changeOutcome: outcome } = this;
    return { operation, attempts: response?.attempts, outcome };
  }

  /** Creates the error for something that the gateway, the API or the client does not support. */
  createUnsupportedError(why: string, cause?: unknown): TykUnsupportedError {
    return new TykUnsupportedError(why, { operation: this.name, cause });
  }

  /** Creates the error for a response that the method cannot use. */
  createSchemaError(why: string): TykResponseError {
    const details = { ...this.errorDetails, status: this.response?.status };
    return new TykResponseError(why, { ...details, code: "schema" });
  }

  /** Checks an organisation's id. Returns it, or the client's `orgId`, or an empty string, which means any organisation. */
  orgId(value: unknown): string {
    if (value !== undefined && typeof value !== "string")
      this.check.fail("orgId", "must be a string");
    return value ?? this.deps.config.orgId ?? "";
  }
}

function refKey({ apiId, clientId }: ClientRef): string {
  return `${apiId}/${clientId}`;
}
