import { writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { run } from "../support/run.ts";
import type { Check } from "./check.ts";
import { packageName, readPackedFile } from "./pack.ts";
import type { PackedPackage } from "./pack.ts";

interface SourceMap {
  readonly sources: readonly string[];
  readonly sourcesContent?: readonly (string | null)[];
}

export const sourceMaps: Check = {
  title: "Source maps name only sources that are in the package",
  findProblems: (packed) => [
    ...packed.files
      .filter((file) => /\.(js|d\.ts)$/.test(file))
      .flatMap((file) => findMapProblems(packed, file)),
    ...findStackProblems(packed),
  ],
};

function findMapProblems(packed: PackedPackage, file: string): string[] {
  const map = /\/\/# sourceMappingURL=(\S+)\s*$/.exec(readPackedFile(packed, file))?.[1];
  if (map === undefined) return [];
  const path = join(dirname(file), map);
  if (!packed.files.includes(path)) return [`${file} names a map that is not packed: ${map}`];
  const { sources, sourcesContent = [] } = JSON.parse(readPackedFile(packed, path)) as SourceMap;
  return sources
    .filter(
      (source, index) =>
        typeof sourcesContent[index] !== "string" &&
        !packed.files.includes(join(dirname(path), source)),
    )
    .map((source) => `${path} names a source that is not packed: ${source}`);
}

/** With source maps, a stack must name the line of the source file. */
function findStackProblems(packed: PackedPackage): string[] {
  const program = join(packed.app, "stack.mjs");
  writeFileSync(
    program,
    `import { TykOAuth } from "${packageName}";
try { new TykOAuth({ baseUrl: "x", secret: "y" }); } catch (error) { console.log(error.stack); }`,
  );
  const stack = run(process.execPath, ["--enable-source-maps", program], { cwd: packed.app });
  return /src\/config\/base-url\.ts:\d+/.test(stack)
    ? []
    : [`a stack does not name the source file: ${stack}`];
}
