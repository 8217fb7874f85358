import { writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { forEachConcurrent } from "../support/for-each-concurrent.ts";
import { run, runAsync, failureOutput } from "../support/run.ts";
import { installVersions } from "../support/install-versions.ts";
import type { Check } from "./check.ts";
import { packageName } from "./pack.ts";
import { nodeTypeProgram, webTypeProgram } from "./programs.ts";

/** The oldest supported version, versions with changes that matter here, the project's own version and the newest one. */
const typescripts = ["5.0.4", "5.2.2", "5.4.5", "5.8.3", "6.0.3", "7.0.2"];

/** The version of `@types/node` for the oldest supported Node. */
const nodeTypesVersion = "20.19.43";

/** An ES module that gets a client from the CommonJS module beside it: both must have the same type. */
function mixedProgram(name: string): string {
  return `import { TykOAuth } from "${packageName}";
import { tyk } from "./${name}.cjs";
export const same: TykOAuth = tyk;
`;
}

const files = {
  "web.mts": webTypeProgram,
  "web.cts": webTypeProgram,
  "web.ts": webTypeProgram,
  "web-mixed.mts": mixedProgram("web"),
  "on-node.mts": nodeTypeProgram,
  "on-node.cts": nodeTypeProgram,
  "on-node.ts": nodeTypeProgram,
  "on-node-mixed.mts": mixedProgram("on-node"),
};

interface Setting {
  readonly name: string;
  /** What follows the name of a program in the names of the compiled files. */
  readonly suffixes: readonly string[];
  readonly args: (version: number) => readonly string[];
  /** The first version with this setting. */
  readonly since?: number;
  /** The first version without this setting. */
  readonly until?: number;
}

const bothKinds = [".mts", ".cts", "-mixed.mts"];

const settings: readonly Setting[] = [
  { name: "node16", suffixes: bothKinds, args: () => ["--module", "node16"] },
  { name: "nodenext", suffixes: bothKinds, args: () => ["--module", "nodenext"] },
  {
    name: "bundler",
    suffixes: [".ts"],
    args: () => ["--module", "esnext", "--moduleResolution", "bundler"],
  },
  {
    name: "commonjs and bundler",
    suffixes: [".ts"],
    args: () => ["--module", "commonjs", "--moduleResolution", "bundler"],
    since: 6,
  },
  {
    name: "commonjs and node10",
    suffixes: [".ts"],
    args: (version) => [
      ...["--module", "commonjs", "--moduleResolution", "node10"],
      ...(version < 6 ? [] : ["--ignoreDeprecations", "6.0"]),
    ],
    until: 7,
  },
];

/** The two sources of web API types: the `dom` library, or Node's types. */
const libraries = {
  "types of the DOM": { file: "web", args: ["--lib", "es2022,dom,dom.iterable"] },
  "types of Node": { file: "on-node", args: ["--lib", "es2022", "--types", "node"] },
};

const strict = ["--noEmit", "--strict", "--exactOptionalPropertyTypes", "--target", "es2022"];

/** The compiler's arguments for a setting and a library. */
interface Compilation {
  readonly name: string;
  readonly args: readonly string[];
}

export const types: Check = {
  title: `The types compile without skipLibCheck, from TypeScript ${typescripts[0] ?? ""} to ${typescripts.at(-1) ?? ""}`,
  findProblems: async ({ app }) => {
    for (const [name, code] of Object.entries(files)) writeFileSync(join(app, name), code);
    run("npm", ["install", "--no-audit", "--no-fund", `@types/node@${nodeTypesVersion}`], {
      cwd: app,
    });
    const versions = [...installVersions("typescript", typescripts)];
    const problems: string[] = [];
    await forEachConcurrent(versions, availableParallelism(), async ([version, folder]) => {
      const compilations = compilationsOf(Number.parseFloat(version));
      const errors = await compileAll(app, version, folder, compilations);
      for (const [index, { name }] of compilations.entries())
        if (errors[index] !== "")
          problems.push(`TypeScript ${version}, ${name}: ${errors[index] ?? "not compiled"}`);
    });
    return problems;
  },
};

function compilationsOf(version: number): Compilation[] {
  return settings
    .filter(({ since = 0, until = Infinity }) => version >= since && version < until)
    .flatMap(({ name, suffixes, args }) =>
      Object.entries(libraries).map(([library, { file, args: more }]) => ({
        name: `${name}, ${library}`,
        args: [
          ...strict,
          ...args(version),
          ...more,
          ...suffixes.map((suffix) => `${file}${suffix}`),
        ],
      })),
    );
}

/** Returns the errors of each compilation, or an empty text. */
async function compileAll(
  app: string,
  version: string,
  folder: string,
  compilations: readonly Compilation[],
): Promise<string[]> {
  // From version 7 on TypeScript is a native program without the API that compile.ts uses.
  if (Number.parseFloat(version) >= 7)
    return compilations.map(
      ({ args }) =>
        failureOutput(process.execPath, [join(folder, "bin/tsc"), ...args], { cwd: app }) ?? "",
    );
  const all = JSON.stringify(compilations.map(({ args }) => args));
  const program = join(import.meta.dirname, "compile.ts");
  return JSON.parse(
    await runAsync(process.execPath, [program, folder, all], { cwd: app }),
  ) as string[];
}
