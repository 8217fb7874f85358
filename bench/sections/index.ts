import type { Table } from "../report/table.ts";
import { measureBurst } from "./burst.ts";
import { measureGenerateTime } from "./generate-time.ts";
import { measureGrowth } from "./growth.ts";
import { measureImportTime } from "./import-time.ts";
import { measureManifest } from "./manifest.ts";
import { measureThroughput } from "./throughput.ts";
import { measureOwnCost } from "./own-cost.ts";
import { measureSequential } from "./sequential.ts";
import type { SectionContext } from "./section-context.ts";
import { measureSize } from "./size.ts";
import { measureTokens } from "./tokens.ts";

/** The sections, in the order in which they are measured. */
export const sections: Readonly<Record<string, (context: SectionContext) => Promise<Table>>> = {
  get: (context) => measureSequential(context, "get"),
  post: (context) => measureSequential(context, "create"),
  "own-get": (context) => measureOwnCost(context, "get"),
  "own-post": (context) => measureOwnCost(context, "create"),
  "in-flight": measureThroughput,
  size: measureSize,
  import: measureImportTime,
  burst: measureBurst,
  tokens: measureTokens,
  manifest: measureManifest,
  generate: measureGenerateTime,
  sweep: (context) => measureGrowth(context, "sweep"),
  lists: (context) => measureGrowth(context, "lists"),
  copies: (context) => measureGrowth(context, "copies"),
};
