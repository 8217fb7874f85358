import { createClient } from "@hey-api/openapi-ts";
import config from "../../openapi-ts.config.ts";
import { root } from "../support/root.ts";
import { writeOperations } from "./operations.ts";
import { findSpecProblems } from "./spec-problems.ts";

/** The path of the spec, relative to the project's folder. */
export const specPath: string = config.input;

/** The folder of the generated code, relative to the project's folder. */
export const generatedPath: string = config.output.path;

/** Generates the code from the spec into a folder of the project. Deletes the folder's old content. Throws if the spec is broken. */
export async function generate(path: string): Promise<void> {
  process.chdir(root);
  const problems = findSpecProblems(specPath);
  if (problems.length > 0) throw new Error([`${specPath} is broken:`, ...problems].join("\n  "));
  await createClient({ ...config, output: { ...config.output, path } });
  await writeOperations(specPath, path);
}
