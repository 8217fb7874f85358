import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { run, failureOutput } from "../support/run.ts";
import { installVersions } from "../support/install-versions.ts";
import type { Check } from "./check.ts";
import { nodeTypeProgram, webTypeProgram } from "./programs.ts";

/** The oldest supported version, versions with changes that matter here, the project's own version and the newest one. */
const typescripts = ["5.0.4", "5.2.2", "5.4.5", "5.8.3", "6.0.3", "7.0.2"];

/** The first version in which a CommonJS module may import an ES module with `require`. */
const requireEsmSince = 5.8;

/** The version of `@types/node` for the oldest supported Node. */
const nodeTypesVersion = "20.19.43";

const files = {
  "web.mts": webTypeProgram,
  "web.cts": webTypeProgram,
  "web.ts": webTypeProgram,
  "on-node.mts": nodeTypeProgram,
  "on-node.cts": nodeTypeProgram,
  "on-node.ts": nodeTypeProgram,
};

interface Setting {
  readonly name: string;
  readonly extension: "mts" | "cts" | "ts";
  readonly args: readonly string[];
  readonly since?: number;
}

const settings: readonly Setting[] = [
  { name: "node16", extension: "mts", args: ["--module", "node16"] },
  { name: "nodenext", extension: "mts", args: ["--module", "nodenext"] },
  {
    name: "nodenext, CommonJS",
    extension: "cts",
    args: ["--module", "nodenext"],
    since: requireEsmSince,
  },
  {
    name: "bundler",
    extension: "ts",
    args: ["--module", "esnext", "--moduleResolution", "bundler"],
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
        .filter(({ since = 0 }) => Number.parseFloat(version) >= since)
        .flatMap(({ name, extension, args }) =>
          Object.entries(libraries).flatMap(([library, { file, args: more }]) => {
            const compiler = join(folder, "bin/tsc");
            const all = [compiler, ...strict, ...args, ...more, `${file}.${extension}`];
            const failed = failureOutput(process.execPath, all, { cwd: app });
            return failed === undefined
              ? []
              : [`TypeScript ${version}, ${name}, ${library}: ${failed}`];
          }),
        ),
    );
  },
};
