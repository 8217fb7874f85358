import { TykError } from "../../errors/base.ts";
import type { TykSpan, TykSpanAttributes, TykTracer } from "../../types/tracing.ts";

/** OpenTelemetry's `SpanKind`: of a verb, which is made of requests, and of a request. */
export const spanKinds = { method: 0, request: 2 } as const;
const errorStatus = 2;

/** What a span is started with. */
export interface SpanStart {
  readonly name: string;
  readonly kind: number;
  readonly attributes: TykSpanAttributes;
}

/**
 * Does work within a span. Whatever the tracer does, the work is done once, and its result is the result: a failing tracer must
 * not change what it watches.
 *
 * @param after - What the span is to know once the work is done, besides the code of its error.
 */
export function withSpan<T>(
  tracer: TykTracer | undefined,
  start: () => SpanStart,
  after: () => TykSpanAttributes,
  work: () => Promise<T>,
): Promise<T> {
  if (tracer === undefined) return work();
  let running: Promise<T> | undefined;
  const once = (span?: TykSpan): Promise<T> => (running ??= watched(span, after, work()));
  const { name, kind, attributes } = start();
  try {
    const passed = tracer.startActiveSpan(name, { kind, attributes }, once);
    // It may be a promise of the tracer's own, which nobody awaits.
    Promise.resolve(passed).catch(() => undefined);
  } catch {
    // Without a span, then.
  }
  return running ?? once();
}

async function watched<T>(
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
  try {
    span?.setAttributes(attributes);
    if (status !== undefined) span?.setStatus({ code: status });
    span?.end();
  } catch {
    // There is nobody left to tell.
  }
}
