import type { Config } from "../../config/config.ts";
import type { TykMetricAttributes } from "../../types/metrics.ts";
import type { TykTracer } from "../../types/tracing.ts";
import { serverOf } from "../../util/url.ts";
import type { Call } from "../call.ts";
import { monotonicMs } from "../deadline.ts";
import { Metrics } from "./metrics.ts";
import { SafeSpan, spanKinds, withErrorType } from "./spans.ts";

/** Creates what reports attempts to the caller's tracer and meter; returns `undefined` if the client has neither. */
export function createTelemetry({ tracer, meter }: Config): Telemetry | undefined {
  if (tracer === undefined && meter === undefined) return undefined;
  return new Telemetry(tracer, meter === undefined ? undefined : new Metrics(meter));
}

/** Reports attempts as OpenTelemetry's HTTP conventions say. No attribute has the values of a path, a query, a header or a body. */
export class Telemetry {
  readonly #tracer: TykTracer | undefined;
  readonly #metrics: Metrics | undefined;

  constructor(tracer: TykTracer | undefined, metrics: Metrics | undefined) {
    this.#tracer = tracer;
    this.#metrics = metrics;
  }

  /** Reports that an attempt has its slot, and starts to report its request. */
  startAttempt(call: Call, url: string): AttemptTelemetry {
    const server = serverAttributes(url);
    this.#metrics?.queued(call.queuedMs, operationAttributes(call, server, undefined));
    return new AttemptTelemetry(this.#tracer, this.#metrics, call, server);
  }

  /** Reports that an attempt left the queue without a slot. */
  leftQueue(call: Call, url: string, errorType: string): void {
    const server = serverAttributes(url);
    this.#metrics?.queued(call.queuedMs, operationAttributes(call, server, errorType));
  }

  /** Reports a retry because of an error. */
  retried(call: Call, url: string, errorType: string): void {
    const server = serverAttributes(url);
    this.#metrics?.retried(operationAttributes(call, server, errorType));
  }
}

/** Reports one attempt, from before its `fetch` until its response was read. */
export class AttemptTelemetry {
  readonly #metrics: Metrics | undefined;
  readonly #call: Call;
  readonly #span: SafeSpan | undefined;
  readonly #server: TykMetricAttributes;
  readonly #startedAt = monotonicMs();

  constructor(
    tracer: TykTracer | undefined,
    metrics: Metrics | undefined,
    call: Call,
    server: TykMetricAttributes,
  ) {
    this.#metrics = metrics;
    this.#call = call;
    this.#server = server;
    this.#metrics?.active(1, this.#activeAttributes);
    if (tracer === undefined) return;
    const { operation, operationId, attempts } = call;
    const { method, template } = operation;
    this.#span = new SafeSpan(tracer, {
      name: `${method} ${template}`,
      kind: spanKinds.attempt,
      attributes: {
        "http.request.method": method,
        ...server,
        "url.template": template,
        "tyk.operation": operationId,
        // The attempt is counted only when it is sent, so far `attempts` has those before it.
        ...(attempts === 0 ? {} : { "http.request.resend_count": attempts }),
      },
    });
  }

  /** The conventions want the same values when a request starts and when it ends. */
  get #activeAttributes(): TykMetricAttributes {
    const { method, template } = this.#call.operation;
    return { "http.request.method": method, ...this.#server, "url.template": template };
  }

  /** Runs the `fetch` of the attempt while the span is active. */
  run<T>(work: () => Promise<T>): Promise<T> {
    return this.#span === undefined ? work() : this.#span.run(work);
  }

  /** Ends the report. `errorType` is the code of the attempt's error. */
  end(errorType: string | undefined): void {
    const { operation, operationId, status } = this.#call;
    const received = status === undefined ? {} : { "http.response.status_code": status };
    this.#metrics?.active(-1, this.#activeAttributes);
    this.#metrics?.duration(
      monotonicMs() - this.#startedAt,
      withErrorType(
        {
          "http.request.method": operation.method,
          ...this.#server,
          ...received,
          "tyk.operation": operationId,
        },
        errorType,
      ),
    );
    this.#span?.end(received, errorType);
  }
}

/** Returns the attributes of the metrics that are not OpenTelemetry's. */
function operationAttributes(
  { operationId }: Call,
  server: TykMetricAttributes,
  errorType: string | undefined,
): TykMetricAttributes {
  return withErrorType({ ...server, "tyk.operation": operationId }, errorType);
}

function serverAttributes(url: string): TykMetricAttributes {
  const { host, port } = serverOf(url);
  // An IPv6 address has brackets in a URL only.
  return { "server.address": host.replaceAll(/[[\]]/g, ""), "server.port": port };
}
