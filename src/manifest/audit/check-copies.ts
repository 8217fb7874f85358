import { differences } from "../../verbs/clients/bodies.ts";
import { createFinding } from "./finding.ts";
import type { AuditedClient } from "./fleet.ts";
import type { AuditFinding } from "./types.ts";

/** Finds clients whose copies on the audited APIs differ. */
export function checkCopies(clients: readonly AuditedClient[]): AuditFinding[] {
  return clients.flatMap(({ clientId, copies }) => {
    const [first, ...others] = copies;
    if (first === undefined) return [];
    const names = new Set<string>();
    for (const { client } of others) {
      for (const name of differences(first.client, client)) names.add(name);
      if (client.secret !== first.client.secret) names.add("secret");
    }
    if (names.size === 0) return [];
    const fields = [...names].sort();
    return [
      createFinding(
        "copies-differ",
        { clientId, detail: fields.join(" ") },
        `the copies of ${clientId} on ${copies.map(({ apiId }) => apiId).join(", ")} differ in ${fields.join(", ")}`,
      ),
    ];
  });
}
