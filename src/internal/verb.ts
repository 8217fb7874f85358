import type { TykOutcome, TykStep } from "../errors/base.ts";
import { TykError, withSteps } from "../errors/base.ts";
import { TykInputError } from "../errors/before-request.ts";
import { TykResponseError } from "../errors/response.ts";
import type { RequestOptions, VerbOptions } from "../options.ts";
import { tykPromise } from "../tyk-promise.ts";
import type { TykPromise, TykResponseInfo } from "../tyk-promise.ts";
import { inputFailure } from "./fail.ts";
import type { Fail } from "./fail.ts";
import { whyNoId } from "./ids.ts";
import { isRecord } from "./json.ts";
import { checkCallOptions, requestOptionNames } from "./request-options.ts";
import { VerbDeadline } from "./verb-deadline.ts";

/** One run of a verb: its input checks, its requests, and what it may say of them. */
export class Verb {
  readonly name: string;
  /** What each request of the verb is sent with. */
  readonly options: RequestOptions;
  readonly steps: TykStep[] = [];
  response: TykResponseInfo | undefined;

  constructor(name: string, options: RequestOptions) {
    this.name = name;
    this.fail = inputFailure(name);
    this.options = options;
  }

  /** Makes one request of the verb, and keeps what became of it. */
  async request<T>(sent: TykPromise<T>, apiId?: string): Promise<T> {
    const about = apiId === undefined ? {} : { apiId };
    try {
      const { data, response, steps } = await sent.withResponse();
      this.steps.push(...steps.map((step) => ({ ...about, ...step })));
      this.response = response;
      return data;
    } catch (error) {
      if (error instanceof TykError) this.#failed(about, error.operation, error.outcome);
      throw error;
    }
  }

  #failed(about: { apiId?: string }, operation: string | undefined, outcome: TykOutcome): void {
    this.steps.push({ ...about, operation: operation ?? this.name, outcome });
  }

  /** Throws for an argument that is wrong, before any request. */
  readonly fail: Fail;

  /** The error of an answer that came but is not what the verb can use. */
  unusable(why: string): TykResponseError {
    return new TykResponseError(why, {
      operation: this.name,
      attempts: this.response?.attempts,
      outcome: "applied",
      code: "schema",
      status: this.response?.status,
    });
  }

  /** Checks that an argument is an object. */
  record(value: unknown, field: string): void {
    if (!isRecord(value)) this.fail(field, "must be an object");
  }

  /** Checks an id that is to stand in a path. */
  id(value: unknown, field: string): void {
    const why = whyNoId(value);
    if (why !== undefined) this.fail(field, why);
  }

  /** Checks the two ids that name a client on one API. */
  ref(ref: unknown): void {
    this.record(ref, "ref");
    const { apiId, clientId } = ref as Record<string, unknown>;
    this.id(apiId, "apiId");
    this.id(clientId, "clientId");
  }

  /** Refuses an argument where a verb takes none yet: it is most likely the options, one place too early. */
  noArgs(args: unknown): void {
    if (args !== undefined) this.fail("args", "takes nothing; options come after it");
  }

  /** Checks a text that must be there. */
  text(value: unknown, field: string): void {
    if (typeof value !== "string" || value === "")
      this.fail(field, "must be a text that is not empty");
  }
}

/** Runs a verb: its errors carry the steps done before them, its promise can give the last answer's status and headers. */
export function runVerb<T>(
  name: string,
  options: VerbOptions | undefined,
  run: (verb: Verb) => Promise<T>,
): TykPromise<T> {
  const start = async (): Promise<{ data: T; response: TykResponseInfo; steps: TykStep[] }> => {
    const { requestOptions, end } = limitVerb(name, options);
    const verb = new Verb(name, requestOptions);
    try {
      const data = await run(verb);
      // A verb that made no request at all has no answer to show.
      const response = verb.response ?? { status: 0, headers: new Headers(), attempts: 0 };
      return { data, response, steps: verb.steps };
    } catch (error) {
      throw withSteps(error instanceof TykError ? error : unforeseen(name), verb.steps);
    } finally {
      end();
    }
  };
  return tykPromise(start());
}

/** An argument that throws when it is looked at, a getter or a proxy say, is a wrong argument. */
function unforeseen(operation: string): TykError {
  return new TykInputError("an argument cannot be read", { operation, field: "arguments" });
}

/** Turns a verb's `deadlineMs` into a signal for each of its requests. */
function limitVerb(
  operation: string,
  options: VerbOptions = {},
): { requestOptions: RequestOptions; end: () => void } {
  checkCallOptions(options, [...requestOptionNames, "deadlineMs"], inputFailure(operation));
  const { deadlineMs, ...requestOptions } = options;
  if (deadlineMs === undefined || deadlineMs === Number.POSITIVE_INFINITY) {
    return { requestOptions, end: () => undefined };
  }
  const controller = new AbortController();
  const timer = setTimeout(() => {
    controller.abort(new VerbDeadline(deadlineMs));
  }, deadlineMs);
  const { signal } = requestOptions;
  return {
    requestOptions: {
      ...requestOptions,
      signal:
        signal === undefined ? controller.signal : AbortSignal.any([signal, controller.signal]),
    },
    end: () => {
      clearTimeout(timer);
    },
  };
}
