import { formatPlan, hasChanges } from "../manifest/format-plan.ts";
import {
  environmentOption,
  filesArg,
  pruneOption,
  readManifestFiles,
} from "../manifest/read-manifest.ts";
import type { CommandSpec } from "../spec/command-spec.ts";

/** Compares the gateway with a manifest. */
export const drift: CommandSpec = {
  name: "drift",
  summary: "check whether the gateway still has what manifest files say",
  details: [
    "It only reads. Clients that the manifest does not name are shown, and are a difference only with --prune.",
  ],
  args: [filesArg],
  options: [
    environmentOption,
    { ...pruneOption, description: "clients that the manifest does not name are differences too" },
  ],
  examples: [
    {
      text: "Every night, in a script",
      command: "tyk-oauth drift clients.yaml --environment production",
    },
  ],
  json: "{ inSync, plan }; plan is a Plan of the SDK: what apply would do",
  exits: {
    differences: "the gateway differs from the manifest",
    unproved: "the clients of an API cannot be listed",
  },
  usesGateway: true,
  run: async (context, input) => {
    const { output } = context;
    const { manifest, locate } = await readManifestFiles(context, input.argList("FILE"));
    const { tyk, call } = await context.connect();
    const { planManifest } = await import("@tyk-oauth/sdk/manifest");
    const prune = input.flag("--prune");
    const planned = await locate(() => planManifest(tyk, manifest, { prune, signal: call.signal }));
    const inSync = !hasChanges(planned);
    output.result({ inSync, plan: planned }, () => {
      for (const line of formatPlan(planned, output.colors)) output.sentence(line);
    });
    return inSync ? "done" : "differences";
  },
};
