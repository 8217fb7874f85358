import type { TykSpanAttributes } from "./tracing.ts";

/** The attributes of a measurement. */
export type TykMetricAttributes = TykSpanAttributes;

/** What the client says of an instrument when it creates one. */
export interface TykInstrumentOptions {
  readonly description: string;
  /** The unit, as UCUM writes it: `"s"` for seconds, or what is counted, such as `"{request}"`. */
  readonly unit: string;
}

/** The part of an OpenTelemetry `Histogram` that the client uses. */
export interface TykHistogram {
  /** Records a measurement, in the unit of the instrument. */
  record(value: number, attributes: TykMetricAttributes): unknown;
}

/** The part of an OpenTelemetry `Counter` and `UpDownCounter` that the client uses. */
export interface TykCounter {
  /** Adds to the sum. The value is negative only for an `UpDownCounter`. */
  add(value: number, attributes: TykMetricAttributes): unknown;
}

/**
 * The part of an OpenTelemetry `Meter` that the client uses. The result of `metrics.getMeter()` can be passed as it is.
 *
 * @example
 * ```ts
 * import { metrics as otel } from "@opentelemetry/api";
 *
 * const measured = tyk.withOptions({ meter: otel.getMeter("shop") });
 * ```
 */
export interface TykMeter {
  /** Creates a histogram. `advice` has the boundaries of its buckets, in the unit of the instrument. */
  createHistogram(
    name: string,
    options: TykInstrumentOptions & {
      readonly advice: { explicitBucketBoundaries: number[] };
    },
  ): TykHistogram;
  createCounter(name: string, options: TykInstrumentOptions): TykCounter;
  createUpDownCounter(name: string, options: TykInstrumentOptions): TykCounter;
}
