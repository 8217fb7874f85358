import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { packageName } from "../package/pack.ts";
import { root } from "../support/root.ts";
import { failureIn, run } from "../support/run.ts";
import { appFiles, brokenLine, bundles, printed, source } from "./app.ts";
import type { Manager } from "./managers.ts";

const member = "packages/sdk";
const app = "apps/shop";

/** A monorepo with the package and an app that uses it as its members. */
export class Monorepo {
  readonly #folder: string;
  readonly #manager: Manager;
  readonly #env: Readonly<Record<string, string>>;

  constructor(folder: string, manager: Manager) {
    this.#folder = folder;
    this.#manager = manager;
    this.#env = {
      // Managers that take CI for granted would not write their lockfile.
      CI: "",
      ...manager.env?.(),
    };
    mkdirSync(join(folder, "packages"), { recursive: true });
    run("git", ["clone", "--quiet", root, join(folder, member)]);
    rmSync(join(folder, member, ".git"), { recursive: true });
    const manifest = { name: "monorepo", private: true, ...manager.manifest };
    this.#write({ "package.json": JSON.stringify(manifest, null, 2), ...manager.files });
    this.#write(appFiles(manager.range), app);
    this.#write({ ".gitignore": "node_modules/\n.yarn/\n" });
    const author = ["-c", "user.name=check", "-c", "user.email=check@example.invalid"];
    for (const args of [
      ["init", "--quiet"],
      ["add", "--all"],
      [...author, "commit", "-qm", "All"],
    ])
      run("git", args, { cwd: folder });
  }

  /** Installs everything; nothing else is to be done before the app can use the package. */
  install(): string[] {
    return this.#failure(this.#manager.install);
  }

  /** Type-checks the app, bundles it, and runs each bundle. */
  build(): string[] {
    const problems = this.#failure(this.#manager.run("shop", "build"));
    for (const [bundler, file] of Object.entries(bundles)) {
      problems.push(...this.#failure(this.#manager.run("shop", bundler)));
      if (problems.length > 0) break;
      const said = run(process.execPath, [file], { cwd: join(this.#folder, app) }).trim();
      if (said !== printed) problems.push(`the bundle of ${bundler} printed: ${said}`);
    }
    return problems;
  }

  /** Changes a type in the spec, and looks whether the app is told where that breaks it. */
  changeOfSpec(): string[] {
    const spec = join(this.#folder, member, "openapi/tyk-oauth.yaml");
    const [from, to] = ["type: string", "type: integer"].map(
      (type) => `        description:\n          ${type}\n          description: Empty when unset.`,
    ) as [string, string];
    const text = readFileSync(spec, "utf8");
    if (!text.includes(from)) throw new Error("the spec has no such description");
    writeFileSync(spec, text.replace(from, to));
    const generated = this.#run(this.#manager.run(packageName, "generate"));
    const problems = generated.includes("breaking  GET /tyk/oauth/clients/{apiID}/{keyName}")
      ? []
      : [`generate does not say that the spec breaks: ${generated}`];
    this.#run(this.#manager.run(packageName, "build"));
    const said = failureIn(() => this.#run(this.#manager.run("shop", "build"))) ?? "";
    const lines = readFileSync(join(this.#folder, app, source), "utf8").split("\n");
    const errors = said.match(/\S+\(\d+,\d+\): error TS\d+/g) ?? [];
    const wanted = `${source}(${lines.indexOf(brokenLine) + 1},7): error TS2322`;
    if (errors.join() !== wanted) problems.push(`the app is not told of ${wanted} alone: ${said}`);
    return problems;
  }

  #failure(args: readonly string[]): string[] {
    const failed = failureIn(() => this.#run(args));
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
