import { join } from "node:path";
import { readReports } from "../api/read-reports.ts";
import { root } from "../support/root.ts";
import { specPath } from "../generator/generator.ts";
import type { Baseline } from "./baseline.ts";
import type { Change } from "./change.ts";
import { compareSpecs } from "./compare-specs.ts";
import { compareReports } from "./compare-reports.ts";

/** Returns what has changed for users since a baseline: in the current spec, and in the types of the last build of `dist/`. */
export async function compareWithBaseline(
  baseline: Baseline,
): Promise<{ spec: Change[]; types: Change[] }> {
  const spec = await compareSpecs(baseline.spec, join(root, specPath));
  return { spec, types: compareTypesWithBaseline(baseline) };
}

/** Returns what has changed in the public types since a baseline. */
export function compareTypesWithBaseline({ reports }: Baseline): Change[] {
  const now = readReports(root);
  return [...reports].flatMap(([entry, before]) =>
    compareReports(entry, before, now.get(entry) ?? ""),
  );
}
