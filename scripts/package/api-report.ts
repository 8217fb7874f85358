import { readFileSync } from "node:fs";
import { join } from "node:path";
import { reportFolder } from "../api/entries.ts";
import { readReports } from "../api/read-reports.ts";
import { root } from "../support/root.ts";
import type { Check } from "./check.ts";

export const apiReport: Check = {
  title: `${reportFolder}/ is up to date with the public types`,
  findProblems: () =>
    [...readReports(root)]
      .filter(
        ([entry, report]) =>
          report !== readFileSync(join(root, reportFolder, `${entry}.api.md`), "utf8"),
      )
      .map(([entry]) => `the types of ${entry} differ: run \`npm run api\` and review the diff`),
};
