import { TykConnectionError } from "../../errors/connection.ts";
import type { TykError } from "../../errors/base.ts";
import type { OperationId } from "../../operations/operations.ts";
import { isRecord } from "../../util/json.ts";
import { passing } from "../failures.ts";
import { noKey } from "../unsupported.ts";
import { forEachOf } from "../parallel.ts";
import type { MethodContext } from "../method-context.ts";
import { usesOAuth } from "./uses-oauth.ts";

/**
 * The handlers of these operations panic, and drop the connection, because of one API that is cold (traps 32 and 38): one that
 * is not OAuth, or is `internal`, or was skipped at load. Each of these requests may be sent again.
 */
const reach: Readonly<Partial<Record<OperationId, "its API" | "each API">>> = {
  listOAuthClients: "its API",
  getOAuthClientTokens: "its API",
  listOAuthClientApis: "each API",
  revokeSingleToken: "each API",
  revokeAllTokens: "each API",
};

/**
 * Warms the APIs that may have made an operation drop the connection: the read of any client does.
 *
 * @returns Whether it is worth sending the request again.
 */
export async function warmApis(
  verb: MethodContext,
  id: OperationId,
  input: unknown,
  error: TykError,
): Promise<boolean> {
  const reached = reach[id];
  const isDropped = error instanceof TykConnectionError && error.outcome === "unknown";
  if (reached === undefined || !isDropped || verb.options.signal?.aborted === true) return false;
  const apiIds = reached === "its API" ? [apiIdIn(input)] : await oauthApiIds(verb);
  let warmed = 0;
  await forEachOf(apiIds, async (apiId) => {
    try {
      await verb.deps.send(
        "getOAuthClient",
        { path: { apiID: apiId, keyName: noKey } },
        verb.options,
      );
    } catch (failed) {
      // 404 is the answer of an API that is warm from now on.
      if (passing(verb, failed).code !== "not-found") return;
    }
    warmed += 1;
  });
  return warmed > 0;
}

function apiIdIn(input: unknown): string {
  const path = isRecord(input) ? input["path"] : undefined;
  return isRecord(path) ? String(path["apiID"]) : "";
}

/** Of an API that is not OAuth these operations look at nothing. */
async function oauthApiIds(verb: MethodContext): Promise<string[]> {
  try {
    const { data } = await verb.deps.send("listApis", {}, verb.options);
    return data.filter(usesOAuth).map(({ api_id }) => api_id);
  } catch (error) {
    passing(verb, error);
    return [];
  }
}
