import { globSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { build } from "tsdown";
import { root } from "../support/root.ts";

/** What tests start as processes of their own. */
const programs = ["test/support/faults/bulk-server.ts", "test/support/faults/failing-call.ts"];

/**
 * Makes JavaScript of the tests, which every Node reads, and gives the files. The package itself stays outside, so that what
 * is tested is `dist/`, found by the package's own name as a user's program finds it.
 */
export async function bundle(folder: string): Promise<{ tests: string[]; reporter: string }> {
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
    // Its paths lead to src/.
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
      throw new Error(`${file} holds a part of src/: the built package is what is to be tested`);
  }
  const tests = sources.map((path) => join(folder, `${basename(path, ".ts")}.js`));
  return { tests: tests.sort(), reporter: join(folder, "reporter.js") };
}
