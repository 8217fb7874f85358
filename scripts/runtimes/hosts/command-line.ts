import { join } from "node:path";
import { allNodes } from "../../support/nodes.ts";
import { runSuites } from "../host.ts";
import type { Host } from "../host.ts";
import { sentTwice } from "../known-failures.ts";
import { runChecked, runProgram } from "../program.ts";
import { readPrinted } from "../results.ts";
import type { PackageSet } from "../versions.ts";

/** A runtime that runs a JavaScript file. */
interface CommandLine {
  readonly id: string;
  readonly title: string;
  readonly isQuick: boolean;
  readonly packages: PackageSet;
  readonly knownFailures?: readonly string[];
  /** Returns the program, from the folder with its packages. */
  readonly program: (folder: string) => string;
  /** The arguments before the file. */
  readonly args?: readonly string[];
}

const nodes: CommandLine[] = [20, 22, 24, 26].map((major) => ({
  id: `node${major}`,
  title: "Node",
  // `npm test` and `check:package` run on Node.
  isQuick: false,
  packages: "plain",
  program: () => {
    const node = allNodes().find(({ version }) => version.startsWith(`v${major}.`));
    if (node === undefined) throw new Error(`scripts/support/nodes.ts has no Node ${major}`);
    return node.path;
  },
}));

const others: CommandLine[] = [
  {
    id: "bun",
    title: "Bun",
    isQuick: true,
    packages: "bun",
    program: (folder) => join(folder, "node_modules/bun/bin/bun.exe"),
  },
  {
    id: "deno",
    title: "Deno",
    isQuick: false,
    packages: "deno",
    knownFailures: [sentTwice],
    program: (folder) => join(folder, "node_modules/.bin/deno"),
    args: ["run", "--quiet", "--no-prompt", "--allow-net=127.0.0.1", "--allow-env"],
  },
];

/** Node, Bun and Deno. */
export const commandLineHosts: readonly Host[] = [...nodes, ...others].map(
  ({ program, args = [], ...host }) => ({
    ...host,
    run: async ({ folder, packagesFolder, bundle }) => {
      const command = program(packagesFolder);
      const version = await runChecked(command, ["--version"]);
      return runSuites(/\d+\.\d+\.\d+/.exec(version)?.[0] ?? version, async (suite) => {
        const file = await bundle(suite);
        return readPrinted(host.id, await runProgram(command, [...args, file], { cwd: folder }));
      });
    },
  }),
);
