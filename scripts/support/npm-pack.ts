import { join } from "node:path";
import { run } from "./run.ts";

/** A packed package. */
export interface NpmPack {
  readonly tarball: string;
  /** The files in the tarball. */
  readonly files: readonly string[];
}

/**
 * Packs a package into a folder. By default this is the last build of this project: `--ignore-scripts` skips the build in `prepack`.
 *
 * @param args - What to pack.
 * @param npm - Runs npm and returns its output.
 */
export function npmPack(
  folder: string,
  args: readonly string[] = ["--ignore-scripts"],
  npm: (args: readonly string[]) => string = (all) => run("npm", all),
): NpmPack {
  const output = npm(["pack", ...args, "--json", "--pack-destination", folder]);
  const [packed] = JSON.parse(output) as { filename: string; files: { path: string }[] }[];
  if (packed === undefined) throw new Error("npm pack created no tarball");
  return { tarball: join(folder, packed.filename), files: packed.files.map(({ path }) => path) };
}
