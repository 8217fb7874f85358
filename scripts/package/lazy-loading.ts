import { readFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";
import type { Metafile } from "esbuild";
import type { Check } from "./check.ts";

const main = "dist/index.js";

export const lazyLoading: Check = {
  title:
    "The main entry is one file, loads the engine on demand, and never loads code for Node or for tests",
  findProblems: async ({ folder }) => {
    const { metafile } = await build({
      entryPoints: [main],
      absWorkingDir: folder,
      bundle: true,
      format: "esm",
      external: ["node:*"],
      metafile: true,
      write: false,
    });
    const reachable = findModules(main, metafile, true);
    const problems = [...findModules(main, metafile, false)]
      .filter((path) => path !== main)
      .map((path) => `the main entry loads ${path} at start`);
    for (const path of reachable)
      if (/(testing|listen|node)\.js$|^node:/.test(path))
        problems.push(`the main entry can load ${path}`);
    // V8 stores a file with one such character in two bytes each, and reads it more slowly.
    if (/[^\0-\x7f]/.test(readFileSync(join(folder, main), "utf8")))
      problems.push("the main entry contains characters other than ASCII");
    if (!reachable.has("dist/engine.js")) problems.push("the main entry never loads the engine");
    return problems;
  },
};

/** Returns the modules that a module loads when it is imported. With `includeDynamic`, also those that it can load later. */
function findModules(
  path: string,
  { inputs }: Metafile,
  includeDynamic: boolean,
  found = new Set<string>(),
): Set<string> {
  if (found.has(path)) return found;
  found.add(path);
  for (const { path: next, kind } of inputs[path]?.imports ?? [])
    if (kind !== "dynamic-import" || includeDynamic)
      findModules(next, { inputs, outputs: {} }, includeDynamic, found);
  return found;
}
