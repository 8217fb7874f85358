import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../generator.ts";

/** A Node to run the tests with. */
export interface Runtime {
  /** Its version, as `process.version` has it. */
  readonly version: string;
  /** Its executable. */
  readonly path: string;
}

/** The oldest Node that the package supports, and the newest of each later line; the project's own Node is not among them. */
const versions = ["20.19.0", "22.23.3", "26.10.0"];

const folder = join(root, ".cache/nodes");

/** The project's own Node, which runs this. */
export const ownNode: Runtime = { version: process.version, path: process.execPath };

/** The project's own Node and the others, oldest first. Those that are not there yet are installed, once. */
export function allNodes(): Runtime[] {
  const others = versions.map((version) => ({
    version: `v${version}`,
    path: join(folder, "node_modules", nameOf(version), "bin/node"),
  }));
  if (!others.every(isInstalled)) install();
  for (const node of others.filter((other) => !isInstalled(other)))
    throw new Error(`Node ${node.version} could not be installed`);
  return [...others, ownNode].sort((a, b) => majorOf(a) - majorOf(b));
}

function majorOf({ version }: Runtime): number {
  return Number(/\d+/.exec(version)?.[0]);
}

function nameOf(version: string): string {
  return `node${version.split(".", 1).join("")}`;
}

function isInstalled({ version, path }: Runtime): boolean {
  return (
    existsSync(path) && execFileSync(path, ["--version"], { encoding: "utf8" }).trim() === version
  );
}

/** Installs the npm package `node` under one name a version. Its install script brings the platform's binary. */
function install(): void {
  mkdirSync(folder, { recursive: true });
  const manifest = {
    private: true,
    allowScripts: { node: true },
    dependencies: Object.fromEntries(
      versions.map((version) => [nameOf(version), `npm:node@${version}`]),
    ),
  };
  writeFileSync(join(folder, "package.json"), JSON.stringify(manifest, null, 2));
  execFileSync("npm", ["install", "--no-audit", "--no-fund", "--prefix", folder], {
    stdio: "inherit",
  });
}
