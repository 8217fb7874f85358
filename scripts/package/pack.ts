import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { npmPack } from "../support/npm-pack.ts";
import { run } from "../support/run.ts";

/** The package, packed and installed as a user has it. */
export interface Packed extends Disposable {
  /** What is in it, from its own folder. */
  readonly files: readonly string[];
  readonly tarball: string;
  /** A project of its own that has installed it and nothing else. */
  readonly app: string;
  /** Where it is installed. */
  readonly folder: string;
}

/** A package's name in `node_modules`. */
export const packageName: string = "@tyk-oauth/sdk";

/**
 * Packs what was built, and installs it into an empty project in a folder of the system's, where nothing of this project's
 * own packages and settings is found by looking upwards. Disposing of it removes the folder.
 */
export function pack(): Packed {
  const place = realpathSync(mkdtempSync(join(tmpdir(), "tyk-oauth-sdk-")));
  const app = join(place, "app");
  mkdirSync(app);
  // The build is there, and prepack would make it again.
  const { tarball, files } = npmPack(place);
  writeFileSync(join(app, "package.json"), JSON.stringify({ private: true, type: "module" }));
  run("npm", ["install", "--offline", "--no-audit", "--no-fund", tarball], { cwd: app });
  const folder = join(app, "node_modules", packageName);
  return {
    files,
    tarball,
    app,
    folder,
    [Symbol.dispose]: () => {
      rmSync(place, { recursive: true });
    },
  };
}

/** A file of the package, as text. */
export function textOf({ folder }: Packed, file: string): string {
  return readFileSync(join(folder, file), "utf8");
}
