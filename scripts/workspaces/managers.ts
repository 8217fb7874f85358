import { join } from "node:path";
import { packageName } from "../package/pack.ts";
import { run } from "../support/run.ts";
import { installVersions } from "../support/versions.ts";

/** A package manager, and what it wants of a monorepo that has the package as a member. */
export interface Manager {
  readonly name: string;
  /** How a member asks for another one. */
  readonly range: string;
  /** What is in the monorepo's own `package.json`, besides its name. */
  readonly manifest: object;
  /** Its other files. */
  readonly files: Readonly<Record<string, string>>;
  /** What it must be told of npm's configuration, since it does not read that itself. */
  readonly env?: () => Readonly<Record<string, string>>;
  /** The program, with the arguments that go before all others. */
  readonly command: () => readonly [string, ...string[]];
  readonly install: readonly string[];
  /** The arguments that run a script of a member. */
  readonly run: (member: string, script: string) => readonly string[];
}

const workspaces = ["packages/*", "apps/*"];

/** The program of a package manager that is installed for this check. */
function program(name: string, version: string, file: string): readonly [string, string] {
  const [folder = ""] = installVersions(name, [version]).values();
  return [process.execPath, join(folder, file)];
}

/** A value of npm's configuration; `undefined` where it is not set. */
function npmConfig(name: string): string | undefined {
  const value = run("npm", ["config", "get", name]).trim();
  return value === "null" || value === "" ? undefined : value;
}

export const managers: readonly Manager[] = [
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
      "pnpm-workspace.yaml": `packages: [${workspaces.map((one) => `"${one}"`).join(", ")}]
allowBuilds: { node: true, esbuild: true, "@scarf/scarf": false }
`,
    },
    command: () => program("pnpm", "12.21.0", "bin/pnpm.mjs"),
    install: ["install"],
    run: (member, script) => ["--filter", member, "run", script],
  },
  {
    name: "yarn",
    range: "workspace:*",
    manifest: {
      workspaces,
      // It runs no `prepare` of a member, and the package `node` has no program under it.
      scripts: { postinstall: `yarn workspace ${packageName} run prepare` },
      resolutions: { node: "npm:@types/node@24.19.2" },
      dependenciesMeta: { "@scarf/scarf": { built: false } },
    },
    files: {
      ".yarnrc.yml":
        "nodeLinker: node-modules\nenableTelemetry: false\nenableImmutableInstalls: false\n",
    },
    env: () => {
      const [registry, cafile] = [npmConfig("registry"), npmConfig("cafile")];
      return {
        ...(registry === undefined ? {} : { YARN_NPM_REGISTRY_SERVER: registry }),
        ...(cafile === undefined ? {} : { YARN_HTTPS_CA_FILE_PATH: cafile }),
      };
    },
    command: () => program("@yarnpkg/cli-dist", "4.18.1", "bin/yarn.js"),
    install: ["install"],
    run: (member, script) => ["workspace", member, "run", script],
  },
];
