import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { entries, reportFolder } from "../api/entries.ts";
import { extractReports } from "../api/extract.ts";
import { root } from "../support/root.ts";
import type { Check } from "./check.ts";

export const apiReport: Check = {
  title: `${reportFolder}/ shows the public types as they are`,
  problems: () => {
    const folder = mkdtempSync(join(root, ".cache/api-"));
    try {
      extractReports(folder);
      const read = (place: string, entry: string): string =>
        readFileSync(join(place, `${entry}.api.md`), "utf8");
      return entries
        .filter((entry) => read(folder, entry) !== read(reportFolder, entry))
        .map((entry) => `the types of ${entry} are others: run \`npm run api\`, and read the diff`);
    } finally {
      rmSync(folder, { recursive: true });
    }
  },
};
