import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { allNodes } from "../support/nodes.ts";
import { failureOutput } from "../support/run.ts";
import type { Check } from "./check.ts";
import { programs } from "./programs.ts";

export const runtimes: Check = {
  title: "The package works with import and require() on every supported Node",
  findProblems: ({ app }) => {
    for (const [name, code] of Object.entries(programs)) writeFileSync(join(app, name), code);
    return allNodes().flatMap(({ version, path }) =>
      Object.keys(programs).flatMap((name) => {
        // A deprecation warning is a failure. Node 20 and 22 warn about every require() of an ES module: that warning is allowed.
        const flags = name === "require.cjs" ? ["--disable-warning=ExperimentalWarning"] : [];
        const failed = failureOutput(path, [...flags, "--throw-deprecation", name], { cwd: app });
        return failed === undefined ? [] : [`Node ${version}, ${name}: ${failed}`];
      }),
    );
  },
};
