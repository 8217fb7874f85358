import type { Place } from "../contenders/contender.ts";
import type { ContenderName } from "../contenders/index.ts";
import type { WalkName } from "./walks.ts";

/** One stretch of calls. */
export interface Slice {
  readonly operation: "get" | "create";
  readonly calls: number;
  /** How many are under way at once. */
  readonly inFlight: number;
}

/** What a stretch took. */
export interface SliceTimes {
  readonly wallMs: number;
  readonly cpuMs: number;
}

/** Which contender a process is, and where it calls. */
export interface Role {
  readonly contender: ContenderName;
  readonly place: Place;
}

/** What a burst of calls came to. */
export interface BurstResult {
  readonly succeeded: number;
  readonly failed: number;
  /** What the failures say, each once. */
  readonly failures: readonly string[];
  readonly wallMs: number;
  /** The resident memory before the burst, and the most that there was, in bytes. */
  readonly rssBefore: number;
  readonly rssPeak: number;
}

/** Which walk through all tokens is to be gone. */
export interface WalkQuestion {
  readonly name: WalkName;
  readonly baseUrl: string;
  /** Whether garbage is cleared before each look at the memory: what is left is what the walk holds. */
  readonly clearsGarbage: boolean;
}

/** What going through all tokens came to. */
export interface WalkResult {
  readonly tokens: number;
  readonly wallMs: number;
  /** How far the heap in use and the resident memory rose above what they were at the first page, in bytes. */
  readonly heapGrowth: number;
  readonly rssGrowth: number;
}

/** What the first use of a package took. */
export interface ImportTimes {
  readonly importMs: number;
  /** To set it up and to make the first call, after the import. */
  readonly firstCallMs: number;
}
