import { hideSecret, revealOption, writeClientTable } from "../clients/client-view.ts";
import type { ShownClient } from "../clients/client-view.ts";
import { formatCount } from "../output/format-duration.ts";
import type { CommandSpec } from "../spec/command-spec.ts";

/** Lists the clients of some APIs, or of all. */
export const clientsList: CommandSpec = {
  name: "clients list",
  summary: "list clients, of all OAuth APIs or of some",
  options: [
    { flags: "--api <id>", description: "only the clients of this API; repeat it", isList: true },
    revealOption,
  ],
  examples: [
    { text: "The clients of all APIs", command: "tyk-oauth clients list" },
    {
      text: "The redirect URIs of one API's clients, for other programs",
      command:
        "tyk-oauth clients list --api orders --json | jq -r '.clients[].client.redirect_uri'",
    },
  ],
  json: "{ complete, clients: [{ apiId, client: { client_id, policy_id, redirect_uri, description, meta_data, secret? } }] }",
  exits: { unproved: "the clients of an API cannot be listed" },
  usesGateway: true,
  run: async (context, input) => {
    const { output } = context;
    const { tyk, call } = await context.connect();
    const reveal = input.flag("--reveal-secrets");
    const apis = [...new Set(input.list("--api"))];
    const clients: { apiId: string; client: ShownClient }[] = [];
    const write = (complete: boolean): void => {
      clients.sort((one, other) => compare(keyOf(one), keyOf(other)));
      output.result({ clients, complete }, () => {
        if (clients.length > 0) writeClientTable(output, clients, reveal);
        output.note(
          clients.length === 0 ? "There are no clients." : formatCount(clients.length, "client"),
        );
      });
    };
    for (const apiId of apis)
      for (const client of await tyk.clients.list({ apiId }, call))
        clients.push({ apiId, client: hideSecret(client, reveal) });
    if (apis.length === 0) {
      try {
        for await (const one of tyk.clients.iterateAll({ secrets: reveal }, call))
          clients.push(one);
      } catch (error) {
        // An API whose clients cannot be listed is an error at the end, after the clients of all others.
        const { report } = error as { report?: { kind?: string } };
        if (report?.kind === "broken-index") write(false);
        throw error;
      }
    }
    write(true);
    return "done";
  },
};

function keyOf({ apiId, client }: { apiId: string; client: ShownClient }): string {
  return `${apiId}\n${client.client_id}`;
}

/** The gateway's order is random. A list that is always in the same order can be compared. */
function compare(one: string, other: string): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}
