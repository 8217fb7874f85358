import { join } from "node:path";
import { run } from "./run.ts";
import { installVersions } from "./versions.ts";

/** A Node to run programs with. */
export interface Runtime {
  /** Its version, as `process.version` has it. */
  readonly version: string;
  /** Its executable. */
  readonly path: string;
}

/** The oldest Node that the package supports, and the newest of each later line; the project's own Node is not among them. */
const others = ["20.19.0", "22.23.3", "26.10.0"];

/** The project's own Node, which runs this. */
export const ownNode: Runtime = { version: process.version, path: process.execPath };

/** The project's own Node and the others, oldest first. Those that are not there yet are installed, once. */
export function allNodes(): Runtime[] {
  const installed = [...installVersions("node", others)].map(([version, folder]) => ({
    version: `v${version}`,
    path: join(folder, "bin/node"),
  }));
  for (const { version, path } of installed) {
    const said = run(path, ["--version"]).trim();
    if (said !== version) throw new Error(`Node ${version} says that it is ${said}`);
  }
  return [...installed, ownNode].sort((a, b) => majorOf(a) - majorOf(b));
}

function majorOf({ version }: Runtime): number {
  return Number(/\d+/.exec(version)?.[0]);
}
