import type { ExportWarning, Manifest } from "@tyk-oauth/sdk/manifest";
import type { Connection } from "../command-context.ts";
import { preparePrivateFile } from "../connection/files.ts";
import { UsageError } from "../errors/command-error.ts";
import { formatCount } from "../output/format-duration.ts";
import { toJson } from "../output/printable.ts";
import type { CommandSpec } from "../spec/command-spec.ts";

/** The secrets of clients, by client and API. */
type Secrets = Readonly<Record<string, Readonly<Record<string, string>>>>;

const schemaLine =
  "# yaml-language-server: $schema=./node_modules/@tyk-oauth/sdk/manifest.schema.json\n";

/** Writes the clients of a gateway as a manifest. */
export const exportCommand: CommandSpec = {
  name: "export",
  summary: "write the clients of a gateway as a manifest, without their secrets",
  details: [
    "The manifest keeps the secrets of the gateway: its plan changes nothing. What a manifest cannot say is a warning, and the exit code is 3.",
    "--reveal-secrets adds the secrets. Such a file is for gateway --load only, and no other command accepts it.",
  ],
  options: [
    { flags: "--api <id>", description: "only the clients of this API; repeat it", isList: true },
    { flags: "--out <file>", description: "write to a file that only you can read" },
    {
      flags: "--reveal-secrets",
      description: "add the secrets, for gateway --load; needs --out",
    },
  ],
  examples: [
    { text: "Start with what exists", command: "tyk-oauth export --out clients.yaml" },
    {
      text: "Rehearse with the clients of a real gateway",
      command: "tyk-oauth export --reveal-secrets --out rehearsal.yaml",
    },
  ],
  json: "{ manifest, complete }, without secrets also with --reveal-secrets; the file of --out has the manifest alone",
  exits: { unproved: "a client is left out, or its copies differ" },
  usesGateway: true,
  run: async (context, input) => {
    const { output } = context;
    const path = input.text("--out");
    const reveals = input.flag("--reveal-secrets");
    if (reveals && path === undefined)
      throw new UsageError("--reveal-secrets needs --out: secrets are written to a file only");
    const file = path === undefined ? undefined : preparePrivateFile(path, "--out");
    try {
      const connection = await context.connect();
      const { exportManifest } = await import("@tyk-oauth/sdk/manifest");
      const apis = [...new Set(input.list("--api"))];
      const warnings: ExportWarning[] = [];
      const manifest = await exportManifest(connection.tyk, {
        ...(apis.length === 0 ? {} : { apis }),
        onWarning: (warning) => warnings.push(warning),
        signal: connection.call.signal,
      });
      for (const { clientId, message } of warnings) output.warn(`${clientId}: ${message}`);
      const secrets = reveals ? { secrets: await readSecrets(connection, manifest) } : {};
      const { stringify } = await import("../later/yaml.ts");
      const format = (document: object): string =>
        output.mode.json ? `${toJson(document)}\n` : schemaLine + stringify(document);
      const { version, apis: scope, clients } = manifest;
      const exported = { version, apis: scope, clients };
      file?.write(format({ ...exported, ...secrets }));
      file?.publish();
      const complete = warnings.length === 0;
      output.result({ manifest, complete }, () => {
        if (path === undefined) output.line(format(exported).trimEnd());
        const count = formatCount(Object.keys(clients).length, "client");
        output.note(path === undefined ? `${count}.` : `${count} written to ${path}.`);
      });
      return complete ? "done" : "unproved";
    } finally {
      file?.discard();
    }
  },
};

async function readSecrets(
  { tyk, call }: Connection,
  { apis, clients }: Manifest,
): Promise<Secrets> {
  const secrets: Record<string, Record<string, string>> = {};
  for (const apiId of apis)
    for (const { client_id: id, secret } of await tyk.clients.list({ apiId }, call))
      if (Object.hasOwn(clients, id)) secrets[id] = { ...secrets[id], [apiId]: secret };
  return secrets;
}
