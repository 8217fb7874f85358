import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { run, failureOutput } from "../support/run.ts";
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

export const types: Check = {
  title: `The types compile without skipLibCheck, from TypeScript ${typescripts[0] ?? ""} to ${typescripts.at(-1) ?? ""}`,
  findProblems: ({ app }) => {
    for (const [name, code] of Object.entries(files)) writeFileSync(join(app, name), code);
    run("npm", ["install", "--no-audit", "--no-fund", `@types/node@${nodeTypesVersion}`], {
      cwd: app,
    });
    return [...installVersions("typescript", typescripts)].flatMap(([version, folder]) =>
      settings
        .filter(
          ({ since = 0, until = Infinity }) =>
            Number.parseFloat(version) >= since && Number.parseFloat(version) < until,
        )
        .flatMap(({ name, suffixes, args }) =>
          Object.entries(libraries).flatMap(([library, { file, args: more }]) => {
            const compiler = join(folder, "bin/tsc");
            const programs = suffixes.map((suffix) => `${file}${suffix}`);
            const settingArgs = args(Number.parseFloat(version));
            const all = [compiler, ...strict, ...settingArgs, ...more, ...programs];
            const failed = failureOutput(process.execPath, all, { cwd: app });
            return failed === undefined
              ? []
              : [`TypeScript ${version}, ${name}, ${library}: ${failed}`];
          }),
        ),
    );
  },
};
