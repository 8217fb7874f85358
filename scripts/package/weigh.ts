import { gzipSync } from "node:zlib";
import { build } from "esbuild";

/** An app as it is bundled. */
export interface Bundled {
  /** What is loaded at start, minified and gzipped, in KiB. */
  readonly eager: number;
  /** With what is loaded on demand. */
  readonly total: number;
}

/** How much code an app takes in: bundled by esbuild, minified, each file gzipped at level 9. */
export async function weigh(
  code: string,
  folder: string,
  platform: "node" | "browser" = "node",
): Promise<Bundled> {
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
    logLevel: "error",
  });
  const outputs = Object.keys(metafile.outputs);
  // Both lists are in the same order, and the paths of the second are those of the disk.
  const sizes = new Map(
    outputFiles.map(({ contents }, at) => [
      outputs[at],
      gzipSync(contents, { level: 9 }).length / 1024,
    ]),
  );
  const sum = (paths: Iterable<string>): number =>
    [...paths].reduce((all, path) => all + (sizes.get(path) ?? Number.NaN), 0);
  const start = outputs.find(
    (path) => metafile.outputs[path]?.entryPoint !== undefined && path.endsWith("stdin.js"),
  );
  if (start === undefined) throw new Error("the bundle has no start");
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
