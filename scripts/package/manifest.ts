import type { Check } from "./check.ts";
import { readPackedFile } from "./pack.ts";

interface Manifest {
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: unknown;
  readonly scripts?: Readonly<Record<string, string>>;
  readonly sideEffects?: unknown;
  readonly bin?: unknown;
  readonly man?: unknown;
  readonly main?: unknown;
  readonly types?: unknown;
  readonly typesVersions?: unknown;
  readonly exports: unknown;
}

export const manifest: Check = {
  title: "package.json has valid exports, no dependencies and no scripts",
  findProblems: (packed) => {
    const packageJson = JSON.parse(readPackedFile(packed, "package.json")) as Manifest;
    const { dependencies, peerDependencies, optionalDependencies, scripts = {} } = packageJson;
    const problems: string[] = [];
    for (const group of [dependencies, peerDependencies, optionalDependencies])
      for (const name of Object.keys(group ?? {})) problems.push(`the package depends on ${name}`);
    for (const script of Object.keys(scripts))
      problems.push(`the package has the script ${script}`);
    if (packageJson.devDependencies !== undefined) problems.push("the package has devDependencies");
    if (packageJson.sideEffects !== false) problems.push("sideEffects is not false");
    for (const name of ["bin", "man", "main", "types", "typesVersions", "exports"] as const)
      for (const target of findStrings(packageJson[name]))
        if (!packed.files.includes(target.replace(/^\.\//, "")))
          problems.push(`${name} names a file that is not packed: ${target}`);
    return problems;
  },
};

/** Returns the strings in a JSON value, however deep. */
function findStrings(value: unknown): string[] {
  if (typeof value === "string") return [value];
  return typeof value === "object" && value !== null
    ? Object.values(value).flatMap(findStrings)
    : [];
}
