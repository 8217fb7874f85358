import { hideSecret, revealOption, writeClient } from "../clients/client-view.ts";
import { clientIdArg } from "../clients/target.ts";
import type { CommandSpec } from "../spec/command-spec.ts";

/** Reads one client on one API. */
export const clientsGet: CommandSpec = {
  name: "clients get",
  summary: "read a client on one API",
  args: [clientIdArg],
  options: [{ flags: "--api <id>", description: "the API of the client (required)" }, revealOption],
  examples: [
    { text: "Read a client", command: "tyk-oauth clients get shop-web --api orders" },
    {
      text: "Put its secret into a variable",
      command:
        "SECRET=$(tyk-oauth clients get shop-web --api orders --reveal-secrets --json | jq -r .client.secret)",
    },
  ],
  json: "{ apiId, client: { client_id, policy_id, redirect_uri, description, meta_data, secret? } }",
  usesGateway: true,
  run: async (context, input) => {
    const clientId = input.arg("CLIENT_ID");
    const apiId = input.required("--api");
    const { tyk, call } = await context.connect();
    const stored = await tyk.clients.get({ apiId, clientId }, call);
    const client = hideSecret(stored, input.flag("--reveal-secrets"));
    context.output.result({ apiId, client }, () => {
      writeClient(context.output, client, apiId);
    });
    return "done";
  },
};
