import { parseManifest, TykManifestError } from "../../../src/manifest/index.ts";
import type { ManifestProblem, ParseManifestOptions } from "../../../src/manifest/index.ts";

/** Returns the problems of a manifest, as "file path: message". */
export async function problemsOf(
  value: unknown,
  options?: ParseManifestOptions,
): Promise<string[]> {
  const problems = await parseManifest(value, options).then(
    (): readonly ManifestProblem[] => [],
    (error: unknown) => {
      if (error instanceof TykManifestError) return error.problems;
      throw error;
    },
  );
  return problems.map(({ file, path, message }) => `${file ?? ""}${path}: ${message}`);
}
