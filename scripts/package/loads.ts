import { build } from "esbuild";
import type { Metafile } from "esbuild";
import type { Check } from "./check.ts";

const main = "dist/index.js";
/** What it may load before a call is made. */
const atStart = ["dist/core.js", main];

export const loads: Check = {
  title: "The main entry loads the engine on demand, and what is for Node or for tests never",
  problems: async ({ folder }) => {
    const { metafile } = await build({
      entryPoints: [main],
      absWorkingDir: folder,
      bundle: true,
      format: "esm",
      external: ["node:*"],
      metafile: true,
      write: false,
    });
    const everything = modulesFrom(main, metafile, true);
    const problems = [...modulesFrom(main, metafile, false)]
      .filter((path) => !atStart.includes(path))
      .map((path) => `the main entry loads ${path}`);
    for (const path of everything)
      if (/(testing|listen|node)\.js$|^node:/.test(path))
        problems.push(`the main entry can load ${path}`);
    if (!everything.has("dist/engine.js")) problems.push("the main entry never loads the engine");
    return problems;
  },
};

/** Every module that importing one loads: at once, or with `lazy` ever. */
function modulesFrom(
  path: string,
  { inputs }: Metafile,
  lazy: boolean,
  known = new Set<string>(),
): Set<string> {
  if (known.has(path)) return known;
  known.add(path);
  for (const { path: next, kind } of inputs[path]?.imports ?? [])
    if (kind !== "dynamic-import" || lazy) modulesFrom(next, { inputs, outputs: {} }, lazy, known);
  return known;
}
