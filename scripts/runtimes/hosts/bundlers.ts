import { mkdtempSync, readFileSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { root } from "../../support/root.ts";
import type { SuiteResult } from "../../../test/support/runtimes/suite-result.ts";
import type { Host } from "../host.ts";
import { describeFailure, runProgram } from "../program.ts";
import { noResult, readPrinted } from "../results.ts";
import { versionOf } from "../versions.ts";
import type { PackageSet } from "../versions.ts";

interface Bundler {
  readonly id: string;
  readonly title: string;
  readonly packages: PackageSet;
  readonly isQuick: boolean;
  readonly version: string;
}

const bundlers: readonly Bundler[] = [
  ...[
    { id: "esbuild", title: "esbuild" },
    { id: "rollup", title: "Rollup" },
    { id: "vite", title: "Vite" },
  ].map((one) => ({
    ...one,
    packages: "plain" as const,
    isQuick: one.id === "esbuild",
    version: readOwnVersion(one.id),
  })),
  {
    id: "webpack",
    title: "webpack",
    packages: "webpack",
    isQuick: false,
    version: versionOf("webpack", "webpack"),
  },
];

/** Bundlers. The bundle runs on Node in an empty folder, so it must contain the package. */
export const bundlerHosts: readonly Host[] = bundlers.map(({ version, ...host }) => ({
  ...host,
  run: async ({ packagesFolder, bundle }) => {
    const http = await runBundled(host.id, packagesFolder, await bundle("http"));
    // The cases of the conformance suite use the same code of the package.
    return { version, conformance: undefined, http };
  },
}));

async function runBundled(id: string, packagesFolder: string, input: string): Promise<SuiteResult> {
  const emptyFolder = realpathSync(mkdtempSync(join(tmpdir(), "tyk-oauth-bundle-")));
  try {
    const output = join(emptyFolder, "bundle.mjs");
    const program = join(root, "scripts/runtimes/programs/bundle-with.ts");
    const args = [program, id, input, output, packagesFolder];
    const built = await runProgram(process.execPath, args);
    if (built.exitCode !== 0) return noResult(describeFailure(id, built));
    const ran = await runProgram(process.execPath, [output], { cwd: emptyFolder });
    return readPrinted(`the bundle of ${id}`, ran);
  } finally {
    rmSync(emptyFolder, { recursive: true });
  }
}

/** The version of a bundler that this project uses itself. */
function readOwnVersion(name: string): string {
  const { devDependencies } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as {
    devDependencies: Readonly<Record<string, string>>;
  };
  const version = devDependencies[name];
  if (version === undefined) throw new Error(`package.json has no ${name}`);
  return version;
}
