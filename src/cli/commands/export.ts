import type { ExportWarning, Manifest, SecretReference } from "@tyk-oauth/sdk/manifest";
import type { Connection } from "../command-context.ts";
import { preparePrivateFile } from "../connection/files.ts";
import { UsageError } from "../errors/command-error.ts";
import { VariableNames } from "../manifest/variable-names.ts";
import { formatCount } from "../output/format-duration.ts";
import { toJson } from "../output/printable.ts";
import type { CommandSpec } from "../spec/command-spec.ts";
import { toYaml } from "../yaml/to-yaml.ts";

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
    "--secrets env writes references to variables, such as SHOP_WEB_SECRET for shop-web. Their values stay on the gateway: set the variables before you plan. --secrets generate keeps existing secrets, and generates those of new copies of the gateway's clients.",
    "--reveal-secrets adds the secrets. Such a file is for gateway --load only, and no other command accepts it.",
  ],
  options: [
    { flags: "--api <id>", description: "only the clients of this API; repeat it", isList: true },
    { flags: "--out <file>", description: "write to a file that only you can read" },
    {
      flags: "--secrets <references>",
      description: "the references to secrets in the manifest (default: none)",
      choices: ["env", "generate", "none"],
    },
    {
      flags: "--reveal-secrets",
      description: "add the secrets, for gateway --load; needs --out",
    },
  ],
  examples: [
    { text: "Start with what exists", command: "tyk-oauth export --out clients.yaml" },
    {
      text: "Manage the secrets too, in variables such as SHOP_WEB_SECRET",
      command: "tyk-oauth export --secrets env --out clients.yaml",
    },
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
      const names = new VariableNames();
      const references: Readonly<Record<string, (clientId: string) => SecretReference>> = {
        env: (clientId) => ({ env: names.nameOf(clientId) }),
        generate: () => ({ generate: true }),
      };
      const manifest = await exportManifest(connection.tyk, {
        ...(apis.length === 0 ? {} : { apis }),
        secretReference: references[input.text("--secrets") ?? "none"],
        onWarning: (warning) => warnings.push(warning),
        signal: connection.call.signal,
      });
      names.requireDistinct();
      for (const { clientId, message } of warnings) output.warn(`${clientId}: ${message}`);
      const secrets = reveals ? { secrets: await readSecrets(connection, manifest) } : {};
      const format = async (document: object): Promise<string> =>
        output.mode.json ? `${toJson(document)}\n` : schemaLine + (await toYaml(document));
      const { version, apis: scope, clients } = manifest;
      const exported = { version, apis: scope, clients };
      const text = await format({ ...exported, ...secrets });
      file?.write(text);
      file?.publish();
      const complete = warnings.length === 0;
      output.result({ manifest, complete }, () => {
        if (path === undefined) output.line(text.trimEnd());
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
