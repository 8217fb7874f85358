import { join } from "node:path";
import { run } from "./run.ts";
import { installVersions } from "./install-versions.ts";

/** An installed version of Node. */
export interface Runtime {
  /** The version, like `process.version`. */
  readonly version: string;
  /** The path of the executable. */
  readonly path: string;
}

/** The oldest supported Node, and the newest release of each other supported line, without the project's own line. */
const otherVersions = ["20.19.0", "22.23.3", "26.10.0"];

/** The project's own Node, which runs this script. */
export const ownNode: Runtime = { version: process.version, path: process.execPath };

/** Returns every supported Node, oldest first. Installs the missing ones. */
export function allNodes(): Runtime[] {
  const installed = [...installVersions("node", otherVersions)].map(([version, folder]) => ({
    version: `v${version}`,
    path: join(folder, "bin/node"),
  }));
  for (const { version, path } of installed) {
    const actual = run(path, ["--version"]).trim();
    if (actual !== version)
      throw new Error(`Node ${version} reports the version ${actual}: delete .cache/versions/node`);
  }
  return [...installed, ownNode].sort((a, b) => majorOf(a) - majorOf(b));
}

function majorOf({ version }: Runtime): number {
  return Number(/\d+/.exec(version)?.[0]);
}
