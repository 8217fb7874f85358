import { inc, lt, major } from "semver";
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
  if (!lt(version, needed)) return undefined;
  const why = level === undefined ? "nothing has changed for users" : `the change is ${level}`;
  return `version ${version} is too small after ${released}: ${why}, so it must be ${needed} at least`;
}
