import type {
  TykCounter,
  TykHistogram,
  TykMeter,
  TykMetricAttributes,
} from "../../types/metrics.ts";
import { ignoreRejection } from "../../util/promise-like.ts";
import { runEach } from "../../util/run-each.ts";

/** The boundaries that OpenTelemetry's HTTP conventions advise for durations, in seconds. */
const durationBuckets = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10];

/** The instruments of the caller's meter. An instrument that cannot be created, or that fails, changes nothing. */
export class Metrics {
  readonly #duration: TykHistogram | undefined;
  readonly #active: TykCounter | undefined;
  readonly #queue: TykHistogram | undefined;
  readonly #retries: TykCounter | undefined;

  constructor(meter: TykMeter) {
    this.#duration = createSafely(() =>
      meter.createHistogram("http.client.request.duration", {
        description: "Duration of HTTP client requests.",
        unit: "s",
        advice: { explicitBucketBoundaries: [...durationBuckets] },
      }),
    );
    this.#active = createSafely(() =>
      meter.createUpDownCounter("http.client.active_requests", {
        description: "Number of active HTTP requests.",
        unit: "{request}",
      }),
    );
    this.#queue = createSafely(() =>
      meter.createHistogram("tyk.oauth.request.queue.duration", {
        description: "Time that an attempt waits for a free slot (maxConcurrency).",
        unit: "s",
        advice: { explicitBucketBoundaries: [...durationBuckets] },
      }),
    );
    this.#retries = createSafely(() =>
      meter.createCounter("tyk.oauth.request.retries", {
        description: "Number of retries.",
        unit: "{retry}",
      }),
    );
  }

  /** Records how long an attempt took. */
  duration(ms: number, attributes: TykMetricAttributes): void {
    record(this.#duration, ms, attributes);
  }

  /** Changes the number of requests in flight. */
  active(change: 1 | -1, attributes: TykMetricAttributes): void {
    add(this.#active, change, attributes);
  }

  /** Records how long an attempt waited for a slot. */
  queued(ms: number, attributes: TykMetricAttributes): void {
    record(this.#queue, ms, attributes);
  }

  /** Counts a retry. */
  retried(attributes: TykMetricAttributes): void {
    add(this.#retries, 1, attributes);
  }
}

function createSafely<T>(create: () => T): T | undefined {
  try {
    const created = create();
    ignoreRejection(created);
    return created;
  } catch {
    return undefined;
  }
}

function record(histogram: TykHistogram | undefined, ms: number, attributes: TykMetricAttributes) {
  runEach(() => {
    ignoreRejection(histogram?.record(ms / 1_000, attributes));
  });
}

function add(counter: TykCounter | undefined, value: number, attributes: TykMetricAttributes) {
  runEach(() => {
    ignoreRejection(counter?.add(value, attributes));
  });
}
