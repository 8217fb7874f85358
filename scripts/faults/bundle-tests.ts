import { globSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { build } from "tsdown";
import { root } from "../support/root.ts";

/** Programs that the tests start as separate processes. */
const programs = ["test/support/faults/bulk-server.ts", "test/support/faults/failing-call.ts"];

/**
 * Bundles the tests to JavaScript that every supported Node runs, and returns the files. The package itself is external, so the
 * tests import `dist/` by the package's name, as a user's program does.
 */
export async function bundleTests(folder: string): Promise<{ tests: string[]; reporter: string }> {
  const sources = globSync("test/faults/**/*.test.ts", { cwd: root });
  const entry = Object.fromEntries(
    [...sources, ...programs, "scripts/faults/reporter.ts"].map((path) => [
      basename(path, ".ts"),
      join(root, path),
    ]),
  );
  await build({
    config: false,
    cwd: root,
    entry,
    outDir: folder,
    format: "esm",
    platform: "node",
    target: "node20.19",
    deps: { neverBundle: [/^@tyk-oauth\/sdk/] },
    // The paths of the project's tsconfig lead to src/.
    tsconfig: false,
    dts: false,
    hash: false,
    outExtensions: () => ({ js: ".js" }),
    clean: true,
    sourcemap: true,
    logLevel: "warn",
  });
  for (const file of globSync("*.js", { cwd: folder })) {
    if (readFileSync(join(folder, file), "utf8").includes("#region src/"))
      throw new Error(`${file} contains code of src/: import the package by its name`);
  }
  const tests = sources.map((path) => join(folder, `${basename(path, ".ts")}.js`));
  return { tests: tests.sort(), reporter: join(folder, "reporter.js") };
}
