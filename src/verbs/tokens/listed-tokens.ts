import { idProblem } from "../../transport/request/ids.ts";
import { readClients } from "../clients/list.ts";
import { forEachConcurrent } from "../for-each-concurrent.ts";
import type { MethodContext } from "../method-context.ts";
import type { VisitKey } from "./key-sweep.ts";
import { readTokens } from "./page.ts";
import { sessionOfCode } from "./sessions.ts";

/** Reads each token that the lists of the API's clients name. */
export async function visitListedTokens(
  context: MethodContext,
  apiId: string,
  visit: VisitKey,
): Promise<void> {
  const codes = new Set<string>();
  for (const { client_id: clientId } of await readClients(context, apiId)) {
    // No request can name a client with such an id (trap 3).
    if (idProblem(clientId) !== undefined) continue;
    for (const { code } of await readTokens(context, { apiId, clientId })) codes.add(code);
  }
  let done = 0;
  await forEachConcurrent(
    codes,
    async (code) => {
      const session = await sessionOfCode(context, code);
      if (session !== undefined) await visit(code, session);
      context.progress("look", (done += 1), codes.size);
    },
    context.concurrency,
  );
}
