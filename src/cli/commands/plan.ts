import { preparePrivateFile } from "../connection/files.ts";
import { formatPlan, hasChanges } from "../manifest/format-plan.ts";
import {
  environmentOption,
  filesArg,
  pruneOption,
  readManifestFiles,
} from "../manifest/read-manifest.ts";
import { toJson } from "../output/printable.ts";
import type { CommandSpec } from "../spec/command-spec.ts";

/** Shows what a manifest would change. */
export const plan: CommandSpec = {
  name: "plan",
  summary: "show what manifest files would change; it only reads",
  details: [
    "The plan names each client to create, update or delete, each field with its old and new value, and what happens to secrets and tokens. It has no secret.",
    "--out saves the plan. apply --plan executes exactly that plan, and leaves clients alone that have changed since.",
  ],
  args: [filesArg],
  options: [
    environmentOption,
    pruneOption,
    { flags: "--out <file>", description: "save the plan to a file that only you can read" },
    { flags: "--exit-code", description: "exit with 2 if the plan changes something" },
  ],
  examples: [
    { text: "See what would change", command: "tyk-oauth plan clients.yaml" },
    {
      text: "Save the plan of several files, and apply it later",
      command: "tyk-oauth plan web.yaml jobs.yaml --environment production --out plan.json",
    },
  ],
  json: "{ inSync, plan }; plan is a Plan of the SDK",
  exits: {
    differences: "--exit-code, and the plan changes something",
    unproved: "the clients of an API cannot be listed",
  },
  usesGateway: true,
  run: async (context, input) => {
    const { output } = context;
    const { manifest, locate } = await readManifestFiles(context, input.argList("FILE"));
    const path = input.text("--out");
    const file = path === undefined ? undefined : preparePrivateFile(path, "--out");
    try {
      const { tyk, call } = await context.connect();
      const { planManifest } = await import("@tyk-oauth/sdk/manifest");
      const prune = input.flag("--prune");
      const planned = await locate(() =>
        planManifest(tyk, manifest, { prune, signal: call.signal }),
      );
      file?.write(`${toJson(planned)}\n`);
      file?.publish();
      const isChanging = hasChanges(planned);
      output.result({ inSync: !isChanging, plan: planned }, () => {
        for (const line of formatPlan(planned, output.colors)) output.sentence(line);
        if (path !== undefined)
          output.note(`The plan is in ${path}. To apply it: tyk-oauth apply --plan ${path}`);
      });
      return isChanging && input.flag("--exit-code") ? "differences" : "done";
    } finally {
      file?.discard();
    }
  },
};
