import { existsSync, globSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { run, failureOutput } from "../support/run.ts";
import { HostUnavailable } from "./host.ts";
import { runtimesFolder } from "./install.ts";

/** An unpacked Chromium. */
export interface Chromium {
  readonly path: string;
  /** The folders with its libraries, for `LD_LIBRARY_PATH`. */
  readonly libraries: string;
}

const folder = join(runtimesFolder, "debian-chromium");
const files = join(folder, "files");

/**
 * Downloads Debian's Chromium with the libraries that the machine lacks, and unpacks them below `.cache/runtimes/`. The system
 * itself stays as it is. Debian keeps only its newest version, so no version is pinned.
 */
export function installChromium(): Chromium {
  const path = join(files, "usr/lib/chromium/chromium");
  const stamp = join(folder, "unpacked");
  if (!existsSync(stamp)) {
    rmSync(folder, { recursive: true, force: true });
    const packages = download();
    for (const file of packages) run("dpkg-deb", ["--extract", file, files]);
    rmSync(join(folder, "archives"), { recursive: true });
    writeFileSync(stamp, "");
  }
  const libraries = globSync(["usr/lib/*-linux-gnu", "usr/lib/*-linux-gnu/pulseaudio"], {
    cwd: files,
  });
  return { path, libraries: libraries.map((one) => join(files, one)).join(":") };
}

function download(): string[] {
  const archives = join(folder, "archives");
  mkdirSync(join(archives, "partial"), { recursive: true });
  const aptGet = (...args: readonly string[]): string | undefined =>
    failureOutput("apt-get", ["--quiet", ...args]);
  const install = ["install", "--yes", "--no-install-recommends", "--download-only", "--reinstall"];
  const failure =
    aptGet("update") ?? aptGet(...install, `-oDir::Cache::archives=${archives}`, "chromium");
  const packages = globSync("*.deb", { cwd: archives }).map((file) => join(archives, file));
  if (failure !== undefined || packages.length === 0) {
    const reason = failure?.trim().split("\n").at(-1) ?? "it downloads nothing";
    throw new HostUnavailable(`apt-get cannot download Debian's package chromium: ${reason}`);
  }
  return packages;
}
