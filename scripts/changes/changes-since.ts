import { join } from "node:path";
import { readReports } from "../api/read-reports.ts";
import { root } from "../support/root.ts";
import { specPath } from "../generator/generator.ts";
import type { Baseline } from "./baseline.ts";
import type { Change } from "./change.ts";
import { specChanges } from "./spec-changes.ts";
import { typeChanges } from "./type-changes.ts";

/** What has changed for users since a baseline: in the spec as it is, and in the types of `dist/` as it was built last. */
export async function changesSince(
  baseline: Baseline,
): Promise<{ spec: Change[]; types: Change[] }> {
  const spec = await specChanges(baseline.spec, join(root, specPath));
  return { spec, types: typesSince(baseline) };
}

/** What has changed in the public types. */
export function typesSince({ reports }: Baseline): Change[] {
  const now = readReports(root);
  return [...reports].flatMap(([entry, before]) =>
    typeChanges(entry, before, now.get(entry) ?? ""),
  );
}
