import type { OAuthClient } from "../../../generated/index.ts";
import { rethrowFatal } from "../failures.ts";
import type { MethodContext } from "../method-context.ts";
import { isSameClient } from "./bodies.ts";
import { findClient, withoutSecret } from "./read.ts";
import type { ClientWithNewSecret } from "./read.ts";

/**
 * Stores a client with its secret. It uses the gateway's create, which overwrites, and which is the only call that sets a
 * chosen secret (trap 5). If the response is lost, it reads the client to see whether the create had an effect. Without an
 * API id the gateway stores the client on each API that its policy grants, and a lost response stays an error. A dry run
 * returns the client without a secret.
 */
export async function putClient(
  context: MethodContext,
  apiId: string | undefined,
  wanted: OAuthClient,
): Promise<ClientWithNewSecret> {
  const body = { ...wanted, ...(apiId === undefined ? {} : { api_id: apiId }) };
  const dryRunResult = withoutSecret(wanted);
  try {
    const stored = await context.write("createOAuthClient", { body }, { apiId }, dryRunResult);
    if (stored.client_id !== wanted.client_id)
      throw context.createSchemaError("the gateway created a client with another id");
    return stored;
  } catch (thrown) {
    const error = rethrowFatal(context, thrown);
    if (apiId === undefined || !error.mayHaveBeenApplied) throw error;
    const ref = { apiId, clientId: wanted.client_id };
    const now = await findClient(context, ref).catch(() => undefined);
    // If the client is stored as wanted, only the response was lost.
    if (now !== undefined && isSameClient(now, wanted)) return wanted;
    throw error;
  }
}
