import type { TykOutcome, TykStep } from "../errors/base.ts";
import { TykError, strongerOutcome, withOutcome } from "../errors/base.ts";
import type { AnyTykError } from "../errors/index.ts";
import { TykConfigError } from "../errors/before-request.ts";
import { TykAbortError, TykTimeoutError } from "../errors/connection.ts";
import { TykResponseError } from "../errors/response.ts";
import type { Deps } from "./deps.ts";
import type { OperationId } from "../operations/operations.ts";
import { MethodDeadline } from "../transport/deadline.ts";
import type { RequestOptions, TykProgress } from "../types/options.ts";
import type { InputOf, ResultOf } from "../transport/send.ts";
import type { ClientRef } from "../types/client-refs.ts";
import type { TykResponseInfo } from "../types/tyk-promise.ts";
import { ArgumentChecks } from "./argument-checks.ts";
import { warmColdApis } from "./apis/cold-apis.ts";
import { createVanishedError, findVanishedRef } from "./evidence/client-absence.ts";
import { rethrowFatal } from "./failures.ts";
import { toUnsupportedError } from "./unsupported.ts";
import type { StepInfo, ReadContext } from "./read-context.ts";

/** What became of a part of a verb. */
export type PartResult<T> =
  | { readonly data: T; readonly outcome: TykOutcome; readonly error?: never }
  | { readonly error: AnyTykError; readonly outcome: TykOutcome; readonly data?: never };

/** One run of a verb: its input checks, its requests, and what it may say of them. */
export class MethodContext implements ReadContext {
  readonly name: string;
  /** The checks of the method's arguments. */
  readonly check: ArgumentChecks;
  readonly deps: Deps;
  /** What each request of the verb is sent with. */
  readonly options: RequestOptions;
  readonly steps: TykStep[];
  /** What was let through because the caller said so. */
  readonly warnings: string[] = [];
  response: TykResponseInfo | undefined;
  /** The strongest that is known of the requests that change something. */
  changed: TykOutcome = "not-sent";
  #isWriting = false;
  /** The clients whose record was read, as "apiId clientId"; an id holds no slash. */
  readonly #seenClients: Set<string>;
  readonly #onProgress: ((progress: TykProgress) => void) | undefined;

  constructor(
    name: string,
    deps: Deps,
    options: RequestOptions,
    onProgress?: (progress: TykProgress) => void,
    steps: TykStep[] = [],
    seenClients: Set<string> = new Set<string>(),
  ) {
    this.steps = steps;
    this.#seenClients = seenClients;
    this.name = name;
    this.check = new ArgumentChecks(name);
    this.deps = deps;
    this.options = options;
    this.#onProgress = onProgress;
  }

  /** Whether nothing may be written, only told. */
  get isDry(): boolean {
    return this.deps.config.dryRun;
  }

  /** Makes a request that changes nothing. What fails in it says nothing of what the verb was to change. */
  async read<Id extends OperationId>(
    id: Id,
    input: InputOf<Id>,
    stepInfo: StepInfo = {},
  ): Promise<ResultOf<Id>> {
    try {
      return await this.#send(id, input, stepInfo);
    } catch (error) {
      if (this.#isWriting && error instanceof TykError) withOutcome(error, this.changed);
      throw error;
    }
  }

  /**
   * Makes a request that changes the gateway. In a dry run it is only told, and `would` stands for its answer.
   */
  async write<Id extends OperationId>(
    id: Id,
    input: InputOf<Id>,
    stepInfo: StepInfo,
    dryRunResult: ResultOf<Id>,
  ): Promise<ResultOf<Id>> {
    if (this.isDry) {
      this.#step(id, stepInfo, "not-sent");
      this.deps.observer.planned(this.name, id, stepInfo.apiId);
      return dryRunResult;
    }
    try {
      const data = await this.#send(id, input, stepInfo);
      this.changed = "applied";
      return data;
    } catch (error) {
      if (!(error instanceof TykError)) throw error;
      const ref = findVanishedRef(this, id, input, error);
      this.changed = strongerOutcome(this.changed, ref === undefined ? error.outcome : "unknown");
      throw ref === undefined ? error : createVanishedError(this, ref, error);
    }
  }

  async #send<Id extends OperationId>(
    id: Id,
    input: InputOf<Id>,
    stepInfo: StepInfo,
    isAgain = false,
  ): Promise<ResultOf<Id>> {
    try {
      const { data, response } = await this.deps.send(id, input, this.options);
      if (stepInfo.omitStep !== true) this.#step(id, stepInfo, "applied");
      this.response = response;
      return data;
    } catch (error) {
      if (!(error instanceof TykError)) throw error;
      if (stepInfo.omitStep !== true) this.#step(error.operation ?? id, stepInfo, error.outcome);
      if (!isAgain && (await warmColdApis(this, id, input, error)))
        return await this.#send(id, input, stepInfo, true);
      throw await toUnsupportedError(this, id, error);
    }
  }

  #step(operation: string, { apiId }: StepInfo, outcome: TykOutcome): void {
    this.steps.push({ ...(apiId === undefined ? {} : { apiId }), operation, outcome });
  }

  /** Does a part of the verb, and tells what is known of the change that this part made. */
  async part<T>(run: () => Promise<T>): Promise<PartResult<T>> {
    const before = this.changed;
    this.changed = "not-sent";
    try {
      const data = await run();
      return { data, outcome: this.changed };
    } catch (thrown) {
      const error = rethrowFatal(this, thrown);
      return { error, outcome: strongerOutcome(error.outcome, this.changed) };
    } finally {
      this.changed = strongerOutcome(before, this.changed);
    }
  }

  /** Waits; in a dry run not, since there is nothing to wait for. */
  async wait(ms: number): Promise<void> {
    if (this.isDry) return;
    const { signal = new AbortController().signal } = this.options;
    await this.deps.runtime.sleep(ms, signal).catch(() => {
      throw this.#interrupted(signal.reason, "the gateway's session cache");
    });
  }

  /** Waits for a function of the caller's, within the caller's own limits. */
  async race(work: void | Promise<void>, what: string): Promise<void> {
    const { signal } = this.options;
    if (signal === undefined) return work;
    const stop = new AbortController();
    const ended = new Promise<never>((_, reject) => {
      const end = (): void => {
        reject(this.#interrupted(signal.reason, what));
      };
      if (signal.aborted) end();
      signal.addEventListener("abort", end, { once: true, signal: stop.signal });
    });
    try {
      await Promise.race([work, ended]);
    } finally {
      stop.abort();
    }
  }

  #interrupted(reason: unknown, what: string): TykError {
    const details = { operation: this.name, outcome: this.changed };
    if (!(reason instanceof MethodDeadline))
      return new TykAbortError(`aborted while waiting for ${what}`, {
        ...details,
        cause: reason,
      });
    const { limitMs } = reason;
    const message = `no end within ${limitMs} ms while waiting for ${what}`;
    return new TykTimeoutError(message, { ...details, phase: "backoff", limitMs });
  }

  /** The same verb for what must be done even where the caller has ended it: putting back what was changed. */
  withoutSignal(): MethodContext {
    const options = { ...this.options, signal: undefined };
    const context = new MethodContext(
      this.name,
      this.deps,
      options,
      this.#onProgress,
      this.steps,
      this.#seenClients,
    );
    context.#isWriting = true;
    return context;
  }

  /** Notes that a client's record was read. */
  rememberClient(ref: ClientRef): void {
    this.#seenClients.add(keyOf(ref));
  }

  /** Whether this method has read the client's record. From then on a 404 of it is no proof that it does not exist. */
  hasSeenClient(ref: ClientRef): boolean {
    return this.#seenClients.has(keyOf(ref));
  }

  /** Tells how far the verb has come. */
  progress(phase: TykProgress["phase"], done: number, total: number): void {
    this.deps.observer.progress(this.#onProgress, { phase, done, total });
  }

  /** Lets something through that would be refused unless the caller said so, and says that it did. */
  warn(what: string): void {
    this.warnings.push(what);
    this.deps.observer.warning(this.name, what);
  }

  /** Refuses a verb that changes the gateway where the client only reads. To be called before the first request. */
  assertWritable(): void {
    this.#isWriting = true;
    if (this.deps.config.readOnly && !this.isDry) {
      throw new TykConfigError("this client is readOnly, and this verb changes the gateway", {
        operation: this.name,
      });
    }
  }

  /** The error of an answer that came but is not what the verb can use. */
  createSchemaError(why: string): TykResponseError {
    return new TykResponseError(why, {
      operation: this.name,
      attempts: this.response?.attempts,
      outcome: this.#isWriting ? this.changed : "applied",
      code: "schema",
      status: this.response?.status,
    });
  }

  /** Checks an organisation's id, and gives it or the client's own; empty means any. */
  orgId(value: unknown): string {
    if (value !== undefined && typeof value !== "string")
      this.check.fail("orgId", "must be a text");
    return value ?? this.deps.config.orgId ?? "";
  }
}

function keyOf({ apiId, clientId }: ClientRef): string {
  return `${apiId}/${clientId}`;
}
