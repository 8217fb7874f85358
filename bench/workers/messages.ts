import type { ContenderOptions } from "../contenders/contender.ts";
import type { ContenderName } from "../contenders/index.ts";
import type { GrowthSection } from "./growth-tasks.ts";
import type { WalkName } from "./walks.ts";

/** A batch of calls. */
export interface Batch {
  readonly operation: "get" | "create";
  readonly calls: number;
  /** How many are in flight at once. */
  readonly inFlight: number;
}

/** The time of a batch. */
export interface BatchTimes {
  readonly wallMs: number;
  readonly cpuMs: number;
}

/** The contender of a process, and its options. */
export interface ContenderConfig {
  readonly contender: ContenderName;
  readonly options: ContenderOptions;
}

/** The results of a burst of calls. */
export interface BurstResult {
  readonly succeeded: number;
  readonly failed: number;
  /** The distinct messages of the failures. */
  readonly failures: readonly string[];
  readonly wallMs: number;
  /** The resident memory before the burst and its peak, in bytes. */
  readonly rssBefore: number;
  readonly rssPeak: number;
}

/** The walk through all tokens to run. */
export interface WalkRequest {
  readonly name: WalkName;
  readonly baseUrl: string;
  /** Whether to collect garbage before each memory sample. The sample then has only what the walk holds. */
  readonly collectsGarbage: boolean;
}

/** The results of a walk through all tokens. */
export interface WalkResult {
  readonly tokens: number;
  readonly wallMs: number;
  /** The maximum growth of the used heap and of the resident memory since the first page, in bytes. */
  readonly heapGrowth: number;
  readonly rssGrowth: number;
}

/** A task on a gateway of some size. */
export interface GrowthRequest {
  readonly section: GrowthSection;
  readonly task: string;
  readonly baseUrl: string;
  readonly size: number;
}

/** The results of a task on a gateway of some size. */
export interface GrowthResult {
  /** How many elements the task saw. */
  readonly count: number;
  readonly wallMs: number;
  /** The growth of the resident memory from before the task to its peak, in bytes. */
  readonly rssGrowth: number;
}

/** The time of the first use of a package. */
export interface ImportTimes {
  readonly importMs: number;
  /** The setup and the first call, after the import. */
  readonly firstCallMs: number;
}
