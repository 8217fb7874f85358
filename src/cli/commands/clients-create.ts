import type { NewClientOfPolicy } from "@tyk-oauth/sdk";
import { hideSecret, writeClient } from "../clients/client-view.ts";
import { fieldOptions, readFields, tokensOption } from "../clients/client-fields.ts";
import { newSecretOptions, NewSecret } from "../clients/new-secret.ts";
import { UsageError } from "../errors/command-error.ts";
import type { CommandSpec } from "../spec/command-spec.ts";
import { finishWrite } from "../write-call.ts";

/** Creates a client on one or more APIs. */
export const clientsCreate: CommandSpec = {
  name: "clients create",
  summary: "create a client on one or more APIs",
  details: [
    "Without --api the client is created on each OAuth API that its policy grants. An existing client is never overwritten, unless --if-exists replace says so.",
  ],
  options: [
    { flags: "--id <id>", description: "the client's id (default: a new random one)" },
    { flags: "--api <id>", description: "an API of the client; repeat it", isList: true },
    ...fieldOptions,
    ...newSecretOptions,
    {
      flags: "--if-exists <what>",
      description: "what happens if a client with this id exists (default: fail)",
      choices: ["fail", "keep", "replace"],
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
      text: "Create a client, and write its secret to a file",
      command:
        "tyk-oauth clients create --id shop-web --api orders --policy gold --redirect-uri https://shop.example/cb --secret-out shop-web.secret",
    },
    {
      text: "Create it on every API of its policy, unless it exists",
      command:
        "tyk-oauth clients create --id shop-web --policy gold --redirect-uri https://shop.example/cb --if-exists keep",
    },
  ],
  json: "{ client: { client_id, policy_id, redirect_uri, description, meta_data, secret?, differs? }, dryRun?, planned? }",
  exits: { unproved: "created on some APIs only, or nothing shows whether it was created" },
  usesGateway: true,
  writes: true,
  run: async (context, input) => {
    const { output } = context;
    const fields = readFields(input);
    const apis = [...new Set(input.list("--api"))];
    if (apis.length === 0 && fields.policy_id === undefined)
      throw new UsageError("--api or --policy is missing: nothing else names the client's APIs");
    const id = input.text("--id");
    const newSecret = new NewSecret(context);
    const { data, plan } = await newSecret.store(
      async () => {
        const { tyk, longCall } = await context.connect();
        const { secret } = newSecret.args;
        // With the APIs or the policy, which were checked above, it is a body of one of both kinds.
        const body = {
          ...fields,
          ...(id === undefined ? {} : { client_id: id }),
          ...(secret === undefined ? {} : { secret }),
        } as NewClientOfPolicy;
        const args = {
          ...(apis.length === 0 ? {} : { apis }),
          ifExists: input.text("--if-exists") as "fail" | "keep" | "replace" | undefined,
          tokens: input.text("--tokens") as "revoke" | "keep" | undefined,
          lint: input.flag("--allow-unusual") ? ("warn" as const) : undefined,
        };
        return finishWrite(context, tyk.clients.create(body, args, longCall));
      },
      ({ data: created }) => created.secret,
    );
    const client = hideSecret(data, newSecret.isPrinted);
    output.result({ client, ...plan }, () => {
      writeClient(output, client);
      for (const { apiId, fields: names } of data.differs ?? [])
        output.warn(`the client on the API ${apiId} exists, and differs in ${names.join(", ")}`);
      newSecret.note(data.client_id, apis[0]);
    });
    return "done";
  },
};
