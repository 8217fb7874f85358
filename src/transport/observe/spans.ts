import { TykError } from "../../errors/base.ts";
import { ignoreRejection } from "../../util/promise-like.ts";
import { runEach } from "../../util/run-each.ts";
import type { TykSpan, TykSpanAttributes, TykTracer } from "../../types/tracing.ts";

/** OpenTelemetry's `SpanKind` of a method (`INTERNAL`) and of an attempt (`CLIENT`). */
export const spanKinds = { method: 0, attempt: 2 } as const;
const errorStatus = 2;

/** The error type of an error that the package does not foresee. OpenTelemetry defines the word. */
export const otherError = "_OTHER";

/** The name, kind and attributes that a span starts with. */
export interface SpanStart {
  readonly name: string;
  readonly kind: number;
  readonly attributes: TykSpanAttributes;
}

/** A span of the caller's tracer. If the tracer fails, the work runs without a span. */
export class SafeSpan {
  readonly #tracer: TykTracer;
  readonly #start: SpanStart;
  #span: TykSpan | undefined;

  constructor(tracer: TykTracer, start: SpanStart) {
    this.#tracer = tracer;
    this.#start = start;
  }

  /** Starts the span, and runs work while the span is active. The work runs exactly once, whatever the tracer does. */
  run<T>(work: () => Promise<T>): Promise<T> {
    let running: Promise<T> | undefined;
    const runOnce = (span?: TykSpan): Promise<T> => {
      if (running === undefined) {
        this.#span = span;
        running = work();
      }
      return running;
    };
    const { name, kind, attributes } = this.#start;
    try {
      // The tracer may return a promise of its own.
      ignoreRejection(this.#tracer.startActiveSpan(name, { kind, attributes }, runOnce));
    } catch {
      // The tracer failed.
    }
    return running ?? runOnce();
  }

  /** Ends the span. An error type makes it the span of an error. */
  end(attributes: TykSpanAttributes, errorType?: string): void {
    const span = this.#span;
    if (span === undefined) return;
    runEach(
      () => {
        ignoreRejection(span.setAttributes(withErrorType(attributes, errorType)));
      },
      () => {
        if (errorType !== undefined) ignoreRejection(span.setStatus({ code: errorStatus }));
      },
      () => {
        ignoreRejection(span.end());
      },
    );
  }
}

/** Adds the error type, if there is one. */
export function withErrorType(
  attributes: TykSpanAttributes,
  errorType: string | undefined,
): TykSpanAttributes {
  return errorType === undefined ? attributes : { ...attributes, "error.type": errorType };
}

/** Runs a method within a span. The span gets the code of an error. */
export async function withMethodSpan<T>(
  tracer: TykTracer,
  name: string,
  attributes: TykSpanAttributes,
  work: () => Promise<T>,
): Promise<T> {
  const span = new SafeSpan(tracer, { name, kind: spanKinds.method, attributes });
  try {
    const result = await span.run(work);
    span.end({});
    return result;
  } catch (error) {
    span.end({}, error instanceof TykError ? error.code : otherError);
    throw error;
  }
}
