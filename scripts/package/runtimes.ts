import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { allNodes } from "../support/nodes.ts";
import { failureOf } from "../support/run.ts";
import type { Check } from "./check.ts";
import { programs } from "./users.ts";

export const runtimes: Check = {
  title: "import and require() on every Node that is supported",
  problems: ({ app }) => {
    for (const [name, code] of Object.entries(programs)) writeFileSync(join(app, name), code);
    return allNodes().flatMap(({ version, path }) =>
      Object.keys(programs).flatMap((name) => {
        // A warning on the way is a fault as well, but for Node 20 and 22, which warn of any require() of an ES module.
        const flags = name === "require.cjs" ? ["--disable-warning=ExperimentalWarning"] : [];
        const failed = failureOf(path, [...flags, "--throw-deprecation", name], { cwd: app });
        return failed === undefined ? [] : [`Node ${version}, ${name}: ${failed}`];
      }),
    );
  },
};
