import { failureOf } from "../support/run.ts";
import type { Check } from "./check.ts";

/** ESM alone; the YAML has no types that could be right or wrong. */
const attwArgs = ["--profile", "esm-only", "--exclude-entrypoints", "./openapi.yaml"];

export const publint: Check = {
  title: "publint --strict",
  problems: ({ tarball }) => lines(failureOf("publint", ["--strict", tarball])),
};

export const attw: Check = {
  title: "attw, profile esm-only",
  problems: ({ tarball }) =>
    lines(failureOf("attw", [tarball, ...attwArgs, "--format", "ascii", "--no-color"])),
};

function lines(output: string | undefined): string[] {
  return output === undefined ? [] : output.split("\n").filter((line) => line.trim() !== "");
}
