import type { ClientWithNewSecret, ClientWithoutSecret, OAuthClient } from "@tyk-oauth/sdk";
import type { OptionSpec } from "../spec/command-spec.ts";
import type { Output } from "../output/output.ts";

/** The option that shows stored secrets. */
export const revealOption: OptionSpec = {
  flags: "--reveal-secrets",
  description: "show secrets in the result",
};

/** A client as a result shows it. */
export type ShownClient = ClientWithoutSecret | ClientWithNewSecret | OAuthClient;

/** Leaves the secret out, unless it was asked for. */
export function hideSecret(client: ShownClient, reveal: boolean): ShownClient {
  if (reveal) return client;
  const fields = Object.entries(client).filter(([name]) => name !== "secret");
  // `fromEntries` loses the names. The fields are those of the client, without its secret.
  return Object.fromEntries(fields) as unknown as ClientWithoutSecret;
}

/** Writes a table of clients with their APIs. */
export function writeClientTable(
  output: Output,
  clients: readonly { readonly apiId: string; readonly client: ShownClient }[],
  reveal: boolean,
): void {
  output.table({
    heads: [
      "API",
      "CLIENT",
      "POLICY",
      "REDIRECT URI",
      "DESCRIPTION",
      ...(reveal ? ["SECRET"] : []),
    ],
    rows: clients.map(({ apiId, client }) => [
      apiId,
      client.client_id,
      client.policy_id,
      client.redirect_uri,
      client.description,
      ...(reveal ? ["secret" in client ? client.secret : ""] : []),
    ]),
  });
}

/** Writes the fields of one client. */
export function writeClient(output: Output, client: ShownClient, apiId?: string): void {
  const { meta_data: metadata } = client;
  output.record([
    ["client", client.client_id],
    ["api", apiId],
    ["policy", client.policy_id],
    ["redirect uri", client.redirect_uri],
    ["description", client.description],
    ["metadata", metadata === null || metadata === undefined ? "" : JSON.stringify(metadata)],
    ["secret", "secret" in client ? client.secret : ""],
  ]);
}
