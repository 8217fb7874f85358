import { join } from "node:path";
import { packageName } from "../package/pack.ts";
import { run } from "../support/run.ts";
import { installVersions } from "../support/install-versions.ts";

/** A package manager, and the configuration that it needs in a monorepo with the package. */
export interface PackageManager {
  readonly name: string;
  /** The version range with which one member depends on another. */
  readonly range: string;
  /** The fields of the monorepo's `package.json`, besides its name. */
  readonly manifest: object;
  /** Other files of the monorepo, by path. */
  readonly files: Readonly<Record<string, string>>;
  /** Variables with npm's configuration, for a package manager that does not read it. */
  readonly env?: () => Readonly<Record<string, string>>;
  /** The program and its first arguments. */
  readonly command: () => readonly [string, ...string[]];
  readonly install: readonly string[];
  /** Returns the arguments that run a script of a member. */
  readonly run: (member: string, script: string) => readonly string[];
}

const workspaces = ["packages/*", "apps/*"];

/** Installs a package manager, and returns the command that runs it. */
function installCommand(name: string, version: string, file: string): readonly [string, string] {
  const [folder = ""] = installVersions(name, [version]).values();
  return [process.execPath, join(folder, file)];
}

/** Reads a value of npm's configuration. Returns `undefined` if it is not set. */
function readNpmConfig(name: string): string | undefined {
  const value = run("npm", ["config", "get", name]).trim();
  return value === "null" || value === "" ? undefined : value;
}

export const packageManagers: readonly PackageManager[] = [
  {
    name: "npm",
    range: "*",
    manifest: { workspaces, allowScripts: { node: true, esbuild: true, "@scarf/scarf": false } },
    files: {},
    command: () => ["npm"],
    install: ["install", "--no-audit", "--no-fund"],
    run: (member, script) => ["run", script, "--workspace", member],
  },
  {
    name: "pnpm",
    range: "workspace:*",
    manifest: {},
    files: {
      "pnpm-workspace.yaml": `packages: [${workspaces.map((pattern) => `"${pattern}"`).join(", ")}]
allowBuilds: { node: true, esbuild: true, "@scarf/scarf": false }
`,
    },
    command: () => installCommand("pnpm", "12.21.0", "bin/pnpm.mjs"),
    install: ["install"],
    run: (member, script) => ["--filter", member, "run", script],
  },
  {
    name: "yarn",
    range: "workspace:*",
    manifest: {
      workspaces,
      // Yarn does not run `prepare` of a member, and under Yarn the package `node` has no binary.
      scripts: { postinstall: `yarn workspace ${packageName} run prepare` },
      resolutions: { node: "npm:@types/node@24.19.2" },
      dependenciesMeta: { "@scarf/scarf": { built: false } },
    },
    files: {
      ".yarnrc.yml":
        "nodeLinker: node-modules\nenableTelemetry: false\nenableImmutableInstalls: false\n",
    },
    env: () => {
      const [registry, cafile] = [readNpmConfig("registry"), readNpmConfig("cafile")];
      return {
        ...(registry === undefined ? {} : { YARN_NPM_REGISTRY_SERVER: registry }),
        ...(cafile === undefined ? {} : { YARN_HTTPS_CA_FILE_PATH: cafile }),
      };
    },
    command: () => installCommand("@yarnpkg/cli-dist", "4.18.1", "bin/yarn.js"),
    install: ["install"],
    run: (member, script) => ["workspace", member, "run", script],
  },
];
