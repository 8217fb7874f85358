import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { packageName } from "../package/pack.ts";
import { onNode, programs } from "../package/users.ts";
import { root } from "../support/root.ts";
import { failureOf, run } from "../support/run.ts";
import { typeRoots } from "../support/type-roots.ts";

/** Programs that are run: TypeScript too, whose types Node strips. */
const runs: Readonly<Record<string, string>> = {
  ...programs,
  "import.mts": programs["import.mjs"] ?? "",
};
const runnable = Object.keys(runs);

const files: Readonly<Record<string, string>> = { ...runs, "types.mts": onNode };
const typed = Object.keys(files).filter((name) => name.endsWith(".mts"));

/** A project that uses the package, in JavaScript of both kinds and in TypeScript. */
export class App {
  readonly #folder: string;

  constructor(folder: string, url: string) {
    this.#folder = folder;
    mkdirSync(folder);
    writeFileSync(join(folder, "package.json"), JSON.stringify({ private: true, type: "module" }));
    // The project's own example, with this registry in the place of the one it names.
    const example = readFileSync(join(root, "examples/npmrc.example"), "utf8");
    const { host } = new URL(url);
    const settings = example
      .replaceAll("https://npm.example.com/", url)
      .replaceAll("//npm.example.com/", `//${host}/`);
    writeFileSync(join(folder, ".npmrc"), settings);
    for (const [name, code] of Object.entries(files)) writeFileSync(join(folder, name), code);
  }

  /** Installs the newest version, and runs the project. */
  install(version: string): string[] {
    this.#npm(["install", packageName]);
    return this.#problems(version);
  }

  /** Takes what the range in its package.json allows, and runs the project. */
  upgrade(version: string): string[] {
    this.#npm(["update"]);
    return this.#problems(version);
  }

  #npm(args: readonly string[]): void {
    run("npm", [...args, "--no-audit", "--no-fund"], { cwd: this.#folder });
  }

  #problems(version: string): string[] {
    const cwd = this.#folder;
    const path = join(cwd, "node_modules", packageName, "package.json");
    const installed = (JSON.parse(readFileSync(path, "utf8")) as { version: string }).version;
    const problems = installed === version ? [] : [`${installed} is installed, not ${version}`];
    for (const name of runnable) {
      const failed = failureOf(process.execPath, [name], { cwd });
      if (failed !== undefined) problems.push(`${name}: ${failed}`);
    }
    const types = ["--types", "node", "--typeRoots", typeRoots.join()];
    const flags = ["--noEmit", "--strict", "--module", "nodenext", ...types];
    const failed = failureOf("tsc", [...flags, ...typed], { cwd });
    return failed === undefined ? problems : [...problems, `types: ${failed}`];
  }
}
