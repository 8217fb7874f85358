import type { ApiDefinition } from "../../../generated/index.ts";
import { TykConnectionError } from "../../errors/connection.ts";
import type { TykError } from "../../errors/base.ts";
import type { OperationId } from "../../operations/operations.ts";
import { isLostRead } from "../../transport/send.ts";
import { isRecord } from "../../util/json.ts";
import { rethrowFatal } from "../failures.ts";
import { unusedKeyId } from "../unsupported.ts";
import { forEachConcurrent } from "../for-each-concurrent.ts";
import { ElementFilter } from "../lists/read-elements.ts";
import { usesOAuth } from "../omitted-fields.ts";
import type { ReadContext } from "../read-context.ts";

/**
 * The operations that fail with a dropped connection because an API is cold, and which API can cause it (traps 32 and 38).
 * Such an API does not use OAuth, is `internal`, or was skipped at load. All of these requests are safe to send again.
 */
const coldApiOf: Readonly<Partial<Record<OperationId, "its API" | "each API">>> = {
  listOAuthClients: "its API",
  getOAuthClientTokens: "its API",
  listOAuthClientApis: "each API",
  revokeSingleToken: "each API",
  revokeAllTokens: "each API",
};

/**
 * Warms the APIs that may have made the gateway drop the connection. A read of any client warms its API.
 *
 * @returns Whether to send the request again.
 */
export async function warmColdApis(
  context: ReadContext,
  id: OperationId,
  input: unknown,
  error: TykError,
): Promise<boolean> {
  const coldApi = coldApiOf[id];
  const isDropped =
    error instanceof TykConnectionError && (error.outcome === "unknown" || isLostRead(error));
  if (coldApi === undefined || !isDropped || context.options.signal?.aborted === true) return false;
  const apiIds = coldApi === "its API" ? [apiIdIn(input)] : await readOAuthApiIds(context);
  let warmed = 0;
  await forEachConcurrent(
    apiIds,
    async (apiId) => {
      try {
        const path = { apiID: apiId, keyName: unusedKeyId };
        await context.deps.send("getOAuthClient", { path }, context.options);
      } catch (failed) {
        // An API that responds 404 is warm from now on.
        if (rethrowFatal(context, failed).code !== "not-found") return;
      }
      warmed += 1;
    },
    context.concurrency,
  );
  return warmed > 0;
}

function apiIdIn(input: unknown): string {
  const path = isRecord(input) ? input["path"] : undefined;
  return isRecord(path) ? String(path["apiID"]) : "";
}

/** Lists the OAuth APIs. These operations do not read other APIs. */
async function readOAuthApiIds(context: ReadContext): Promise<string[]> {
  try {
    const filter = new ElementFilter((api: ApiDefinition) =>
      usesOAuth(api) ? api.api_id : undefined,
    );
    await context.deps.send("listApis", {}, context.options, filter);
    return filter.kept;
  } catch (error) {
    rethrowFatal(context, error);
    return [];
  }
}
