import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { run, failureOf } from "../support/run.ts";
import { installVersions } from "../support/versions.ts";
import type { Check } from "./check.ts";
import { onNode, web } from "./users.ts";

/** The oldest that is claimed, those that brought something that matters here, the project's own and the newest. */
const typescripts = ["5.0.4", "5.2.2", "5.4.5", "5.8.3", "6.0.3", "7.0.2"];

/** From which on a CommonJS module may import an ES module (`require` of it, as Node has it). */
const requiresEsm = 5.8;

/** Those of the oldest Node that is supported. */
const nodeTypes = "20.19.43";

const files = {
  "web.mts": web,
  "web.cts": web,
  "web.ts": web,
  "on-node.mts": onNode,
  "on-node.cts": onNode,
  "on-node.ts": onNode,
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
    since: requiresEsm,
  },
  {
    name: "bundler",
    extension: "ts",
    args: ["--module", "esnext", "--moduleResolution", "bundler"],
  },
];

/** What the library of web APIs is, and where there is none, Node's types, which have them too. */
const libraries = {
  "types of the DOM": { file: "web", args: ["--lib", "es2022,dom,dom.iterable"] },
  "types of Node": { file: "on-node", args: ["--lib", "es2022", "--types", "node"] },
};

const strict = ["--noEmit", "--strict", "--exactOptionalPropertyTypes", "--target", "es2022"];

export const types: Check = {
  title: `Its types compile without skipLibCheck, from TypeScript ${typescripts[0] ?? ""} to ${typescripts.at(-1) ?? ""}`,
  problems: ({ app }) => {
    for (const [name, code] of Object.entries(files)) writeFileSync(join(app, name), code);
    run("npm", ["install", "--no-audit", "--no-fund", `@types/node@${nodeTypes}`], { cwd: app });
    return [...installVersions("typescript", typescripts)].flatMap(([version, folder]) =>
      settings
        .filter(({ since = 0 }) => Number.parseFloat(version) >= since)
        .flatMap(({ name, extension, args }) =>
          Object.entries(libraries).flatMap(([library, { file, args: more }]) => {
            const compiler = join(folder, "bin/tsc");
            const all = [compiler, ...strict, ...args, ...more, `${file}.${extension}`];
            const failed = failureOf(process.execPath, all, { cwd: app });
            return failed === undefined
              ? []
              : [`TypeScript ${version}, ${name}, ${library}: ${failed}`];
          }),
        ),
    );
  },
};
