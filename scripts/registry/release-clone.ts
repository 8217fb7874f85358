import {
  appendFileSync,
  existsSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { createHash } from "node:crypto";
import { join } from "node:path";
import { packageName } from "../package/pack.ts";
import { root } from "../support/root.ts";
import { failureOutput, run } from "../support/run.ts";
import type { RegistryClient } from "../release/registry-client.ts";

/** A clone of the project, from which versions are released. Each check returns the problems that it found. */
export class ReleaseClone {
  readonly #folder: string;
  readonly #url: string;
  readonly #client: RegistryClient;
  #version = "";

  constructor(folder: string, client: RegistryClient, url: string) {
    this.#folder = folder;
    this.#client = client;
    this.#url = url;
    run("git", ["clone", "--quiet", "--no-tags", root, folder]);
    symlinkSync(join(root, "node_modules"), join(folder, "node_modules"));
    // .gitignore excludes a folder node_modules, but not a link.
    appendFileSync(join(folder, ".git/info/exclude"), "node_modules\n");
  }

  /** Commits a new version with its section in the changelog. */
  commitVersion(version: string): void {
    this.#version = version;
    this.#edit("package.json", /"version": "[^"]*"/, `"version": "${version}"`);
    this.#edit("src/version.ts", /"[^"]*"/, `"${version}"`);
    this.#edit(
      "CHANGELOG.md",
      /^## /m,
      `## ${version} (2026-01-01)\n\n- A test of the release.\n\n## `,
    );
    this.#commit();
  }

  checkPlainPublish(): string[] {
    const settings = join(this.#folder, ".npmrc");
    const { host } = new URL(this.#url);
    const scope = packageName.split("/", 1).join("");
    const token = `//${host}/:_authToken=\${TYK_OAUTH_REGISTRY_TOKEN}`;
    writeFileSync(settings, `${scope}:registry=${this.#url}\n${token}\nregistry=${this.#url}\n`);
    const args = ["publish", "--ignore-scripts", "--fetch-retries=0"];
    const failed = failureOutput("npm", args, this.#runOptions);
    rmSync(settings);
    if (failed === undefined) return ["npm publish succeeded"];
    return failed.includes("registry.invalid")
      ? []
      : [`npm publish failed for another reason: ${failed}`];
  }

  checkDryRun(): string[] {
    const failed = failureOutput(process.execPath, ["scripts/release.ts"], this.#runOptions);
    if (failed !== undefined) return [failed];
    return this.#client.versions().length === 0 ? [] : ["the dry run published a version"];
  }

  checkDirtyTree(): string[] {
    appendFileSync(join(this.#folder, "README.md"), "\nMore.\n");
    return this.#checkRefusal("not committed");
  }

  checkStaleCode(): string[] {
    appendFileSync(join(this.#folder, "generated/index.ts"), "export const more = 1;\n");
    this.#commit();
    const problems = this.#checkRefusal("differs from what the spec generates");
    this.#undo();
    return problems;
  }

  checkMissingChangelog(): string[] {
    this.#edit("CHANGELOG.md", `## ${this.#version} (`, "## 0.0.9 (");
    this.#commit();
    const problems = this.#checkRefusal("CHANGELOG.md has no section");
    this.#undo();
    return problems;
  }

  checkPublicRegistry(): string[] {
    const env = { ...this.#runOptions.env, TYK_OAUTH_REGISTRY: "https://registry.npmjs.org/" };
    return this.#checkRefusal("is a public registry", { ...this.#runOptions, env });
  }

  /** Publishes the committed version, and compares the published tarball with the local one. */
  checkPublish(): string[] {
    const failed = failureOutput(
      process.execPath,
      ["scripts/release.ts", "--publish"],
      this.#runOptions,
    );
    if (failed !== undefined) return [failed];
    const folder = join(this.#folder, ".cache/release", this.#version);
    const name = `tyk-oauth-sdk-${this.#version}`;
    const problems = [`${name}.tgz`, `${name}.cdx.json`, "SHA512SUMS"]
      .filter((file) => !existsSync(join(folder, file)))
      .map((file) => `${file} was not created`);
    const wrong = failureOutput("sha512sum", ["--check", "--strict", "SHA512SUMS"], {
      cwd: folder,
    });
    if (wrong !== undefined) problems.push(wrong);
    const bill = JSON.parse(readFileSync(join(folder, `${name}.cdx.json`), "utf8")) as {
      metadata: { component: { name: string; version: string } };
      components: unknown[];
    };
    const { component } = bill.metadata;
    if (
      `${component.name}@${component.version}` !== `${packageName}@${this.#version}` ||
      bill.components.length > 0
    )
      problems.push("the bill of materials names another package, or has dependencies");
    const view = ["view", `${packageName}@${this.#version}`, "dist.integrity"];
    const sum = createHash("sha512").update(readFileSync(join(folder, `${name}.tgz`)));
    if (this.#client.npm(view).trim() !== `sha512-${sum.digest("base64")}`)
      problems.push("the tarball in the registry differs from the local one");
    return problems;
  }

  checkSameVersion(): string[] {
    return this.#checkRefusal(`already has ${this.#version}`);
  }

  checkAddition(version: string): string[] {
    appendFileSync(
      join(this.#folder, "src/index.ts"),
      "\n/** New. */\nexport const added: string = 'new';\n",
    );
    return this.checkPublishAs(version);
  }

  checkBreakingType(version: string): string[] {
    this.#edit("src/index.ts", 'export { keyRules } from "./verbs/clients/key-rules.ts";\n', "");
    this.commitVersion(version);
    const problems = this.#checkRefusal("the change is breaking");
    this.#undo();
    return problems;
  }

  /** Leaves the breaking change committed, so that a later check can release it as another version. */
  checkBreakingSpec(version: string): string[] {
    this.#edit("openapi/tyk-oauth.yaml", "required: [client_id, secret]", "required: [client_id]");
    run(process.execPath, ["scripts/generate.ts"], this.#runOptions);
    this.commitVersion(version);
    return this.#checkRefusal("the change is breaking");
  }

  checkPublishAs(version: string): string[] {
    this.commitVersion(version);
    return this.checkPublish();
  }

  get #runOptions(): { readonly cwd: string; readonly env: Readonly<Record<string, string>> } {
    return { cwd: this.#folder, env: { TYK_OAUTH_REGISTRY: this.#url } };
  }

  /** Checks that a release is refused for this reason. Then discards uncommitted changes. */
  #checkRefusal(reason: string, options = this.#runOptions): string[] {
    const failed = failureOutput(process.execPath, ["scripts/release.ts", "--publish"], options);
    run("git", ["checkout", "--quiet", "."], this.#runOptions);
    if (failed === undefined) return ["the version was published"];
    return failed.includes(reason) ? [] : [`the release was refused for another reason: ${failed}`];
  }

  #edit(file: string, from: string | RegExp, to: string): void {
    const path = join(this.#folder, file);
    const text = readFileSync(path, "utf8");
    const isFound = typeof from === "string" ? text.includes(from) : from.test(text);
    if (!isFound) throw new Error(`${file} does not contain ${String(from)}: correct the edit`);
    writeFileSync(path, text.replace(from, to));
  }

  #commit(): void {
    const author = ["-c", "user.name=check", "-c", "user.email=check@example.invalid"];
    run("git", [...author, "commit", "--quiet", "--all", "--message", "A check"], this.#runOptions);
  }

  #undo(): void {
    run("git", ["reset", "--quiet", "--hard", "HEAD~1"], this.#runOptions);
  }
}
