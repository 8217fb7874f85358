import { failureOutput } from "../support/run.ts";
import type { Check } from "./check.ts";

/** The YAML file has no types to check. */
const attwArgs = ["--exclude-entrypoints", "./openapi.yaml"];

export const publint: Check = {
  title: "publint --strict",
  findProblems: ({ tarball }) => splitLines(failureOutput("publint", ["--strict", tarball])),
};

export const attw: Check = {
  title: "attw, every kind of module resolution",
  findProblems: ({ tarball }) =>
    splitLines(failureOutput("attw", [tarball, ...attwArgs, "--format", "ascii", "--no-color"])),
};

function splitLines(output: string | undefined): string[] {
  return output === undefined ? [] : output.split("\n").filter((line) => line.trim() !== "");
}
