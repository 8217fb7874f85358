import { TykUnsupportedError } from "../../errors/verb.ts";
import type { Deps } from "../deps.ts";
import { passing } from "../failures.ts";
import type { Verb } from "../verb.ts";
import { servedApi } from "./served-api.ts";
import type { ServedApi } from "./served-api.ts";

/** The list is one entry of its cache. */
const all = "all";

/** What decides which API gets a request, of every API of the gateway, as it was less than a minute ago. */
export async function servedApis(verb: Verb): Promise<readonly ServedApi[]> {
  const { apis } = verb.deps;
  const known = apis.get(all);
  if (known !== undefined) return known;
  const read = await readServedApis(verb);
  apis.set(all, read);
  return read;
}

/** Forgets the list, so that the next check reads it again. */
export function forgetServedApis({ apis }: Deps): void {
  apis.delete(all);
}

async function readServedApis(verb: Verb): Promise<ServedApi[]> {
  try {
    // From 5.12 on the list omits MCP APIs unless they are asked for, and they have listen paths as others do.
    const listed = await verb.read("listApis", { query: { include_types: "mcp" } });
    return listed.map(servedApi);
  } catch (error) {
    const { code } = passing(verb, error);
    throw new TykUnsupportedError(`without a list of all APIs ${cannotTell} (${hintFor(code)})`, {
      operation: verb.name,
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
