import { readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../support/root.ts";

/** The fields of `package.json` that lead users to the project. A publisher sets them: they depend on where the project is. */
const linkFields = ["repository", "homepage", "bugs"] as const;

/** Returns the link fields that `package.json` lacks. */
export function findMissingLinks(): string[] {
  const manifest = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as object;
  return linkFields.filter((field) => !(field in manifest));
}
