import type { Check } from "./check.ts";
import { textOf } from "./pack.ts";

interface Manifest {
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly scripts?: Readonly<Record<string, string>>;
  readonly sideEffects?: unknown;
  readonly exports: Readonly<Record<string, string | Readonly<Record<string, string>>>>;
}

export const manifest: Check = {
  title: "Its package.json promises nothing false, and brings nothing along",
  problems: (packed) => {
    const given = JSON.parse(textOf(packed, "package.json")) as Manifest;
    const { dependencies, peerDependencies, optionalDependencies, scripts = {} } = given;
    const problems: string[] = [];
    for (const some of [dependencies, peerDependencies, optionalDependencies])
      for (const name of Object.keys(some ?? {})) problems.push(`it depends on ${name}`);
    for (const script of ["preinstall", "install", "postinstall"])
      if (scripts[script] !== undefined) problems.push(`it runs ${script} where it is installed`);
    if (given.sideEffects !== false) problems.push("sideEffects is not false");
    const targets = Object.values(given.exports).flatMap((entry) =>
      typeof entry === "string" ? entry : Object.values(entry),
    );
    for (const target of targets)
      if (!packed.files.includes(target.slice(2)))
        problems.push(`exports leads nowhere: ${target}`);
    return problems;
  },
};
