import { join } from "node:path";
import { restoreManifest, trimManifest } from "./packed-manifest.ts";
import { run } from "./run.ts";

/** A packed package. */
export interface NpmPack {
  readonly tarball: string;
  /** The files in the tarball. */
  readonly files: readonly string[];
}

/** Packs the last build of this project into a folder. It does what `npm pack` does, without building. */
export function packBuild(folder: string): NpmPack {
  trimManifest();
  try {
    return npmPack(folder, ["--ignore-scripts"], (args) => run("npm", args));
  } finally {
    restoreManifest();
  }
}

/**
 * Packs a package into a folder.
 *
 * @param args - What to pack.
 * @param npm - Runs npm and returns its output.
 */
export function npmPack(
  folder: string,
  args: readonly string[],
  npm: (args: readonly string[]) => string,
): NpmPack {
  const output = npm(["pack", ...args, "--json", "--pack-destination", folder]);
  const [packed] = JSON.parse(output) as { filename: string; files: { path: string }[] }[];
  if (packed === undefined) throw new Error("npm pack created no tarball");
  return { tarball: join(folder, packed.filename), files: packed.files.map(({ path }) => path) };
}
