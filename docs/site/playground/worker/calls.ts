import type { TykResult, TykStep } from "@tyk-oauth/sdk";
import type { RunEvent, StartedCall } from "../run/events.ts";
import { formatValue } from "./format-value.ts";
import { lineOf, showError } from "./show-error.ts";
import { shorten } from "./shorten.ts";

/** Reports the calls of the SDK's methods: their start and their end. */
export class Calls {
  readonly #report: (event: RunEvent) => void;
  readonly #onEnd: (call: StartedCall) => void;
  #count = 0;

  constructor(report: (event: RunEvent) => void, onEnd: (call: StartedCall) => void) {
    this.#report = report;
    this.#onEnd = onEnd;
  }

  start(name: string, args: readonly unknown[]): StartedCall {
    const shown = args.map((value) => shorten(formatValue(value), 1_000)).join(", ");
    const call = { id: ++this.#count, name, args: shown, line: lineOf(new Error("where")) };
    this.#report({ type: "call", call });
    return call;
  }

  /** Runs the call, and returns its result: a promise with `withResponse`, or an iterator. */
  watch(call: StartedCall, run: () => unknown): unknown {
    let result: unknown;
    try {
      result = run();
    } catch (error) {
      this.#fail(call, error);
      throw error;
    }
    if (isTykPromise(result)) return this.#watchPromise(call, result);
    if (isIterator(result)) return this.#watchIterator(call, result);
    this.#end(call, [], []);
    return result;
  }

  #watchPromise(call: StartedCall, promise: WithResponse): WithResponse {
    const result = promise.withResponse();
    const data = result.then(
      (settled) => {
        this.#end(call, settled.steps, settled.warnings);
        return settled.data;
      },
      (error: unknown) => {
        this.#fail(call, error);
        throw error;
      },
    );
    return Object.assign(data, { withResponse: () => data.then(() => result) });
  }

  #watchIterator(call: StartedCall, iterator: WithToArray): WithToArray {
    let hasEnded = false;
    const settle = async <T>(promise: Promise<T>, ends: (value: T) => boolean): Promise<T> => {
      try {
        const value = await promise;
        if (!hasEnded && ends(value)) {
          hasEnded = true;
          this.#end(call, [], []);
        }
        return value;
      } catch (error) {
        if (!hasEnded) this.#fail(call, error);
        hasEnded = true;
        throw error;
      }
    };
    const observed: WithToArray = {
      next: () => settle(iterator.next(), ({ done }) => done === true),
      return: (value) => settle(iterator.return(value), () => true),
      throw: (error) => settle(iterator.throw(error), () => true),
      toArray: (args) => settle(iterator.toArray(args), () => true),
      [Symbol.asyncIterator]: () => observed,
      [Symbol.asyncDispose]: async () => {
        await observed.return(undefined);
      },
    };
    return observed;
  }

  #end(call: StartedCall, steps: readonly TykStep[], warnings: readonly string[]): void {
    const end = { id: call.id, steps: steps.map(formatStep), warnings: [...warnings] };
    this.#report({ type: "call-end", end });
    this.#onEnd(call);
  }

  #fail(call: StartedCall, error: unknown): void {
    const steps = (error as { steps?: readonly TykStep[] } | null)?.steps ?? [];
    const shown = showError(error, call.line);
    this.#report({
      type: "call-end",
      end: { id: call.id, steps: steps.map(formatStep), warnings: [], error: shown },
    });
    this.#onEnd(call);
  }
}

type WithResponse = Promise<unknown> & { withResponse(): Promise<TykResult<unknown>> };
type WithToArray = AsyncGenerator<unknown, void, undefined> & {
  toArray(args: unknown): Promise<unknown[]>;
};

function isTykPromise(value: unknown): value is WithResponse {
  return typeof (value as Partial<WithResponse> | null)?.withResponse === "function";
}

function isIterator(value: unknown): value is WithToArray {
  return (
    typeof (value as Partial<WithToArray> | null)?.toArray === "function" && !Array.isArray(value)
  );
}

function formatStep({ operation, apiId, outcome }: TykStep): string {
  return `${operation}${apiId === undefined ? "" : ` on ${apiId}`}: ${outcome}`;
}
