import type { Plan } from "@tyk-oauth/sdk/manifest";
import type { CommandContext, Connection } from "../command-context.ts";
import { readNamedFile } from "../connection/files.ts";
import { InvalidFileError, UsageError } from "../errors/command-error.ts";
import { formatCount } from "../output/format-duration.ts";
import { parseJsonObject } from "../spec/parsed-input.ts";
import { FileSecrets } from "./file-secrets.ts";
import { readManifestFiles } from "./read-manifest.ts";
import type { ManifestFiles } from "./read-manifest.ts";

/** A plan to apply: of manifest files, or saved. Everything that needs no gateway is read and checked. */
export interface PlanSource extends Pick<ManifestFiles, "secrets" | "locate"> {
  readonly create: (connection: Connection) => Promise<Plan>;
}

/** Reads the manifest files or the plan of a command line. */
export async function readPlanSource(
  context: Pick<CommandContext, "host" | "input">,
): Promise<PlanSource> {
  const { host, input } = context;
  const path = input.text("--plan");
  const files = input.argList("FILE");
  if ((path === undefined) === (files.length === 0))
    throw new UsageError("pass manifest files, or --plan with a saved plan: one of both");
  if (path !== undefined) {
    input.exclude("--plan", "--environment");
    input.exclude("--plan", "--prune");
    return readSavedPlan(path, new FileSecrets(host));
  }
  const { manifest, secrets, locate } = await readManifestFiles(context, files);
  const prune = input.flag("--prune");
  return {
    secrets,
    locate,
    create: async ({ tyk, call }) => {
      const { planManifest } = await import("@tyk-oauth/sdk/manifest");
      return locate(() => planManifest(tyk, manifest, { prune, signal: call.signal }));
    },
  };
}

function readSavedPlan(path: string, secrets: FileSecrets): PlanSource {
  // `applyPlan` checks its form and its signature.
  const plan = parseJsonObject(readNamedFile(path, "--plan"), `--plan: ${path}`) as unknown as Plan;
  return {
    secrets,
    create: () => Promise.resolve(plan),
    locate: async (run) => {
      const { TykManifestError } = await import("@tyk-oauth/sdk/manifest");
      try {
        return await run();
      } catch (error) {
        if (!(error instanceof TykManifestError)) throw error;
        const problems = error.problems.map(({ path: part, message }) => ({
          file: path,
          path: part,
          message: secrets.explain(message),
        }));
        const count = formatCount(problems.length, "problem");
        throw new InvalidFileError(`${count} in the plan: nothing was changed`, problems);
      }
    },
  };
}
