/** The attributes of a span. */
export type TykSpanAttributes = Record<string, string | number>;

/** The part of an OpenTelemetry `Span` that the client uses. */
export interface TykSpan {
  setAttributes(attributes: TykSpanAttributes): unknown;
  /** Sets the status. `code` is OpenTelemetry's `SpanStatusCode`: 2 for an error. */
  setStatus(status: { readonly code: number }): unknown;
  end(): unknown;
}

/**
 * The part of an OpenTelemetry `Tracer` that the client uses. The result of `trace.getTracer()` can be passed as it is.
 *
 * @example
 * ```ts
 * import { trace } from "@opentelemetry/api";
 *
 * const traced = tyk.withOptions({ tracer: trace.getTracer("shop") });
 * ```
 */
export interface TykTracer {
  /** Starts a span, and makes it the active one while `run` runs. `kind` is OpenTelemetry's `SpanKind`. */
  startActiveSpan<T>(
    name: string,
    options: { readonly kind: number; readonly attributes: TykSpanAttributes },
    run: (span: TykSpan) => T,
  ): T;
}
