import { driftOf } from "../fields.ts";
import { createFinding } from "./finding.ts";
import type { AuditedClient } from "./fleet.ts";
import type { AuditFinding } from "./types.ts";

/** Finds clients whose copies on the audited APIs differ. */
export function checkCopies(clients: readonly AuditedClient[]): AuditFinding[] {
  return clients.flatMap(({ clientId, copies }) => {
    const fields = driftOf(copies.map(({ client }) => client)).sort();
    if (fields.length === 0) return [];
    const apiIds = copies.map(({ apiId }) => apiId).join(", ");
    const message = `the copies of ${clientId} on ${apiIds} differ in ${fields.join(", ")}`;
    return [createFinding("copies-differ", { clientId, detail: fields.join(" ") }, message)];
  });
}
