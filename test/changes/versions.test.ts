import { describe, expect, test } from "vitest";
import { sortByLevel, highestLevel } from "../../scripts/changes/change.ts";
import type { Level } from "../../scripts/changes/change.ts";
import {
  distTag,
  nextVersion,
  predecessor,
  versionProblem,
} from "../../scripts/changes/versions.ts";

const change = (level: Level) => ({ where: "index", what: "something", level });

describe("the version after a release", () => {
  test.each<[string, Level | undefined, string]>([
    ["0.3.4", "breaking", "0.4.0"],
    ["0.3.4", "addition", "0.3.5"],
    ["0.3.4", "text", "0.3.5"],
    ["0.3.4", undefined, "0.3.5"],
    ["2.3.4", "breaking", "3.0.0"],
    ["2.3.4", "addition", "2.4.0"],
    ["2.3.4", "text", "2.3.5"],
    ["2.3.4", undefined, "2.3.5"],
  ])("after %s with a change that is %s is %s", (released, level, next) => {
    expect(nextVersion(released, level)).toBe(next);
    expect(versionProblem(next, released, level)).toBeUndefined();
    expect(versionProblem("9.9.9", released, level)).toBeUndefined();
    expect(versionProblem(released, released, level)).toContain(`must be ${next}`);
  });

  test("is too small if it fits only a smaller change", () => {
    expect(versionProblem("2.3.5", "2.3.4", "addition")).toContain("the change is addition");
    expect(versionProblem("2.4.0", "2.3.4", "breaking")).toContain("must be 3.0.0");
    expect(versionProblem("0.3.5", "0.3.4", "breaking")).toContain("must be 0.4.0");
  });
});

test("a version before the next one counts like that one", () => {
  expect(versionProblem("0.4.0-beta.1", "0.3.4", "breaking")).toBeUndefined();
  expect(versionProblem("0.3.5-beta.1", "0.3.4", "breaking")).toContain("must be 0.4.0");
});

describe("among the published versions", () => {
  const published = ["0.1.0", "0.10.0", "0.2.0", "0.11.0-beta.1"];

  test.each([
    ["0.11.0", "0.11.0-beta.1", "latest"],
    ["0.10.1", "0.10.0", "latest"],
    ["0.2.1", "0.2.0", "previous"],
    ["0.11.0-beta.2", "0.11.0-beta.1", "next"],
    ["0.0.9", undefined, "previous"],
  ])("%s follows %s, as %s", (version, before, tag) => {
    expect(predecessor(version, published)).toBe(before);
    expect(distTag(version, published)).toBe(tag);
  });

  test("the first follows no version", () => {
    expect(predecessor("0.1.0", [])).toBeUndefined();
    expect(distTag("0.1.0", [])).toBe("latest");
  });
});

describe("several changes", () => {
  const all = [change("text"), change("breaking"), change("addition")];

  test("count as the largest of them", () => {
    expect(highestLevel(all)).toBe("breaking");
    expect(highestLevel([change("text"), change("addition")])).toBe("addition");
    expect(highestLevel([])).toBeUndefined();
  });

  test("are listed from the largest on", () => {
    expect(sortByLevel(all).map(({ level }) => level)).toEqual(["breaking", "addition", "text"]);
  });
});
