import type { Table } from "../report/table.ts";
import { burst } from "./burst.ts";
import { generateTime } from "./generate-time.ts";
import { importTime } from "./import-time.ts";
import { throughput } from "./in-flight.ts";
import { ownCost } from "./own-cost.ts";
import { sequential } from "./sequential.ts";
import type { Setup } from "./setup.ts";
import { size } from "./size.ts";
import { tokens } from "./tokens.ts";

/** What is measured, in this order. */
export const sections: Readonly<Record<string, (setup: Setup) => Promise<Table>>> = {
  get: (setup) => sequential(setup, "get"),
  post: (setup) => sequential(setup, "create"),
  "own-get": (setup) => ownCost(setup, "get"),
  "own-post": (setup) => ownCost(setup, "create"),
  "in-flight": throughput,
  size,
  import: importTime,
  burst,
  tokens,
  generate: generateTime,
};
