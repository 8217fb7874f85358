import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { entries } from "./entries.ts";
import { extractReports } from "./extract-reports.ts";

/** Returns the report of each entry of a package, made from the `dist/` in its folder. */
export function readReports(packageFolder: string): Map<string, string> {
  const folder = mkdtempSync(join(tmpdir(), "tyk-oauth-api-"));
  try {
    extractReports(folder, packageFolder);
    return new Map(
      entries.map((entry) => [entry, readFileSync(join(folder, `${entry}.api.md`), "utf8")]),
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
}
