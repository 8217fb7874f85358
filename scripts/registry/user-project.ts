import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { packageName } from "../package/pack.ts";
import { nodeTypeProgram, programs } from "../package/programs.ts";
import { root } from "../support/root.ts";
import { failureOutput, run } from "../support/run.ts";
import { typeRoots } from "../support/type-roots.ts";

/** The programs to run, also in TypeScript: Node strips the types. */
const runnablePrograms: Readonly<Record<string, string>> = {
  ...programs,
  "import.mts": programs["import.mjs"] ?? "",
};
const runnableNames = Object.keys(runnablePrograms);

const files: Readonly<Record<string, string>> = {
  ...runnablePrograms,
  "types.mts": nodeTypeProgram,
};
const typeScriptFiles = Object.keys(files).filter((name) => name.endsWith(".mts"));

/** A project that uses the package from ES modules, CommonJS and TypeScript. */
export class UserProject {
  readonly #folder: string;

  constructor(folder: string, url: string) {
    this.#folder = folder;
    mkdirSync(folder);
    writeFileSync(join(folder, "package.json"), JSON.stringify({ private: true, type: "module" }));
    // The documented example, with the address of this registry.
    const example = readFileSync(join(root, "examples/npmrc.example"), "utf8");
    const { host } = new URL(url);
    const settings = example
      .replaceAll("https://npm.example.com/", url)
      .replaceAll("//npm.example.com/", `//${host}/`);
    writeFileSync(join(folder, ".npmrc"), settings);
    for (const [name, code] of Object.entries(files)) writeFileSync(join(folder, name), code);
  }

  /** Installs the newest version and runs the programs. Returns the problems; `version` is the expected version. */
  install(version: string): string[] {
    this.#npm(["install", packageName]);
    return this.#findProblems(version);
  }

  /** Updates within the range of package.json and runs the programs. Returns the problems; `version` is the expected version. */
  upgrade(version: string): string[] {
    this.#npm(["update"]);
    return this.#findProblems(version);
  }

  #npm(args: readonly string[]): void {
    run("npm", [...args, "--no-audit", "--no-fund"], { cwd: this.#folder });
  }

  #findProblems(version: string): string[] {
    const cwd = this.#folder;
    const path = join(cwd, "node_modules", packageName, "package.json");
    const installed = (JSON.parse(readFileSync(path, "utf8")) as { version: string }).version;
    const problems =
      installed === version ? [] : [`version ${installed} is installed, expected ${version}`];
    for (const name of runnableNames) {
      const failed = failureOutput(process.execPath, [name], { cwd });
      if (failed !== undefined) problems.push(`${name}: ${failed}`);
    }
    const types = ["--types", "node", "--typeRoots", typeRoots.join()];
    const flags = ["--noEmit", "--strict", "--module", "nodenext", ...types];
    const failed = failureOutput("tsc", [...flags, ...typeScriptFiles], { cwd });
    return failed === undefined ? problems : [...problems, `types: ${failed}`];
  }
}
