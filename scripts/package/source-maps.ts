import { writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { run } from "../support/run.ts";
import type { Check } from "./check.ts";
import { packageName, textOf } from "./pack.ts";
import type { Packed } from "./pack.ts";

interface SourceMap {
  readonly sources: readonly string[];
  readonly sourcesContent?: readonly (string | null)[];
}

export const sourceMaps: Check = {
  title: "Its source maps lead to sources that are in the package",
  problems: (packed) => [
    ...packed.files
      .filter((file) => /\.(js|d\.ts)$/.test(file))
      .flatMap((file) => brokenMap(packed, file)),
    ...wrongStack(packed),
  ],
};

function brokenMap(packed: Packed, file: string): string[] {
  const named = /\/\/# sourceMappingURL=(\S+)\s*$/.exec(textOf(packed, file))?.[1];
  if (named === undefined) return [];
  const path = join(dirname(file), named);
  if (!packed.files.includes(path)) return [`${file} names a map that is not packed: ${named}`];
  const { sources, sourcesContent = [] } = JSON.parse(textOf(packed, path)) as SourceMap;
  return sources
    .filter(
      (source, at) =>
        typeof sourcesContent[at] !== "string" &&
        !packed.files.includes(join(dirname(path), source)),
    )
    .map((source) => `${path} leads to a source that is not packed: ${source}`);
}

/** A stack with source maps must name the line of the source that throws. */
function wrongStack(packed: Packed): string[] {
  const program = join(packed.app, "stack.mjs");
  writeFileSync(
    program,
    `import { TykOAuth } from "${packageName}";
try { new TykOAuth({ baseUrl: "x", secret: "y" }); } catch (error) { console.log(error.stack); }`,
  );
  const stack = run(process.execPath, ["--enable-source-maps", program], { cwd: packed.app });
  return /src\/config\/base-url\.ts:\d+/.test(stack)
    ? []
    : [`a stack does not name the source: ${stack}`];
}
