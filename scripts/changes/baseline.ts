import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { entries, reportFolder } from "../api/entries.ts";
import { readReports } from "../api/read-reports.ts";
import { packageName } from "../package/pack.ts";
import { specPath } from "../generator/generator.ts";
import { root } from "../support/root.ts";
import { ProgramFailure, failureOf, run } from "../support/run.ts";

/** What is known of the package as it was. */
export interface Baseline extends Disposable {
  /** What it is called: a tag, a commit, a version. */
  readonly name: string;
  readonly version: string;
  /** Its spec, as a file. */
  readonly spec: string;
  /** The report of each entry's public types, where there was one. */
  readonly reports: ReadonlyMap<string, string>;
}

/** What the tag of a release begins with: the package's name too, since a monorepo has releases of others. */
export const tagPrefix: string = `${packageName}@`;

/** Whether this is a clone of the project, or a folder of a clone, and not an unpacked archive. */
function isClone(): boolean {
  return failureOf("git", ["rev-parse", "--is-inside-work-tree"]) === undefined;
}

/** The last release among the ancestors of what is checked out, or `HEAD` where there was none yet. */
export function lastRelease(): string {
  const args = ["tag", "--list", `${tagPrefix}*`, "--merged", "HEAD", "--sort=-v:refname"];
  const tags = isClone() ? run("git", args) : "";
  const [newest = ""] = tags.split("\n");
  return newest === "" ? "HEAD" : newest;
}

/** The package as a commit has it; `undefined` outside a clone, as in an unpacked archive. */
export function baselineAt(ref: string): Baseline | undefined {
  if (!isClone()) return undefined;
  const version = (JSON.parse(show(ref, "package.json") ?? "{}") as { version?: string }).version;
  const spec = show(ref, specPath);
  if (version === undefined || spec === undefined)
    throw new Error(`${ref} is no commit of this project`);
  const reports = entries.flatMap((entry): [string, string][] => {
    const report = show(ref, `${reportFolder}/${entry}.api.md`);
    return report === undefined ? [] : [[entry, report]];
  });
  return keep(ref, version, spec, new Map(reports));
}

/** The package as a registry gave it, unpacked into a folder. */
export function baselineIn(folder: string, version: string): Baseline {
  const spec = readFileSync(join(folder, specPath), "utf8");
  return keep(version, version, spec, readReports(folder));
}

/** Puts a spec where tools can read it. */
function keep(
  name: string,
  version: string,
  text: string,
  reports: ReadonlyMap<string, string>,
): Baseline {
  mkdirSync(join(root, ".cache"), { recursive: true });
  const folder = mkdtempSync(join(root, ".cache/baseline-"));
  const spec = join(folder, "spec.yaml");
  writeFileSync(spec, text);
  return {
    name,
    version,
    spec,
    reports,
    [Symbol.dispose]: () => {
      rmSync(folder, { recursive: true });
    },
  };
}

function show(ref: string, path: string): string | undefined {
  try {
    return run("git", ["show", `${ref}:./${path}`]);
  } catch (error) {
    if (error instanceof ProgramFailure) return undefined;
    throw error;
  }
}
