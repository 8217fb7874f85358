import type { Attributes, Meter } from "@opentelemetry/api";
import {
  AggregationTemporality,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
} from "@opentelemetry/sdk-metrics";
import type { Histogram, MetricData } from "@opentelemetry/sdk-metrics";

/** The data points of a metric: each with its attributes, and its sum or its histogram. */
export type Points<T> = readonly { readonly attributes: Attributes; readonly value: T }[];

/** A meter of the OpenTelemetry SDK, and what it measured. */
export interface Measured {
  readonly meter: Meter;
  /** Returns every metric that has a measurement. */
  readonly metrics: () => Promise<readonly MetricData[]>;
  /** Returns the points of a counter. */
  readonly sums: (name: string) => Promise<Points<number>>;
  /** Returns the points of a histogram. */
  readonly histograms: (name: string) => Promise<Points<Histogram>>;
}

/** Creates a meter of the OpenTelemetry SDK that exports to memory. */
export function measure(): Measured {
  const exporter = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE);
  // Collects when `forceFlush` is called: its timer never fires in a test.
  const reader = new PeriodicExportingMetricReader({ exporter, exportIntervalMillis: 2 ** 30 });
  const provider = new MeterProvider({ readers: [reader] });
  const metrics = async (): Promise<readonly MetricData[]> => {
    exporter.reset();
    await provider.forceFlush();
    return exporter
      .getMetrics()
      .flatMap(({ scopeMetrics }) => scopeMetrics.flatMap((scope) => scope.metrics));
  };
  const points = async (name: string): Promise<Points<unknown>> =>
    (await metrics())
      .filter(({ descriptor }) => descriptor.name === name)
      .flatMap(({ dataPoints }): Points<unknown> => dataPoints);
  return {
    meter: provider.getMeter("test"),
    metrics,
    sums: (name) => points(name) as Promise<Points<number>>,
    histograms: (name) => points(name) as Promise<Points<Histogram>>,
  };
}
