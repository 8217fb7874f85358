import { formatCount } from "../output/format-duration.ts";
import { environmentOption, filesArg, readManifestFiles } from "../manifest/read-manifest.ts";
import type { CommandSpec } from "../spec/command-spec.ts";

/** Checks manifest files. */
export const validate: CommandSpec = {
  name: "validate",
  summary: "check manifest files, and name each problem with its line",
  details: [
    "It checks the form, the values, and that the references to secrets resolve. It sends nothing, unless --online is set.",
  ],
  args: [filesArg],
  options: [
    environmentOption,
    { flags: "--skip-references", description: "do not resolve the references to secrets" },
    {
      flags: "--online",
      description: "also check that the gateway has the APIs and the policies",
    },
  ],
  examples: [
    { text: "Check a file", command: "tyk-oauth validate clients.yaml" },
    {
      text: "Check it where the secrets are missing",
      command: "tyk-oauth validate clients.yaml --environment staging --skip-references",
    },
  ],
  json: "{ valid, files: [path], apis: [apiId], clients, removed }; an invalid file is an error with problems: [{ file, line, column, path, message }]",
  usesGateway: true,
  run: async (context, input) => {
    const { output } = context;
    input.exclude("--online", "--skip-references");
    const files = input.argList("FILE");
    const { manifest, locate } = await readManifestFiles(context, files, {
      skipsSecrets: input.flag("--skip-references"),
    });
    if (input.flag("--online")) {
      const { tyk, call } = await context.connect();
      const { planManifest } = await import("@tyk-oauth/sdk/manifest");
      await locate(() => planManifest(tyk, manifest, { signal: call.signal }));
    }
    const { apis, clients, removed } = manifest;
    const count = Object.keys(clients).length;
    const document = { valid: true, files, apis, clients: count, removed: removed.length };
    output.result(document, () => {
      output.line(
        `valid: ${formatCount(count, "client")}, ${removed.length} removed, on ${apis.join(", ")}`,
      );
    });
    return "done";
  },
};
