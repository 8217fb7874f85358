import type { TykOAuthOptions } from "@tyk-oauth/sdk";
import { metrics, trace } from "@opentelemetry/api";
import { MeterProvider } from "@opentelemetry/sdk-metrics";
import type { MetricReader } from "@opentelemetry/sdk-metrics";
import { NodeTracerProvider } from "@opentelemetry/sdk-trace-node";
import type { SpanProcessor } from "@opentelemetry/sdk-trace-node";
import { Histogram, Registry } from "prom-client";

export interface Telemetry {
  /** Pass these to `TykOAuth`. */
  readonly options: Pick<TykOAuthOptions, "hooks" | "meter" | "tracer">;
  /** What `GET /metrics` returns. */
  readonly registry: Registry;
  readonly shutdown: () => Promise<void>;
}

/** Starts prom-client and OpenTelemetry. Pass the readers and processors of your exporters. */
export function startTelemetry(
  readers: MetricReader[] = [],
  spanProcessors: SpanProcessor[] = [],
): Telemetry {
  const tracers = new NodeTracerProvider({ spanProcessors });
  const meters = new MeterProvider({ readers });
  tracers.register(); // without it, spans have no parents
  metrics.setGlobalMeterProvider(meters);
  const registry = new Registry();
  const seconds = new Histogram({
    name: "tyk_response_seconds",
    help: "Durations of attempts that got a response",
    labelNames: ["operation", "status"],
    registers: [registry],
  });
  const onResponse: NonNullable<TykOAuthOptions["hooks"]>["onResponse"] = (event) => {
    const { operation, status, durationMs } = event;
    seconds.observe({ operation, status: String(status) }, durationMs / 1_000);
  };
  return {
    // Got after the start: before it, OpenTelemetry returns a meter that measures nothing.
    options: {
      hooks: { onResponse },
      meter: metrics.getMeter("clients-service"),
      tracer: trace.getTracer("clients-service"),
    },
    registry,
    shutdown: async () => {
      await Promise.all([tracers.shutdown(), meters.shutdown()]);
    },
  };
}
