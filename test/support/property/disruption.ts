import type { GatewayFault, RecordedRequest, StorageOutage } from "@tyk-oauth/sdk/testing";
import fc from "fast-check";
import { anyOtherWrite, applyOtherWrite, describeOtherWrite } from "./other-writer.ts";
import type { OtherChanges, OtherWrite } from "./other-writer.ts";
import { clientIds, oauthApis } from "./gateway-variants.ts";
import type { StateSnapshot } from "./state-snapshot.ts";
import { plainRecord } from "./checked-call.ts";
import { isSdkRequest } from "./simulation.ts";
import type { Simulation } from "./simulation.ts";

/** A request of a method, by its position. */
interface RequestPosition {
  /** The first request is 1. */
  readonly at: number;
  /** Counts all requests, or only those that write. */
  readonly counted: "requests" | "writes";
}

/** A fault that some requests of a method meet. */
export interface Fault {
  readonly position: RequestPosition;
  readonly fault: GatewayFault;
  /** The later requests that meet the fault too. A retry often compensates for a single fault. */
  readonly alsoFails: "none" | "its retries" | "same operation" | "all";
}

/** Something that happens right before a request of a method. */
export interface EventBetween {
  readonly position: RequestPosition;
  /** All tokens are used, each client gets a token with the secret that it had before the method, or time passes. */
  readonly event: "tokens are used" | "tokens are issued" | "2 s pass";
}

/** The gateway's storage is down for some requests of a method. */
export interface Outage {
  readonly position: RequestPosition;
  readonly outage: StorageOutage;
  /** The number of consecutive requests that meet the outage, or only the requests of the same operation. */
  readonly span: number | "same operation";
}

/** Another writer changes a client right before a request of a method. */
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
  // An outage that fails immediately cannot be recognised by its duration, so it affects consecutive requests only.
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

/** Creates a function that counts requests, and returns whether the position is reached. */
function createPositionMatcher({ at, counted }: RequestPosition): (method: string) => boolean {
  let seen = 0;
  return (method) => {
    if (counted === "requests" || method !== "GET") seen += 1;
    return seen >= at;
  };
}

/** Disrupts the requests of the SDK until `end` is called. */
export class DisruptionInjector {
  /** The operations of the affected requests, or what happened between requests. */
  readonly affected: string[] = [];
  /** Whether the gateway's storage is down for some requests. */
  readonly isOutage: boolean;
  /** The changes of another writer, if there was one. */
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
        await runEvent(simulation, disruption.event, before);
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
      // After the first hit every request counts, not only those that write.
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

/** Whether a fault of one request also hits a later request. */
function isAlsoHit(
  one: RecordedRequest,
  other: RecordedRequest,
  alsoFails: Fault["alsoFails"],
): boolean {
  if (alsoFails === "none" || alsoFails === "all") return alsoFails === "all";
  if (alsoFails === "same operation") return one.operation === other.operation;
  return one.method === other.method && one.path === other.path && one.query === other.query;
}

async function runEvent(
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
