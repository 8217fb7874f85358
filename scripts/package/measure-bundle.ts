import { gzipSync } from "node:zlib";
import { build } from "esbuild";

/** The size of a bundled app, minified and gzipped, in KiB. */
export interface BundleSize {
  /** The files that are loaded at start. */
  readonly eager: number;
  /** All files, including those that are loaded on demand. */
  readonly total: number;
}

/** Bundles an app with esbuild and measures its files, each gzipped at level 9. */
export async function measureBundle(
  code: string,
  folder: string,
  platform: "node" | "browser" = "node",
): Promise<BundleSize> {
  const { outputFiles, metafile } = await build({
    stdin: { contents: code, resolveDir: folder, sourcefile: "app.js" },
    absWorkingDir: folder,
    outdir: "out",
    bundle: true,
    splitting: true,
    minify: true,
    format: "esm",
    target: "es2022",
    platform,
    write: false,
    metafile: true,
    // The paths of this project's tsconfig would lead to the sources, not to the built package.
    tsconfigRaw: "{}",
    logLevel: "error",
  });
  const outputs = Object.keys(metafile.outputs);
  // Both lists are in the same order, but `outputFiles` has absolute paths.
  const sizes = new Map(
    outputFiles.map(({ contents }, index) => [
      outputs[index],
      gzipSync(contents, { level: 9 }).length / 1024,
    ]),
  );
  const sum = (paths: Iterable<string>): number =>
    [...paths].reduce((all, path) => all + (sizes.get(path) ?? Number.NaN), 0);
  const start = outputs.find(
    (path) => metafile.outputs[path]?.entryPoint !== undefined && path.endsWith("stdin.js"),
  );
  if (start === undefined) throw new Error("esbuild made no entry file");
  const eager = new Set<string>();
  const follow = (path: string): void => {
    if (eager.has(path)) return;
    eager.add(path);
    for (const { path: next, kind, external } of metafile.outputs[path]?.imports ?? [])
      if (kind === "import-statement" && external !== true) follow(next);
  };
  follow(start);
  return { eager: sum(eager), total: sum(outputs) };
}
