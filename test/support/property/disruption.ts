import type { GatewayFault, RecordedRequest, StorageOutage } from "@tyk-oauth/sdk/testing";
import fc from "fast-check";
import { anyOtherWrite, applyOtherWrite, describeOtherWrite } from "./other-writer.ts";
import type { OtherChanges, OtherWrite } from "./other-writer.ts";
import { clientIds, oauthApis } from "./gateway-variants.ts";
import type { StateSnapshot } from "./state-snapshot.ts";
import { plainRecord } from "./checked-call.ts";
import { isSdkRequest } from "./simulation.ts";
import type { Simulation } from "./simulation.ts";

/** A request of a verb. */
interface RequestPosition {
  /** Counted from 1. */
  readonly at: number;
  /** Whether all are counted or those that write. */
  readonly counted: "requests" | "writes";
}

/** What goes wrong with some requests of a verb. */
export interface Fault {
  readonly position: RequestPosition;
  readonly fault: GatewayFault;
  /** What else it strikes from there on: one request alone is often made up for by a retry. */
  readonly alsoFails: "none" | "its retries" | "same operation" | "all";
}

/** What happens just before a request of a verb. */
export interface EventBetween {
  readonly position: RequestPosition;
  /**
   * Every token is used, or every client mints with the secret that it had before the verb, or time passes.
   */
  readonly event: "tokens are used" | "tokens are issued" | "2 s pass";
}

/** The gateway's storage is down for some requests of a verb. */
export interface Outage {
  readonly position: RequestPosition;
  readonly outage: StorageOutage;
  /** How many requests in a row it strikes, or those of one operation alone. */
  readonly span: number | "same operation";
}

/** What another writer does to a client just before a request of a verb. */
export interface ConcurrentWrite {
  readonly position: RequestPosition;
  readonly otherWrite: OtherWrite;
}

export type Disruption = Fault | EventBetween | Outage | ConcurrentWrite;

const faults: readonly GatewayFault[] = [
  "drop",
  "applied-then-drop",
  "cut-json",
  "html",
  { status: 503, body: "busy" },
  { status: 400, body: { status: "error", message: "no" } },
];

const anyPosition: fc.Arbitrary<RequestPosition> = fc.oneof(
  plainRecord<RequestPosition>({
    at: fc.integer({ min: 1, max: 4 }),
    counted: fc.constant("writes"),
  }),
  plainRecord<RequestPosition>({
    at: fc.integer({ min: 1, max: 12 }),
    counted: fc.constant("requests"),
  }),
  plainRecord<RequestPosition>({
    at: fc.integer({ min: 1, max: 40 }),
    counted: fc.constant("requests"),
  }),
);

const anyOutage: fc.Arbitrary<Outage> = fc.oneof(
  plainRecord<Outage>({
    position: anyPosition,
    outage: fc.constant({ storage: "down", tookMs: 5_000 }),
    span: fc.constantFrom<Outage["span"][]>(1, 2, 3, 6, Infinity, "same operation"),
  }),
  // What fails at once tells nothing by its time, so that it is down for one stretch.
  plainRecord<Outage>({
    position: anyPosition,
    outage: fc.constant({ storage: "down", tookMs: 0 }),
    span: fc.constantFrom(1, 2, 3, 6, Infinity),
  }),
);

export const anyDisruption: fc.Arbitrary<Disruption> = fc.oneof(
  { weight: 2, arbitrary: anyOutage },
  {
    weight: 2,
    arbitrary: plainRecord<ConcurrentWrite>({ position: anyPosition, otherWrite: anyOtherWrite }),
  },
  {
    weight: 3,
    arbitrary: plainRecord<Fault>({
      position: anyPosition,
      fault: fc.constantFrom(...faults),
      alsoFails: fc.constantFrom("none", "its retries", "same operation", "all"),
    }),
  },
  {
    weight: 2,
    arbitrary: plainRecord<EventBetween>({
      position: anyPosition,
      event: fc.constantFrom(
        "tokens are issued",
        "tokens are issued",
        "tokens are used",
        "2 s pass",
      ),
    }),
  },
);

/** Counts requests, and says whether the position is reached. */
function createPositionMatcher({ at, counted }: RequestPosition): (method: string) => boolean {
  let seen = 0;
  return (method) => {
    if (counted === "requests" || method !== "GET") seen += 1;
    return seen >= at;
  };
}

/** Lets a trouble have its way with the requests of the SDK. */
export class DisruptionInjector {
  /** What it struck, or what happened. */
  readonly affected: string[] = [];
  /** Whether the gateway's storage was down for some requests. */
  readonly isOutage: boolean;
  /** What another writer did; nothing if there was none. */
  otherChanges: OtherChanges | undefined;
  readonly #end: () => void;

  constructor(simulation: Simulation, disruption: Disruption | undefined, before: StateSnapshot) {
    this.isOutage = disruption !== undefined && "outage" in disruption;
    if (disruption === undefined) {
      this.#end = () => undefined;
      return;
    }
    const reached = createPositionMatcher(disruption.position);
    if ("fault" in disruption) {
      let first: RecordedRequest | undefined;
      const match = (request: RecordedRequest): boolean => {
        if (!isSdkRequest(request)) return false;
        const isHit =
          first === undefined
            ? reached(request.method)
            : isAlsoHit(first, request, disruption.alsoFails);
        if (!isHit) return false;
        first ??= request;
        this.affected.push(request.operation ?? request.path);
        return true;
      };
      const handle = simulation.gateway.fail(match, disruption.fault, Infinity);
      this.#end = () => {
        handle.remove();
      };
    } else if ("outage" in disruption) {
      const handle = simulation.gateway.fail(
        this.#createOutageMatcher(disruption),
        disruption.outage,
        Infinity,
      );
      this.#end = () => {
        handle.remove();
      };
    } else {
      let isOver = false;
      simulation.beforeRequest = async (method) => {
        if (isOver || !reached(method)) return;
        isOver = true;
        if ("otherWrite" in disruption) {
          this.affected.push(describeOtherWrite(disruption.otherWrite));
          this.otherChanges = await applyOtherWrite(simulation, disruption.otherWrite);
          return;
        }
        this.affected.push(disruption.event);
        await runMeanwhile(simulation, disruption.event, before);
      };
      this.#end = () => {
        simulation.beforeRequest = undefined;
      };
    }
  }

  end(): void {
    this.#end();
  }

  #createOutageMatcher({ position, span }: Outage): (request: RecordedRequest) => boolean {
    const reached = createPositionMatcher(position);
    let first: RecordedRequest | undefined;
    let seen = 0;
    return (request) => {
      if (!isSdkRequest(request)) return false;
      const isReached = reached(request.method);
      // From the first on every request counts, and not only those that write.
      if (first === undefined && !isReached) return false;
      first ??= request;
      seen += 1;
      const isHit =
        span === "same operation" ? request.operation === first.operation : seen <= span;
      if (isHit) this.affected.push(request.operation ?? request.path);
      return isHit;
    };
  }
}

/** Whether a fault that struck one request strikes another as well. */
function isAlsoHit(one: RecordedRequest, other: RecordedRequest, and: Fault["alsoFails"]): boolean {
  if (and === "none" || and === "all") return and === "all";
  if (and === "same operation") return one.operation === other.operation;
  return one.method === other.method && one.path === other.path && one.query === other.query;
}

async function runMeanwhile(
  simulation: Simulation,
  event: EventBetween["event"],
  before: StateSnapshot,
): Promise<void> {
  if (event === "2 s pass") simulation.gateway.advance(2_000);
  if (event === "tokens are used") await simulation.useAllTokens();
  if (event !== "tokens are issued") return;
  for (const clientId of clientIds)
    for (const apiId of oauthApis) {
      const secret = before.copy(apiId, clientId)?.secret;
      if (secret !== undefined) await simulation.issueToken(apiId, clientId, secret);
    }
}
