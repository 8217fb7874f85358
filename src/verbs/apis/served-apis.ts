import { TykUnsupportedError } from "../../errors/method.ts";
import type { Deps } from "../deps.ts";
import { rethrowFatal } from "../failures.ts";
import type { MethodContext } from "../method-context.ts";
import { toServedApi } from "./served-api.ts";
import type { ServedApi } from "./served-api.ts";

/** The key of the list in its cache, which has no other entry. */
const cacheKey = "all";

/** Reads the routing data of every API of the gateway, from the cache if it is less than a minute old. */
export async function readServedApis(context: MethodContext): Promise<readonly ServedApi[]> {
  const { apis } = context.deps;
  const known = apis.get(cacheKey);
  if (known !== undefined) return known;
  const read = await fetchServedApis(context);
  apis.set(cacheKey, read);
  return read;
}

/** Removes the list from the cache, so the next check reads it again. */
export function forgetServedApis({ apis }: Deps): void {
  apis.delete(cacheKey);
}

async function fetchServedApis(context: MethodContext): Promise<ServedApi[]> {
  try {
    // From 5.12 on the list omits MCP APIs unless they are requested. They have listen paths too.
    const listed = await context.read("listApis", { query: { include_types: "mcp" } });
    return listed.map(toServedApi);
  } catch (error) {
    const { code } = rethrowFatal(context, error);
    throw new TykUnsupportedError(`${listFailed} (${hintFor(code)})`, {
      operation: context.name,
      cause: error,
    });
  }
}

const listFailed =
  "without the list of all APIs it is unknown which API would receive the request, so nothing was sent: GET /tyk/apis failed";

function hintFor(code: string): string {
  if (code === "unsupported" || code === "route")
    return `${code}: this gateway does not serve it, as edge gateways do not; use a gateway that does`;
  if (code === "too-large") return `${code}: raise maxResponseBytes`;
  return code;
}
