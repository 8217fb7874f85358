import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { packageName } from "../package/pack.ts";
import { npmPack } from "../support/npm-pack.ts";
import { ProgramFailure, run } from "../support/run.ts";

/** Public registries. The package is released only to a private registry. */
const publicHosts = /(^|\.)(npmjs\.(org|com)|yarnpkg\.com)$/;

/** The environment variable with the registry's token. npm's settings name the variable; the token is never written to a file. */
export const tokenVariable: string = "TYK_OAUTH_REGISTRY_TOKEN";

/** Returns why the package cannot be published with this address and token, or `undefined` if it can. */
export function registryProblem(
  url: string | undefined,
  token: string | undefined,
): string | undefined {
  if (url === undefined || url === "")
    return "TYK_OAUTH_REGISTRY is not set: set it to the registry's URL";
  if (!URL.canParse(url)) return "TYK_OAUTH_REGISTRY is not a URL";
  const { hostname, protocol, username, password } = new URL(url);
  if (publicHosts.test(hostname)) return `${hostname} is a public registry: use a private one`;
  if (hostname.endsWith(".invalid"))
    return `${hostname} is a reserved name, not a host: use the registry's host`;
  if (username !== "" || password !== "")
    return `TYK_OAUTH_REGISTRY has credentials: put the token in ${tokenVariable}`;
  const isLoopback = hostname === "127.0.0.1" || hostname === "localhost" || hostname === "[::1]";
  if (protocol !== "https:" && !isLoopback) return "TYK_OAUTH_REGISTRY must use https";
  if (token === undefined || token === "")
    return `${tokenVariable} is not set: set it to the registry's token`;
  return undefined;
}

/** Runs npm with the settings of one registry. Disposing of it removes the settings. */
export class RegistryClient implements Disposable {
  readonly #folder = mkdtempSync(join(tmpdir(), "tyk-oauth-release-"));
  readonly #args: readonly string[];

  constructor(url: string) {
    const { host, pathname } = new URL(url);
    const path = pathname.endsWith("/") ? pathname : `${pathname}/`;
    const settings = join(this.#folder, "npmrc");
    writeFileSync(settings, `//${host}${path}:_authToken=\${${tokenVariable}}\n`);
    const scope = packageName.split("/", 1).join("");
    // Arguments override `publishConfig`, which names an invalid registry on purpose.
    this.#args = [
      `--registry=${url}`,
      `--${scope}:registry=${url}`,
      `--userconfig=${settings}`,
      "--fetch-retries=1",
    ];
  }

  /** Runs npm and returns its output. */
  npm(args: readonly string[]): string {
    return run("npm", [...args, ...this.#args], { cwd: this.#folder });
  }

  /** Returns the published versions, oldest first. Empty if the registry does not have the package. */
  versions(): string[] {
    try {
      const versions = JSON.parse(this.npm(["view", packageName, "versions", "--json"])) as unknown;
      return Array.isArray(versions) ? (versions as string[]) : [String(versions)];
    } catch (error) {
      if (error instanceof ProgramFailure && error.output.includes("E404")) return [];
      throw error;
    }
  }

  /** Downloads a version, and returns the folder of the unpacked package. */
  fetch(version: string): string {
    const folder = join(this.#folder, "released");
    mkdirSync(folder);
    const { tarball } = npmPack(folder, [`${packageName}@${version}`], (args) => this.npm(args));
    run("tar", ["-xzf", tarball, "-C", folder]);
    return join(folder, "package");
  }

  [Symbol.dispose](): void {
    rmSync(this.#folder, { recursive: true });
  }
}
