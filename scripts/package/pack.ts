import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { packBuild } from "../support/npm-pack.ts";
import { run } from "../support/run.ts";

/** The package, packed and installed like a user's copy. */
export interface PackedPackage extends Disposable {
  /** The packed files, relative to the package's folder. */
  readonly files: readonly string[];
  readonly tarball: string;
  /** The folder of a separate project that has installed only this package. */
  readonly app: string;
  /** The folder of the installed package. */
  readonly folder: string;
}

/** The name of the package. */
export const packageName: string = "@tyk-oauth/sdk";

/**
 * Packs the last build and installs it into an empty project. The project is in the system's temporary folder, so Node and npm find
 * no packages and settings of this project in a parent folder. Disposing of the result removes the folder.
 */
export function packAndInstall(): PackedPackage {
  const parent = realpathSync(mkdtempSync(join(tmpdir(), "tyk-oauth-sdk-")));
  const app = join(parent, "app");
  mkdirSync(app);
  const { tarball, files } = packBuild(parent);
  writeFileSync(join(app, "package.json"), JSON.stringify({ private: true, type: "module" }));
  run("npm", ["install", "--offline", "--no-audit", "--no-fund", tarball], { cwd: app });
  const folder = join(app, "node_modules", packageName);
  return {
    files,
    tarball,
    app,
    folder,
    [Symbol.dispose]: () => {
      rmSync(parent, { recursive: true });
    },
  };
}

/** Reads a file of the installed package as text. */
export function readPackedFile({ folder }: PackedPackage, file: string): string {
  return readFileSync(join(folder, file), "utf8");
}
