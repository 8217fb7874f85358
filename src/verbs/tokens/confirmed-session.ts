import type { KeySession } from "../../../generated/index.ts";
import { readConfirmed } from "../evidence/confirm-absence.ts";
import type { MethodContext } from "../method-context.ts";
import { sessionOfCode } from "./sessions.ts";

/**
 * The session of a code, or `undefined` if there is none. One 404 proves nothing, because storage may be down (trap 28): a control
 * and a second read must agree with it.
 *
 * @throws {@link TykIncompleteError} if it cannot be told whether there is one.
 */
export function confirmedSession(
  context: MethodContext,
  code: string,
  apiId: string | undefined,
): Promise<KeySession | undefined> {
  return readConfirmed(
    context,
    "the token",
    () => sessionOfCode(context, code),
    (session) => session === undefined,
    apiId,
  );
}
