import { TykError } from "../../errors/base.ts";
import { runEach } from "../../util/run-each.ts";
import type { TykSpan, TykSpanAttributes, TykTracer } from "../../types/tracing.ts";

/** OpenTelemetry's `SpanKind` of a method (`INTERNAL`) and of a request (`CLIENT`). */
export const spanKinds = { method: 0, request: 2 } as const;
const errorStatus = 2;

/** The name, kind and attributes that a span starts with. */
export interface SpanStart {
  readonly name: string;
  readonly kind: number;
  readonly attributes: TykSpanAttributes;
}

/**
 * Runs work inside a span. The work runs exactly once and its result is returned, even if the tracer fails.
 *
 * @param after - Returns the attributes that the span gets at its end, besides the code of an error.
 */
export function withSpan<T>(
  tracer: TykTracer | undefined,
  start: () => SpanStart,
  after: () => TykSpanAttributes,
  work: () => Promise<T>,
): Promise<T> {
  if (tracer === undefined) return work();
  let running: Promise<T> | undefined;
  const once = (span?: TykSpan): Promise<T> => (running ??= finishAfter(span, after, work()));
  const { name, kind, attributes } = start();
  try {
    const result = tracer.startActiveSpan(name, { kind, attributes }, once);
    // The tracer may return a promise of its own. Its rejection must not become an unhandled one.
    Promise.resolve(result).catch(() => undefined);
  } catch {
    // The tracer failed: the work runs without a span.
  }
  return running ?? once();
}

async function finishAfter<T>(
  span: TykSpan | undefined,
  after: () => TykSpanAttributes,
  work: Promise<T>,
): Promise<T> {
  try {
    const result = await work;
    finish(span, after());
    return result;
  } catch (error) {
    const code = error instanceof TykError ? error.code : "unforeseen";
    finish(span, { ...after(), "error.type": code }, errorStatus);
    throw error;
  }
}

function finish(span: TykSpan | undefined, attributes: TykSpanAttributes, status?: number): void {
  runEach(
    () => span?.setAttributes(attributes),
    () => (status === undefined ? undefined : span?.setStatus({ code: status })),
    () => span?.end(),
  );
}
