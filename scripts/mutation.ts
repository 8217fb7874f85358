// Runs the mutation tests with an own installation of Stryker. Passes its arguments to Stryker.
import { installStryker } from "./mutation/install-stryker.ts";
import { runNode } from "./support/run-node.ts";

const args = process.argv.slice(2);
process.exitCode = runNode([installStryker(), "run", "stryker.config.ts", ...args]);
