import type { Check } from "./check.ts";
import { readPackedFile } from "./pack.ts";

interface Manifest {
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly scripts?: Readonly<Record<string, string>>;
  readonly sideEffects?: unknown;
  readonly exports: Readonly<Record<string, string | Readonly<Record<string, string>>>>;
}

export const manifest: Check = {
  title: "package.json has valid exports, no dependencies and no install scripts",
  findProblems: (packed) => {
    const packageJson = JSON.parse(readPackedFile(packed, "package.json")) as Manifest;
    const { dependencies, peerDependencies, optionalDependencies, scripts = {} } = packageJson;
    const problems: string[] = [];
    for (const group of [dependencies, peerDependencies, optionalDependencies])
      for (const name of Object.keys(group ?? {})) problems.push(`the package depends on ${name}`);
    for (const script of ["preinstall", "install", "postinstall"])
      if (scripts[script] !== undefined)
        problems.push(`the package has the install script ${script}`);
    if (packageJson.sideEffects !== false) problems.push("sideEffects is not false");
    const targets = Object.values(packageJson.exports).flatMap((entry) =>
      typeof entry === "string" ? entry : Object.values(entry),
    );
    for (const target of targets)
      if (!packed.files.includes(target.slice(2)))
        problems.push(`exports names a file that is not packed: ${target}`);
    return problems;
  },
};
