import { clientIdProblem, clientSecretProblem } from "../../verbs/clients/client-problems.ts";
import { createFinding } from "./finding.ts";
import { groupCopies } from "./fleet.ts";
import type { AuditedClient } from "./fleet.ts";
import type { AuditFinding } from "./types.ts";

/** Shorter secrets are reported. 22 characters of base64url, or 32 hex digits, have 128 bits. */
const minSecretLength = 22;

/** Checks the ids and secrets of all clients. No message has a secret. */
export function checkSecrets(clients: readonly AuditedClient[]): AuditFinding[] {
  return [...clients.flatMap(checkClient), ...findSharedSecrets(clients)];
}

function checkClient(client: AuditedClient): AuditFinding[] {
  const { clientId } = client;
  const findings: AuditFinding[] = [];
  const problem = clientIdProblem(clientId);
  if (problem !== undefined)
    findings.push(
      createFinding(
        "id-unusable",
        { clientId },
        `the id ${JSON.stringify(clientId)} ${problem.why}`,
      ),
    );
  for (const { value, apiId } of groupCopies(client, ({ secret }) => secret)) {
    const subject = { clientId, ...(apiId === undefined ? {} : { apiId }) };
    if (clientSecretProblem(value) !== undefined)
      findings.push(
        createFinding(
          "secret-unusable",
          subject,
          `the secret of ${clientId} has characters other than A-Z a-z 0-9 - . _ ~`,
        ),
      );
    if (value.length < minSecretLength)
      findings.push(
        createFinding(
          "secret-short",
          subject,
          `the secret of ${clientId} has fewer than ${minSecretLength} characters`,
        ),
      );
  }
  return findings;
}

function findSharedSecrets(clients: readonly AuditedClient[]): AuditFinding[] {
  const idsOf = new Map<string, Set<string>>();
  for (const { clientId, copies } of clients)
    for (const { client } of copies) {
      const ids = idsOf.get(client.secret) ?? new Set();
      idsOf.set(client.secret, ids.add(clientId));
    }
  return [...idsOf.values()]
    .filter((ids) => ids.size > 1)
    .map((ids) => {
      const [first = "", ...others] = [...ids].sort();
      return createFinding(
        "secret-shared",
        { clientId: first, detail: others.join(" ") },
        `${[first, ...others].join(", ")} have the same secret`,
      );
    });
}
