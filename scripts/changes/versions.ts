import { gt, inc, lt, major, parse, prerelease, sort } from "semver";
import type { Level } from "./change.ts";

/**
 * Returns the lowest version that may follow a release after a change of this level. Before 1.0.0, a breaking change needs a minor
 * version and any other change a patch, as `^0.1.0` expects. From 1.0.0 on, semantic versioning applies.
 */
export function nextVersion(released: string, level: Level | undefined): string {
  const isBefore1 = major(released) === 0;
  const kind =
    level === "breaking"
      ? isBefore1
        ? "minor"
        : "major"
      : level === "addition" && !isBefore1
        ? "minor"
        : "patch";
  const next = inc(released, kind);
  if (next === null) throw new Error(`${released} is not a version`);
  return next;
}

/** Returns why a version may not follow a release, or `undefined` if it may. */
export function versionProblem(
  version: string,
  released: string,
  level: Level | undefined,
): string | undefined {
  const needed = nextVersion(released, level);
  const { major: majorNumber, minor, patch } = parse(version, {}, true);
  // A prerelease such as 0.2.0-beta.1 may contain the same changes as 0.2.0.
  if (!lt(`${majorNumber}.${minor}.${patch}`, needed)) return undefined;
  const reason = level === undefined ? "nothing has changed for users" : `the change is ${level}`;
  return `version ${version} is too small after ${released}: ${reason}, so the version must be ${needed} or higher`;
}

/** Returns the highest published version below a new version, or `undefined` if there is none. */
export function predecessor(version: string, published: readonly string[]): string | undefined {
  return sort([...published]).findLast((other) => lt(other, version));
}

/** Returns the registry tag of a version. `npm install` without a version installs `latest`. */
export function distTag(version: string, published: readonly string[]): string {
  if (prerelease(version) !== null) return "next";
  return published.some((other) => prerelease(other) === null && gt(other, version))
    ? "previous"
    : "latest";
}
