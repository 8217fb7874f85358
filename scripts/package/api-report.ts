import { readFileSync } from "node:fs";
import { join } from "node:path";
import { reportFolder } from "../api/entries.ts";
import { readReports } from "../api/read-reports.ts";
import { root } from "../support/root.ts";
import type { Check } from "./check.ts";

export const apiReport: Check = {
  title: `${reportFolder}/ shows the public types as they are`,
  problems: () =>
    [...readReports(root)]
      .filter(
        ([entry, report]) =>
          report !== readFileSync(join(root, reportFolder, `${entry}.api.md`), "utf8"),
      )
      .map(([entry]) => `the types of ${entry} are others: run \`npm run api\`, and read the diff`),
};
