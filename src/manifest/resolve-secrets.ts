import type { ManifestProblem } from "../errors/manifest.ts";
import { thrownName } from "../util/fail.ts";
import { forEachConcurrent } from "../verbs/for-each-concurrent.ts";
import { clientSecretProblem } from "../verbs/clients/client-problems.ts";
import { pointer } from "./pointer.ts";
import type { SecretReference, SecretResolver, StoredSecretReference } from "./types.ts";

/** A client that may have a reference to its secret. */
interface ClientWithReference {
  readonly clientId: string;
  readonly secret?: SecretReference | undefined;
  readonly lint?: "warn" | undefined;
}

/** The secrets of references. Kept in memory only, and out of every result. */
export interface ResolvedSecrets {
  readonly secretOf: (clientId: string) => string | undefined;
  readonly problems: readonly ManifestProblem[];
}

/** Resolves the references of clients. A reference that several clients have is resolved once. */
export async function resolveSecrets(
  clients: readonly ClientWithReference[],
  resolve: SecretResolver | undefined,
): Promise<ResolvedSecrets> {
  const found = new Map<string, string>();
  const problems: ManifestProblem[] = [];
  const started = new Map<string, Promise<unknown>>();
  await forEachConcurrent(clients, async ({ clientId, secret: reference, lint }) => {
    if (reference === undefined || "generate" in reference) return;
    const path = pointer("/clients", clientId, "secret");
    if (resolve === undefined) {
      problems.push({
        path,
        message: `pass secrets, a function that returns ${nameOf(reference)}`,
      });
      return;
    }
    const name = nameOf(reference);
    // Called within an async function, so that a function that throws at once is a rejection too.
    const reading = started.get(name) ?? (async () => resolve(reference))();
    started.set(name, reading);
    try {
      const secret: unknown = await reading;
      const problem = clientSecretProblem(secret);
      if (problem !== undefined && !(problem.isLint && lint === "warn"))
        problems.push({ path, message: `${name} ${problem.why}` });
      else found.set(clientId, secret as string);
    } catch (error) {
      // The error of a vault may quote a secret, so only its name is shown.
      const message = `${name} cannot be read: the secrets function failed (${thrownName(error)})`;
      problems.push({ path, message });
    }
  });
  problems.sort((one, other) => (one.path < other.path ? -1 : 1));
  return { secretOf: (clientId) => found.get(clientId), problems };
}

function nameOf(reference: StoredSecretReference): string {
  return "env" in reference
    ? `the environment variable ${reference.env}`
    : `the file ${reference.file}`;
}
