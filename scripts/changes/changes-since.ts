import { mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { extractReports } from "../api/extract.ts";
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

function typesSince({ reports }: Baseline): Change[] {
  mkdirSync(join(root, ".cache"), { recursive: true });
  const folder = mkdtempSync(join(root, ".cache/api-"));
  try {
    extractReports(folder);
    return [...reports].flatMap(([entry, before]) =>
      typeChanges(entry, before, readFileSync(join(folder, `${entry}.api.md`), "utf8")),
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
}
