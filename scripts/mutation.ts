// Runs the mutation tests with an own installation of Stryker. Passes its arguments to Stryker.
import { spawnSync } from "node:child_process";
import { installStryker } from "./mutation/install-stryker.ts";
import { root } from "./support/root.ts";

const args = [installStryker(), "run", "stryker.config.ts", ...process.argv.slice(2)];
const { status, error } = spawnSync(process.execPath, args, { cwd: root, stdio: "inherit" });
if (error !== undefined) throw error;
process.exitCode = status ?? 1;
