import { TykUnsupportedError } from "../../errors/method.ts";
import type { Deps } from "../deps.ts";
import { rethrowFatal } from "../failures.ts";
import type { MethodContext } from "../method-context.ts";
import { servedApi } from "./served-api.ts";
import type { ServedApi } from "./served-api.ts";

/** The list is one entry of its cache. */
const all = "all";

/** What decides which API gets a request, of every API of the gateway, as it was less than a minute ago. */
export async function readServedApis(context: MethodContext): Promise<readonly ServedApi[]> {
  const { apis } = context.deps;
  const known = apis.get(all);
  if (known !== undefined) return known;
  const read = await fetchServedApis(context);
  apis.set(all, read);
  return read;
}

/** Forgets the list, so that the next check reads it again. */
export function forgetServedApis({ apis }: Deps): void {
  apis.delete(all);
}

async function fetchServedApis(context: MethodContext): Promise<ServedApi[]> {
  try {
    // From 5.12 on the list omits MCP APIs unless they are asked for, and they have listen paths as others do.
    const listed = await context.read("listApis", { query: { include_types: "mcp" } });
    return listed.map(servedApi);
  } catch (error) {
    const { code } = rethrowFatal(context, error);
    throw new TykUnsupportedError(`without a list of all APIs ${cannotTell} (${hintFor(code)})`, {
      operation: context.name,
      cause: error,
    });
  }
}

const cannotTell =
  "it cannot be told which API would receive the request, so nothing was sent to it: GET /tyk/apis failed";

function hintFor(code: string): string {
  if (code === "unsupported" || code === "route")
    return `${code}: the gateway does not serve it, as an edge gateway does not; use a gateway that does`;
  if (code === "too-large") return `${code}: raise maxResponseBytes`;
  return code;
}
