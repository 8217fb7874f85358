import { version } from "../version.ts";
import type { CommandContext } from "./command-context.ts";
import { preparePrivateFile } from "./connection/files.ts";
import { toJson } from "./output/printable.ts";
import type { OptionSpec } from "./spec/command-spec.ts";

/** The option that keeps the report of a run. */
export const evidenceOption: OptionSpec = {
  flags: "--evidence <file>",
  description: "write the report to a JSON file that only you can read",
};

/** The file that keeps what a run proved. */
export interface Evidence {
  save(result: Readonly<Record<string, unknown>>): void;
  discard(): void;
}

/** Prepares the file of `--evidence` before any request. */
export function createEvidence({ input, output, spec, isDryRun }: CommandContext): Evidence {
  const path = input.text("--evidence");
  if (path === undefined || isDryRun) return { save: () => undefined, discard: () => undefined };
  const file = preparePrivateFile(path, "--evidence");
  const startedAt = new Date().toISOString();
  return {
    save: (result) => {
      const finishedAt = new Date().toISOString();
      const tool = `tyk-oauth ${version}`;
      file.write(`${toJson({ tool, command: spec.name, startedAt, finishedAt, ...result })}\n`);
      file.publish();
      output.note(`The evidence is in ${path}.`);
    },
    discard: () => {
      file.discard();
    },
  };
}
