import {
  InMemorySpanExporter,
  NodeTracerProvider,
  SimpleSpanProcessor,
} from "@opentelemetry/sdk-trace-node";
import { DataPointType } from "@opentelemetry/sdk-metrics";
import type { MetricData } from "@opentelemetry/sdk-metrics";
import { SpanKind } from "@opentelemetry/api";
import { beforeAll, describe, expect, test } from "vitest";
import { operations } from "../../src/operations/operations.ts";
import { clientWithReplies } from "../support/client/client.ts";
import { coded, readDocument, tableOf } from "../support/docs/markdown.ts";
import { json } from "../support/network/fake-fetch.ts";
import { client } from "../support/samples/samples.ts";
import { measure } from "../support/telemetry/measure.ts";
import { deferred } from "../support/util/deferred.ts";
import { failure } from "../support/util/failure.ts";

const file = "docs/observability.md";
const page = readDocument(file);

/** Every attribute of each metric, after a success, a retry and a timeout in the queue. */
const attributesOf = new Map<string, Set<string>>();
const attemptAttributes = new Set<string>();
let metrics: readonly MetricData[] = [];

beforeAll(async () => {
  const exporter = new InMemorySpanExporter();
  const provider = new NodeTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] });
  const { meter, metrics: collect } = measure();
  const gate = deferred();
  const { tyk } = clientWithReplies(
    [
      async () => {
        await gate.promise;
        return Response.json({}, { status: 503 });
      },
      json(client),
    ],
    { tracer: provider.getTracer("test"), meter, maxConcurrency: 1 },
  );
  const ref = { apiId: "orders", clientId: "shop-web" };
  const call = tyk.clients.get(ref);
  await failure(tyk.clients.get(ref, { totalTimeoutMs: 1 }));
  gate.resolve(undefined);
  await call;
  metrics = await collect();
  for (const { descriptor, dataPoints } of metrics)
    attributesOf.set(
      descriptor.name,
      new Set(dataPoints.flatMap(({ attributes }) => Object.keys(attributes))),
    );
  for (const { kind, attributes } of exporter.getFinishedSpans())
    if (kind === SpanKind.CLIENT)
      for (const name of Object.keys(attributes)) attemptAttributes.add(name);
});

describe("the tables", () => {
  test("have each metric with its instrument and its unit", () => {
    const documented = tableOf(file, "metric").map((row) => [
      coded(row["metric"] ?? "")[0],
      row["instrument"],
    ]);
    expect(documented.sort()).toEqual(
      metrics.map((metric) => [metric.descriptor.name, instrumentOf(metric)]).sort(),
    );
  });

  test("have the attributes of each metric", () => {
    const columns: Record<string, string> = {
      "http.client.request.duration": "duration",
      "http.client.active_requests": "active requests",
      "tyk.oauth.request.queue.duration": "queue",
      "tyk.oauth.request.retries": "retries",
    };
    const rows = tableOf(file, "attribute of a metric");
    for (const [metric, column] of Object.entries(columns)) {
      const documented = rows
        .filter((row) => row[column] === "yes")
        .map((row) => coded(row["attribute of a metric"] ?? "")[0]);
      expect(documented.sort(), metric).toEqual([...(attributesOf.get(metric) ?? [])].sort());
    }
  });

  test("have the attributes of the span of an attempt", () => {
    const documented = tableOf(file, "attribute of an attempt").map(
      (row) => coded(row["attribute of an attempt"] ?? "")[0],
    );
    expect(documented.sort()).toEqual([...attemptAttributes].sort());
  });

  test("the number of operations is that of the table of operations", () => {
    expect(page).toContain(`the ${Object.keys(operations).length} operations`);
  });
});

describe("what Grafana gets", () => {
  const [, source = ""] = /^```json\n(.*?)^```$/ms.exec(page) ?? [];
  const [, queries = ""] = /^```promql\n(.*?)^```$/ms.exec(page) ?? [];
  const dashboard = JSON.parse(source) as {
    readonly panels: readonly {
      readonly id: number;
      readonly title: string;
      readonly gridPos: { readonly x: number; readonly y: number; readonly w: number };
      readonly targets: readonly { readonly refId: string; readonly expr: string }[];
    }[];
  };
  const panels = dashboard.panels;
  const expressions = [
    ...queries.trim().split("\n"),
    ...panels.flatMap(({ targets }) => targets.map(({ expr }) => expr)),
  ];

  test("is a dashboard whose panels have ids of their own and do not overlap", () => {
    expect(dashboard).toMatchObject({ schemaVersion: 39, title: "Tyk OAuth SDK" });
    expect(new Set(panels.map(({ id }) => id)).size).toBe(4);
    const corners = panels.map(({ gridPos: { x, y, w } }) => `${x % w} ${x},${y}`);
    expect(new Set(corners).size).toBe(4);
    for (const { targets } of panels)
      expect(new Set(targets.map(({ refId }) => refId)).size).toBe(targets.length);
  });

  test.each(expressions)("queries metrics and labels that exist: %s", (expression) => {
    const labels = new Set(["le", ...[...attributesOf.values()].flatMap((names) => [...names])]);
    const known = new Set([...labels].map((name) => name.replaceAll(".", "_")));
    const series = new Set(metrics.flatMap(seriesOf));
    // Without the values of labels, durations and Grafana's variables.
    const bare = expression.replaceAll(/"[^"]*"|\[[^\]]*\]/g, "");
    const words = new Set(bare.match(/[a-z]\w*/g));
    const functions = ["sum", "by", "rate", "histogram_quantile"];
    const named = [...words].filter((word) => !functions.includes(word));
    expect(named.some((word) => series.has(word))).toBe(true);
    expect(named.filter((word) => !series.has(word) && !known.has(word))).toEqual([]);
    expect(bare.split("(")).toHaveLength(bare.split(")").length);
  });
});

function instrumentOf({ dataPointType, descriptor, ...metric }: MetricData): string {
  if (dataPointType === DataPointType.HISTOGRAM) return `\`Histogram\`, ${descriptor.unit}`;
  return "isMonotonic" in metric && metric.isMonotonic ? "`Counter`" : "`UpDownCounter`";
}

/** Returns the names that Prometheus gives to the time series of a metric. */
function seriesOf(metric: MetricData): string[] {
  const { name, unit } = metric.descriptor;
  const base = name.replaceAll(".", "_") + (unit === "s" ? "_seconds" : "");
  if (metric.dataPointType === DataPointType.HISTOGRAM)
    return ["_bucket", "_sum", "_count"].map((suffix) => base + suffix);
  return [
    metric.dataPointType === DataPointType.SUM && metric.isMonotonic ? `${base}_total` : base,
  ];
}
