import { TykConnectionError } from "../../errors/connection.ts";
import type { TykError } from "../../errors/base.ts";
import type { OperationId } from "../../operations/operations.ts";
import { isRecord } from "../../util/json.ts";
import { rethrowFatal } from "../failures.ts";
import { unusedKeyId } from "../unsupported.ts";
import { forEachConcurrent } from "../for-each-concurrent.ts";
import type { ReadContext } from "../read-context.ts";
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
export async function warmColdApis(
  context: ReadContext,
  id: OperationId,
  input: unknown,
  error: TykError,
): Promise<boolean> {
  const reached = reach[id];
  const isDropped = error instanceof TykConnectionError && error.outcome === "unknown";
  if (reached === undefined || !isDropped || context.options.signal?.aborted === true) return false;
  const apiIds = reached === "its API" ? [apiIdIn(input)] : await oauthApiIds(context);
  let warmed = 0;
  await forEachConcurrent(apiIds, async (apiId) => {
    try {
      await context.deps.send(
        "getOAuthClient",
        { path: { apiID: apiId, keyName: unusedKeyId } },
        context.options,
      );
    } catch (failed) {
      // 404 is the answer of an API that is warm from now on.
      if (rethrowFatal(context, failed).code !== "not-found") return;
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
async function oauthApiIds(context: ReadContext): Promise<string[]> {
  try {
    const { data } = await context.deps.send("listApis", {}, context.options);
    return data.filter(usesOAuth).map(({ api_id }) => api_id);
  } catch (error) {
    rethrowFatal(context, error);
    return [];
  }
}
