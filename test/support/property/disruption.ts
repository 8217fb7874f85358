import type { GatewayFault, RecordedRequest, StorageOutage } from "@tyk-oauth/sdk/testing";
import fc from "fast-check";
import { anyOtherWrite, disturb, textOfOther } from "./other-writer.ts";
import type { Disturbance, OtherWrite } from "./other-writer.ts";
import { clientIds, oauthApis } from "./setup.ts";
import type { Truth } from "./truth.ts";
import { plain } from "./verb-call.ts";
import { isOfSdk } from "./world.ts";
import type { World } from "./world.ts";

/** A request of a verb. */
interface Place {
  /** Counted from 1. */
  readonly at: number;
  /** Whether all are counted or those that write. */
  readonly of: "requests" | "writes";
}

/** What goes wrong with some requests of a verb. */
export interface Fault {
  readonly place: Place;
  readonly fault: GatewayFault;
  /** What else it strikes from there on: one request alone is often made up for by a retry. */
  readonly and: "none" | "its retries" | "its kind" | "all";
}

/** What happens just before a request of a verb. */
export interface Meanwhile {
  readonly place: Place;
  /**
   * Every token is used, or every client mints with the secret that it had before the verb, or time passes.
   */
  readonly meanwhile: "all use" | "all mint" | "2 s pass";
}

/** The gateway's storage is down for some requests of a verb. */
export interface Outage {
  readonly place: Place;
  readonly outage: StorageOutage;
  /** How many requests in a row it strikes, or those of one operation alone. */
  readonly span: number | "its kind";
}

/** What another writer does to a client just before a request of a verb. */
export interface OtherWriter {
  readonly place: Place;
  readonly other: OtherWrite;
}

export type Trouble = Fault | Meanwhile | Outage | OtherWriter;

const faults: readonly GatewayFault[] = [
  "drop",
  "applied-then-drop",
  "cut-json",
  "html",
  { status: 503, body: "busy" },
  { status: 400, body: { status: "error", message: "no" } },
];

const anyPlace: fc.Arbitrary<Place> = fc.oneof(
  plain<Place>({ at: fc.integer({ min: 1, max: 4 }), of: fc.constant("writes") }),
  plain<Place>({ at: fc.integer({ min: 1, max: 12 }), of: fc.constant("requests") }),
  plain<Place>({ at: fc.integer({ min: 1, max: 40 }), of: fc.constant("requests") }),
);

const anyOutage: fc.Arbitrary<Outage> = fc.oneof(
  plain<Outage>({
    place: anyPlace,
    outage: fc.constant({ storage: "down", tookMs: 5_000 }),
    span: fc.constantFrom<Outage["span"][]>(1, 2, 3, 6, Infinity, "its kind"),
  }),
  // What fails at once tells nothing by its time, so that it is down for one stretch.
  plain<Outage>({
    place: anyPlace,
    outage: fc.constant({ storage: "down", tookMs: 0 }),
    span: fc.constantFrom(1, 2, 3, 6, Infinity),
  }),
);

export const anyTrouble: fc.Arbitrary<Trouble> = fc.oneof(
  { weight: 2, arbitrary: anyOutage },
  { weight: 2, arbitrary: plain<OtherWriter>({ place: anyPlace, other: anyOtherWrite }) },
  {
    weight: 3,
    arbitrary: plain<Fault>({
      place: anyPlace,
      fault: fc.constantFrom(...faults),
      and: fc.constantFrom("none", "its retries", "its kind", "all"),
    }),
  },
  {
    weight: 2,
    arbitrary: plain<Meanwhile>({
      place: anyPlace,
      meanwhile: fc.constantFrom("all mint", "all mint", "all use", "2 s pass"),
    }),
  },
);

/** Counts requests, and says whether the place is reached. */
function counter({ at, of }: Place): (method: string) => boolean {
  let seen = 0;
  return (method) => {
    if (of === "requests" || method !== "GET") seen += 1;
    return seen >= at;
  };
}

/** Lets a trouble have its way with the requests of the SDK. */
export class Troubled {
  /** What it struck, or what happened. */
  readonly struck: string[] = [];
  /** Whether the gateway's storage was down for some requests. */
  readonly isOutage: boolean;
  /** What another writer did; nothing if there was none. */
  disturbance: Disturbance | undefined;
  readonly #end: () => void;

  constructor(world: World, trouble: Trouble | undefined, before: Truth) {
    this.isOutage = trouble !== undefined && "outage" in trouble;
    if (trouble === undefined) {
      this.#end = () => undefined;
      return;
    }
    const reached = counter(trouble.place);
    if ("fault" in trouble) {
      let first: RecordedRequest | undefined;
      const match = (request: RecordedRequest): boolean => {
        if (!isOfSdk(request)) return false;
        const isHit =
          first === undefined ? reached(request.method) : isAlike(first, request, trouble.and);
        if (!isHit) return false;
        first ??= request;
        this.struck.push(request.operation ?? request.path);
        return true;
      };
      const handle = world.gateway.fail(match, trouble.fault, Infinity);
      this.#end = () => {
        handle.remove();
      };
    } else if ("outage" in trouble) {
      const handle = world.gateway.fail(this.#matchOf(trouble), trouble.outage, Infinity);
      this.#end = () => {
        handle.remove();
      };
    } else {
      let isOver = false;
      world.aside = async (method) => {
        if (isOver || !reached(method)) return;
        isOver = true;
        if ("other" in trouble) {
          this.struck.push(textOfOther(trouble.other));
          this.disturbance = await disturb(world, trouble.other);
          return;
        }
        this.struck.push(trouble.meanwhile);
        await happen(world, trouble.meanwhile, before);
      };
      this.#end = () => {
        world.aside = undefined;
      };
    }
  }

  end(): void {
    this.#end();
  }

  #matchOf({ place, span }: Outage): (request: RecordedRequest) => boolean {
    const reached = counter(place);
    let first: RecordedRequest | undefined;
    let seen = 0;
    return (request) => {
      if (!isOfSdk(request)) return false;
      const isReached = reached(request.method);
      // From the first on every request counts, and not only those that write.
      if (first === undefined && !isReached) return false;
      first ??= request;
      seen += 1;
      const isHit = span === "its kind" ? request.operation === first.operation : seen <= span;
      if (isHit) this.struck.push(request.operation ?? request.path);
      return isHit;
    };
  }
}

/** Whether a fault that struck one request strikes another as well. */
function isAlike(one: RecordedRequest, other: RecordedRequest, and: Fault["and"]): boolean {
  if (and === "none" || and === "all") return and === "all";
  if (and === "its kind") return one.operation === other.operation;
  return one.method === other.method && one.path === other.path && one.query === other.query;
}

async function happen(
  world: World,
  meanwhile: Meanwhile["meanwhile"],
  before: Truth,
): Promise<void> {
  if (meanwhile === "2 s pass") world.gateway.advance(2_000);
  if (meanwhile === "all use") await world.useAll();
  if (meanwhile !== "all mint") return;
  for (const clientId of clientIds)
    for (const apiId of oauthApis) {
      const secret = before.copy(apiId, clientId)?.secret;
      if (secret !== undefined) await world.mint(apiId, clientId, secret);
    }
}
