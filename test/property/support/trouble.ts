import type { GatewayFault, RecordedRequest } from "@tyk-oauth/sdk/testing";
import fc from "fast-check";
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
   * Every token is used, or every client mints with the secret that it had before the verb, or time passes. What others write
   * to the same client meanwhile is not played: the documentation says of each verb what is lost then.
   */
  readonly meanwhile: "all use" | "all mint" | "2 s pass";
}

export type Trouble = Fault | Meanwhile;

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

export const anyTrouble: fc.Arbitrary<Trouble> = fc.oneof(
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
  readonly #end: () => void;

  constructor(world: World, trouble: Trouble | undefined, before: Truth) {
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
    } else {
      let isOver = false;
      world.aside = async (method) => {
        if (isOver || !reached(method)) return;
        isOver = true;
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
