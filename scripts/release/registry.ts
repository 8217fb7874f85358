import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { packageName } from "../package/pack.ts";
import { npmPack } from "../support/npm-pack.ts";
import { ProgramFailure, run } from "../support/run.ts";

/** Registries that everybody reads; this package is for a private one. */
const publicHosts = /(^|\.)(npmjs\.(org|com)|yarnpkg\.com)$/;

/** The variable that holds the registry's token. It is named in npm's settings and never written down. */
export const tokenVariable: string = "TYK_OAUTH_REGISTRY_TOKEN";

/** Why an address and a token cannot be those of the registry to publish to, if they cannot. */
export function whyNoRegistry(
  url: string | undefined,
  token: string | undefined,
): string | undefined {
  if (url === undefined || url === "") return "name the registry in TYK_OAUTH_REGISTRY";
  if (!URL.canParse(url)) return "TYK_OAUTH_REGISTRY is not a URL";
  const { hostname, protocol, username, password } = new URL(url);
  if (publicHosts.test(hostname)) return `${hostname} is a public registry`;
  if (hostname.endsWith(".invalid")) return `${hostname} is no host`;
  if (username !== "" || password !== "")
    return `the token belongs into ${tokenVariable}, not into the address`;
  const isLoopback = hostname === "127.0.0.1" || hostname === "localhost" || hostname === "[::1]";
  if (protocol !== "https:" && !isLoopback) return "the registry must be reached by https";
  if (token === undefined || token === "") return `its token must be in ${tokenVariable}`;
  return undefined;
}

/** npm with the settings of one registry alone. */
export class RegistryClient implements Disposable {
  readonly #folder = mkdtempSync(join(tmpdir(), "tyk-oauth-release-"));
  readonly #args: readonly string[];

  constructor(url: string) {
    const { host, pathname } = new URL(url);
    const path = pathname.endsWith("/") ? pathname : `${pathname}/`;
    const settings = join(this.#folder, "npmrc");
    writeFileSync(settings, `//${host}${path}:_authToken=\${${tokenVariable}}\n`);
    const scope = packageName.split("/", 1).join("");
    // On the command line, since there they go before `publishConfig`, which leads nowhere on purpose.
    this.#args = [
      `--registry=${url}`,
      `--${scope}:registry=${url}`,
      `--userconfig=${settings}`,
      "--fetch-retries=1",
    ];
  }

  /** Runs npm, and gives what it wrote. */
  npm(args: readonly string[]): string {
    return run("npm", [...args, ...this.#args], { cwd: this.#folder });
  }

  /** The versions that the registry has, oldest first; none where it does not know the package. */
  versions(): string[] {
    try {
      const said = JSON.parse(this.npm(["view", packageName, "versions", "--json"])) as unknown;
      return Array.isArray(said) ? (said as string[]) : [String(said)];
    } catch (error) {
      if (error instanceof ProgramFailure && error.output.includes("E404")) return [];
      throw error;
    }
  }

  /** Fetches a version, and gives the folder that it was unpacked into. */
  fetch(version: string): string {
    const folder = join(this.#folder, "released");
    mkdirSync(folder);
    const what = [`${packageName}@${version}`];
    const { tarball } = npmPack(folder, what, (args) => this.npm(args));
    run("tar", ["-xzf", tarball, "-C", folder]);
    return join(folder, "package");
  }

  [Symbol.dispose](): void {
    rmSync(this.#folder, { recursive: true });
  }
}
