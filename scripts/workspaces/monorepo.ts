import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { packageName } from "../package/pack.ts";
import { root } from "../support/root.ts";
import { catchFailureOutput, run } from "../support/run.ts";
import { breakingLine, bundles, createAppFiles, expectedOutput, sourceFile } from "./sample-app.ts";
import type { PackageManager } from "./package-managers.ts";

const member = "packages/sdk";
const app = "apps/shop";

/** The type of `OAuthClient.description` in the spec. */
const descriptionType = /(\n {4}OAuthClient:\n(?: {6}.*\n)* {8}description:\n {10}type: )string/;

/** A monorepo with two members: the package, and an app that uses it. Each check returns the problems that it found. */
export class Monorepo {
  readonly #folder: string;
  readonly #manager: PackageManager;
  readonly #env: Readonly<Record<string, string>>;

  constructor(folder: string, manager: PackageManager) {
    this.#folder = folder;
    this.#manager = manager;
    this.#env = {
      // In CI mode some package managers refuse to write a lockfile.
      CI: "",
      ...manager.env?.(),
    };
    mkdirSync(join(folder, "packages"), { recursive: true });
    run("git", ["clone", "--quiet", root, join(folder, member)]);
    rmSync(join(folder, member, ".git"), { recursive: true });
    const manifest = { name: "monorepo", private: true, ...manager.manifest };
    this.#write({ "package.json": JSON.stringify(manifest, null, 2), ...manager.files });
    this.#write(createAppFiles(manager.range), app);
    this.#write({ ".gitignore": "node_modules/\n.yarn/\n" });
    const author = ["-c", "user.name=check", "-c", "user.email=check@example.invalid"];
    for (const args of [
      ["init", "--quiet"],
      ["add", "--all"],
      [...author, "commit", "-qm", "All"],
    ])
      run("git", args, { cwd: folder });
  }

  /** Installs the monorepo. The app can then use the package without another step. */
  checkInstall(): string[] {
    return this.#findFailure(this.#manager.install);
  }

  /** Type-checks the app, bundles it with each bundler, and runs each bundle. */
  checkBuild(): string[] {
    const problems = this.#findFailure(this.#manager.run("shop", "build"));
    for (const [bundler, file] of Object.entries(bundles)) {
      problems.push(...this.#findFailure(this.#manager.run("shop", bundler)));
      if (problems.length > 0) break;
      const output = run(process.execPath, [file], { cwd: join(this.#folder, app) }).trim();
      if (output !== expectedOutput) problems.push(`the bundle of ${bundler} printed: ${output}`);
    }
    return problems;
  }

  /** Changes a type in the spec, and checks that the app gets exactly one type error, at the line that uses it. */
  checkSpecChange(): string[] {
    const spec = join(this.#folder, member, "openapi/tyk-oauth.yaml");
    const text = readFileSync(spec, "utf8");
    const changed = text.replace(descriptionType, "$1integer");
    if (changed === text)
      throw new Error("OAuthClient has no string `description`: correct the edit");
    writeFileSync(spec, changed);
    const generated = this.#run(this.#manager.run(packageName, "generate"));
    const problems = generated.includes("breaking  GET /tyk/oauth/clients/{apiID}/{keyName}")
      ? []
      : [`\`npm run generate\` does not report the breaking change: ${generated}`];
    this.#run(this.#manager.run(packageName, "build"));
    const output = catchFailureOutput(() => this.#run(this.#manager.run("shop", "build"))) ?? "";
    const lines = readFileSync(join(this.#folder, app, sourceFile), "utf8").split("\n");
    const errors = output.match(/\S+\(\d+,\d+\): error TS\d+/g) ?? [];
    const expected = `${sourceFile}(${lines.indexOf(breakingLine) + 1},7): error TS2322`;
    if (errors.join() !== expected)
      problems.push(`the app's only type error is not ${expected}: ${output}`);
    return problems;
  }

  #findFailure(args: readonly string[]): string[] {
    const failed = catchFailureOutput(() => this.#run(args));
    return failed === undefined ? [] : [failed];
  }

  #run(args: readonly string[]): string {
    const [command, ...first] = this.#manager.command();
    return run(command, [...first, ...args], { cwd: this.#folder, env: this.#env });
  }

  #write(files: Readonly<Record<string, string>>, folder = ""): void {
    for (const [name, text] of Object.entries(files)) {
      const path = join(this.#folder, folder, name);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, text);
    }
  }
}
