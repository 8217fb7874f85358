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
import { failureOf, run } from "../support/run.ts";
import type { RegistryClient } from "../release/registry.ts";

/** A clone of the project from which versions are released. */
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
    // A link is no folder to git.
    appendFileSync(join(folder, ".git/info/exclude"), "node_modules\n");
  }

  /** Commits a version, with its section in the changelog. */
  release(version: string): void {
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

  plainPublish(): string[] {
    const settings = join(this.#folder, ".npmrc");
    const { host } = new URL(this.#url);
    const scope = packageName.split("/", 1).join("");
    const token = `//${host}/:_authToken=\${TYK_OAUTH_REGISTRY_TOKEN}`;
    writeFileSync(settings, `${scope}:registry=${this.#url}\n${token}\nregistry=${this.#url}\n`);
    const args = ["publish", "--ignore-scripts", "--fetch-retries=0"];
    const failed = failureOf("npm", args, this.#place);
    rmSync(settings);
    if (failed === undefined) return ["it published"];
    return failed.includes("registry.invalid") ? [] : [`it failed otherwise: ${failed}`];
  }

  dryRun(): string[] {
    const failed = failureOf(process.execPath, ["scripts/release.ts"], this.#place);
    if (failed !== undefined) return [failed];
    return this.#client.versions().length === 0 ? [] : ["it is in the registry"];
  }

  dirtyTree(): string[] {
    appendFileSync(join(this.#folder, "README.md"), "\nMore.\n");
    return this.#refused("not committed");
  }

  staleCode(): string[] {
    appendFileSync(join(this.#folder, "generated/index.ts"), "export const more = 1;\n");
    this.#commit();
    const problems = this.#refused("is not what the spec gives");
    this.#undo();
    return problems;
  }

  noChangelog(): string[] {
    this.#edit("CHANGELOG.md", `## ${this.#version} (`, "## 0.0.9 (");
    this.#commit();
    const problems = this.#refused("CHANGELOG.md has no section");
    this.#undo();
    return problems;
  }

  publicRegistry(): string[] {
    const env = { ...this.#place.env, TYK_OAUTH_REGISTRY: "https://registry.npmjs.org/" };
    return this.#refused("is a public registry", { ...this.#place, env });
  }

  /** Publishes what is committed, and looks whether it is what was made. */
  publish(): string[] {
    const failed = failureOf(process.execPath, ["scripts/release.ts", "--publish"], this.#place);
    if (failed !== undefined) return [failed];
    const made = join(this.#folder, ".cache/release", this.#version);
    const name = `tyk-oauth-sdk-${this.#version}`;
    const problems = [`${name}.tgz`, `${name}.cdx.json`, "SHA512SUMS"]
      .filter((file) => !existsSync(join(made, file)))
      .map((file) => `${file} was not made`);
    const wrong = failureOf("sha512sum", ["--check", "--strict", "SHA512SUMS"], { cwd: made });
    if (wrong !== undefined) problems.push(wrong);
    const bill = JSON.parse(readFileSync(join(made, `${name}.cdx.json`), "utf8")) as {
      metadata: { component: { name: string; version: string } };
      components: unknown[];
    };
    const { component } = bill.metadata;
    if (
      `${component.name}@${component.version}` !== `${packageName}@${this.#version}` ||
      bill.components.length > 0
    )
      problems.push("the bill of materials is not that of this package, which has no dependency");
    const view = ["view", `${packageName}@${this.#version}`, "dist.integrity"];
    const sum = createHash("sha512").update(readFileSync(join(made, `${name}.tgz`)));
    if (this.#client.npm(view).trim() !== `sha512-${sum.digest("base64")}`)
      problems.push("the registry has another tarball");
    return problems;
  }

  sameVersion(): string[] {
    return this.#refused(`has ${this.#version} already`);
  }

  addition(version: string): string[] {
    appendFileSync(
      join(this.#folder, "src/index.ts"),
      "\n/** New. */\nexport const added: string = 'new';\n",
    );
    return this.publishAs(version);
  }

  brokenType(version: string): string[] {
    this.#edit("src/index.ts", 'export { keyRules } from "./key-rules.ts";\n', "");
    this.release(version);
    const problems = this.#refused("the change is breaking");
    this.#undo();
    return problems;
  }

  /** Leaves the break committed, for the version that it needs. */
  brokenSpec(version: string): string[] {
    this.#edit(
      "openapi/tyk-oauth.yaml",
      "required: [client_id, redirect_uri, secret, meta_data, description]",
      "required: [client_id]",
    );
    run(process.execPath, ["scripts/generate.ts"], this.#place);
    this.release(version);
    return this.#refused("the change is breaking");
  }

  publishAs(version: string): string[] {
    this.release(version);
    return this.publish();
  }

  get #place(): { readonly cwd: string; readonly env: Readonly<Record<string, string>> } {
    return { cwd: this.#folder, env: { TYK_OAUTH_REGISTRY: this.#url } };
  }

  /** That a release is refused, for a reason, and leaves nothing behind. */
  #refused(reason: string, place = this.#place): string[] {
    const failed = failureOf(process.execPath, ["scripts/release.ts", "--publish"], place);
    run("git", ["checkout", "--quiet", "."], this.#place);
    if (failed === undefined) return ["it was published"];
    return failed.includes(reason) ? [] : [`it was refused for another reason: ${failed}`];
  }

  #edit(file: string, from: string | RegExp, to: string): void {
    const path = join(this.#folder, file);
    const text = readFileSync(path, "utf8");
    const isThere = typeof from === "string" ? text.includes(from) : from.test(text);
    if (!isThere) throw new Error(`${file} has nothing like ${String(from)}`);
    writeFileSync(path, text.replace(from, to));
  }

  #commit(): void {
    const author = ["-c", "user.name=check", "-c", "user.email=check@example.invalid"];
    run("git", [...author, "commit", "--quiet", "--all", "--message", "A check"], this.#place);
  }

  #undo(): void {
    run("git", ["reset", "--quiet", "--hard", "HEAD~1"], this.#place);
  }
}
