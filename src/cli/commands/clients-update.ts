import type { ClientPatch } from "@tyk-oauth/sdk";
import { fieldOptions, readFields, tokensOption } from "../clients/client-fields.ts";
import { hideSecret, writeClientTable } from "../clients/client-view.ts";
import { clientIdArg, describeApis, readTarget, targetOptions } from "../clients/target.ts";
import { UsageError } from "../errors/command-error.ts";
import type { CommandSpec } from "../spec/command-spec.ts";
import { finishWrite } from "../write-call.ts";

const clearable = {
  policy: "policy_id",
  "redirect-uri": "redirect_uri",
  description: "description",
  meta: "meta_data",
} as const;

/** Changes the fields of a client that the options name. */
export const clientsUpdate: CommandSpec = {
  name: "clients update",
  summary: "change the fields that the options name",
  details: [
    "All other fields stay. A change of the policy needs --tokens, because existing tokens keep the rights of the old policy; --tokens revoke asks before it ends them.",
  ],
  args: [clientIdArg],
  options: [
    ...targetOptions,
    ...fieldOptions,
    {
      flags: "--clear <field>",
      description: "blank a field; repeat it for several",
      isList: true,
      choices: Object.keys(clearable),
    },
    tokensOption,
    {
      flags: "--allow-unusual",
      description:
        "store values that the gateway accepts, but that do not work with OAuth libraries",
    },
  ],
  examples: [
    {
      text: "Change one field on every API",
      command: 'tyk-oauth clients update shop-web --all-apis --description "Shop, new front"',
    },
    {
      text: "Change the policy, and end the tokens of the old one",
      command: "tyk-oauth clients update shop-web --api orders --policy silver --tokens revoke",
    },
  ],
  json: "{ clients: [{ apiId, client }], dryRun?, planned? }",
  exits: { unproved: "changed on some APIs only, or tokens are not proved to be gone" },
  usesGateway: true,
  writes: true,
  asks: true,
  run: async (context, input) => {
    const { output } = context;
    const target = readTarget(input);
    const patch = readPatch(input.list("--clear"), readFields(input));
    const tokens = input.text("--tokens") as "revoke" | "keep" | undefined;
    const isEnding = "policy_id" in patch && tokens === "revoke";
    const { tyk, longCall } = await context.connect(isEnding);
    if (isEnding)
      await context.confirm({
        effects: [
          `the policy of ${target.clientId} changes on ${describeApis(target)}`,
          "all tokens of the old policy end, and their users must log in again",
        ],
        question: "Change the policy, and end the tokens?",
      });
    const lint = input.flag("--allow-unusual") ? ("warn" as const) : undefined;
    const call = tyk.clients.update(target, patch, { tokens, lint }, longCall);
    const { data, plan } = await finishWrite(context, call);
    const clients = data.map(({ apiId, client }) => ({ apiId, client: hideSecret(client, false) }));
    output.result({ clients, ...plan }, () => {
      writeClientTable(output, clients, false);
    });
    return "done";
  },
};

function readPatch(cleared: readonly string[], fields: ReturnType<typeof readFields>): ClientPatch {
  const blanked = cleared.map((name) => clearable[name as keyof typeof clearable]);
  const both = blanked.find((name) => name in fields);
  if (both !== undefined) throw new UsageError(`--clear blanks ${both}, which another option sets`);
  const patch = { ...fields, ...Object.fromEntries(blanked.map((name) => [name, null])) };
  if (Object.keys(patch).length === 0)
    throw new UsageError("there is nothing to change", "pass a field, such as --description");
  return patch;
}
