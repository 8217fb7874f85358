import { createClient } from "@hey-api/openapi-ts";
import config from "../../openapi-ts.config.ts";
import { root } from "../support/root.ts";
import { writeOperations } from "./operations.ts";
import { problemsOf } from "./spec.ts";

/** The file of the spec, from the project's folder. */
export const specPath: string = config.input;

/** Where the generated code lives, from the project's folder. */
export const generatedPath: string = config.output.path;

/** Writes what the spec gives into a folder of the project. The folder's old content is gone then. */
export async function generate(path: string): Promise<void> {
  process.chdir(root);
  const problems = problemsOf(specPath);
  if (problems.length > 0) throw new Error(["The spec is broken:", ...problems].join("\n  "));
  await createClient({ ...config, output: { ...config.output, path } });
  await writeOperations(specPath, path);
}
