import { join } from "node:path";
import { root } from "../../support/root.ts";
import { runSuites } from "../host.ts";
import type { Host } from "../host.ts";
import { runProgram } from "../program.ts";
import { readPrinted } from "../results.ts";
import { versionOf } from "../versions.ts";

/** The sandbox of edge functions: the web APIs of Vercel's edge runtime in a realm of its own. */
export const edgeVmHost: Host = {
  id: "edge-vm",
  title: "edge-runtime VM",
  isQuick: false,
  packages: "edge-vm",
  run: ({ packagesFolder, bundle }) =>
    runSuites(versionOf("edge-vm", "@edge-runtime/vm"), async (suite) => {
      const file = await bundle(suite, { result: "function", withPackage: true, format: "iife" });
      const program = join(root, "scripts/runtimes/programs/run-in-edge-vm.ts");
      const run = await runProgram(process.execPath, [program, packagesFolder, file]);
      return readPrinted("the edge VM", run);
    }),
};
