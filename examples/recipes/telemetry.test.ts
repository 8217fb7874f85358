// What startTelemetry of metrics.ts exports: spans, metrics and what Prometheus reads.
import {
  AggregationTemporality,
  InMemoryMetricExporter,
  PeriodicExportingMetricReader,
} from "@opentelemetry/sdk-metrics";
import { InMemorySpanExporter, SimpleSpanProcessor } from "@opentelemetry/sdk-trace-node";
import { createGateway } from "@tyk-oauth/sdk/testing";
import { expect, test } from "vitest";
import { startTelemetry } from "./metrics.ts";

test("exports spans with their parents, metrics, and a histogram for Prometheus", async () => {
  const spanExporter = new InMemorySpanExporter();
  const exporter = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE);
  const { options, registry, shutdown } = startTelemetry(
    [new PeriodicExportingMetricReader({ exporter })],
    [new SimpleSpanProcessor(spanExporter)],
  );
  const tyk = createGateway({ apis: ["orders"] }).client(options);

  await tyk.clients.list({ apiId: "orders" });

  const spans = spanExporter.getFinishedSpans();
  const method = spans.find(({ name }) => name === "clients.list");
  const attempt = spans.find(({ name }) => name === "GET /tyk/oauth/clients/{apiID}");
  expect(method).toBeDefined();
  expect(attempt?.parentSpanContext?.spanId).toBe(method?.spanContext().spanId);
  expect(await registry.metrics()).toMatch(
    /^tyk_response_seconds_count\{operation="listOAuthClients",status="200"\} [1-9]\d*$/m,
  );
  await shutdown(); // exports once more
  const metrics = exporter.getMetrics().flatMap(({ scopeMetrics }) => scopeMetrics);
  expect(
    metrics.flatMap((scope) => scope.metrics.map(({ descriptor }) => descriptor.name)),
  ).toContain("http.client.request.duration");
});
