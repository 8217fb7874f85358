import { writeClientTable } from "../clients/client-view.ts";
import { clientIdArg } from "../clients/target.ts";
import type { CommandSpec } from "../spec/command-spec.ts";

/** Shows the copies of a client, and in which fields they differ. */
export const clientsInspect: CommandSpec = {
  name: "clients inspect",
  summary: "show the copies of a client on all APIs, and compare them",
  args: [clientIdArg],
  options: [{ flags: "--exit-code", description: "exit with 2 if the copies differ" }],
  examples: [
    { text: "Show where a client is", command: "tyk-oauth clients inspect shop-web" },
    {
      text: "Fail in a script if its copies differ",
      command: "tyk-oauth clients inspect shop-web --exit-code --quiet",
    },
  ],
  json: "{ clientId, copies: [{ apiId, client }], drift: [field] }",
  exits: { differences: "--exit-code, and the copies differ" },
  usesGateway: true,
  run: async (context, input) => {
    const { output } = context;
    const { tyk, call } = await context.connect();
    const found = await tyk.clients.inspect({ clientId: input.arg("CLIENT_ID") }, call);
    output.result({ ...found }, () => {
      writeClientTable(output, found.copies, false);
      if (found.drift.length > 0) output.warn(`the copies differ in ${found.drift.join(", ")}`);
      else if (found.copies.length > 1) output.note("The copies are the same.");
    });
    return found.drift.length > 0 && input.flag("--exit-code") ? "differences" : "done";
  },
};
