import { join } from "node:path";
import { run } from "./run.ts";

/** What npm packed. */
export interface NpmPack {
  readonly tarball: string;
  /** What is in it. */
  readonly files: readonly string[];
}

/**
 * Packs a package into a folder.
 *
 * @param args - What is to be packed, where it is not this project as it was built last.
 * @param npm - Runs npm and gives what it wrote.
 */
export function npmPack(
  folder: string,
  args: readonly string[] = ["--ignore-scripts"],
  npm: (args: readonly string[]) => string = (all) => run("npm", all),
): NpmPack {
  const said = npm(["pack", ...args, "--json", "--pack-destination", folder]);
  const [made] = JSON.parse(said) as { filename: string; files: { path: string }[] }[];
  if (made === undefined) throw new Error("npm packed nothing");
  return { tarball: join(folder, made.filename), files: made.files.map(({ path }) => path) };
}
