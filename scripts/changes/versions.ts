import { gt, inc, lt, major, parse, prerelease, sort } from "semver";
import type { Level } from "./change.ts";

/**
 * The lowest version that may follow a release after a change of this weight. Before 1.0.0 what breaks takes a minor version and
 * everything else a patch, as `^0.1.0` has it; from then on, the usual.
 */
export function nextVersion(released: string, level: Level | undefined): string {
  const early = major(released) === 0;
  const kind =
    level === "breaking"
      ? early
        ? "minor"
        : "major"
      : level === "addition" && !early
        ? "minor"
        : "patch";
  const next = inc(released, kind);
  if (next === null) throw new Error(`${released} is no version`);
  return next;
}

/** What is wrong with a version that is to follow a release, if anything is. */
export function whyTooSmall(
  version: string,
  released: string,
  level: Level | undefined,
): string | undefined {
  const needed = nextVersion(released, level);
  const { major: breaks, minor, patch } = parse(version, {}, true);
  // A version before 0.2.0, such as 0.2.0-beta.1, is to have what 0.2.0 may have.
  if (!lt(`${breaks}.${minor}.${patch}`, needed)) return undefined;
  const why = level === undefined ? "nothing has changed for users" : `the change is ${level}`;
  return `version ${version} is too small after ${released}: ${why}, so it must be ${needed} at least`;
}

/** Of the published versions the one that a new version follows: the highest below it. */
export function predecessor(version: string, published: readonly string[]): string | undefined {
  return sort([...published]).findLast((one) => lt(one, version));
}

/** The tag that a version gets in the registry: `latest` is what everybody installs who names no version. */
export function distTag(version: string, published: readonly string[]): string {
  if (prerelease(version) !== null) return "next";
  return published.some((one) => prerelease(one) === null && gt(one, version))
    ? "previous"
    : "latest";
}
