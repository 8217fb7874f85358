import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { entries, reportFolder } from "../api/entries.ts";
import { readReports } from "../api/read-reports.ts";
import { packageName } from "../package/pack.ts";
import { specPath } from "../generator/generator.ts";
import { root } from "../support/root.ts";
import { ProgramFailure, failureOutput, run } from "../support/run.ts";

/** An earlier state of the package. */
export interface Baseline extends Disposable {
  /** A tag, a commit or a version. */
  readonly name: string;
  readonly version: string;
  /** The path of its spec. */
  readonly spec: string;
  /** The report of the public types, by entry. An entry without a report is missing. */
  readonly reports: ReadonlyMap<string, string>;
}

/** The prefix of a release's tag. It has the package's name, because a monorepo releases other packages too. */
export const tagPrefix: string = `${packageName}@`;

/** Whether the project is in a git repository, and not an unpacked archive. */
function isInGit(): boolean {
  return failureOutput("git", ["rev-parse", "--is-inside-work-tree"]) === undefined;
}

/** Returns the tag of the last release before the checked-out commit, or `HEAD` if there is no release yet. */
export function findLastRelease(): string {
  const args = ["tag", "--list", `${tagPrefix}*`, "--merged", "HEAD", "--sort=-v:refname"];
  const tags = isInGit() ? run("git", args) : "";
  const [newest = ""] = tags.split("\n");
  return newest === "" ? "HEAD" : newest;
}

/** Reads the package at a commit. Returns `undefined` outside a git repository. */
export function readBaselineAt(ref: string): Baseline | undefined {
  if (!isInGit()) return undefined;
  const version = (JSON.parse(readFileAt(ref, "package.json") ?? "{}") as { version?: string })
    .version;
  const spec = readFileAt(ref, specPath);
  if (version === undefined || spec === undefined)
    throw new Error(`${ref} is not a commit of this project`);
  const reports = entries.flatMap((entry): [string, string][] => {
    const report = readFileAt(ref, `${reportFolder}/${entry}.api.md`);
    return report === undefined ? [] : [[entry, report]];
  });
  return createBaseline(ref, version, spec, new Map(reports));
}

/** Reads an unpacked package, for example from a registry. */
export function readBaselineIn(folder: string, version: string): Baseline {
  const spec = readFileSync(join(folder, specPath), "utf8");
  return createBaseline(version, version, spec, readReports(folder));
}

/** Writes the spec to a temporary file, which is removed when the baseline is disposed of. */
function createBaseline(
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

function readFileAt(ref: string, path: string): string | undefined {
  try {
    return run("git", ["show", `${ref}:./${path}`]);
  } catch (error) {
    if (error instanceof ProgramFailure) return undefined;
    throw error;
  }
}
