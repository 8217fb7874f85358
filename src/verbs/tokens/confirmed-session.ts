import type { KeySession } from "../../../generated/index.ts";
import { readConfirmed } from "../evidence/confirm-absence.ts";
import type { MethodContext } from "../method-context.ts";
import { sessionOfCode, sessionOfToken } from "./sessions.ts";

/**
 * Reads the session of a code; `undefined` if it does not exist. One 404 proves nothing, because storage may be down (trap 28).
 * A storage control and a second read must agree with it.
 *
 * @throws {@link TykIncompleteError} if it is uncertain whether the session exists.
 */
export function readConfirmedSession(
  context: MethodContext,
  code: string,
  apiId: string | undefined,
): Promise<KeySession | undefined> {
  return readConfirmed(context, "the token", () => sessionOfCode(context, code), apiId);
}

/** Reads the session of a token in the same way. */
export function readConfirmedSessionOfToken(
  context: MethodContext,
  token: string,
  apiId: string,
): Promise<KeySession | undefined> {
  const read = (): Promise<KeySession | undefined> => sessionOfToken(context, token, apiId);
  return readConfirmed(context, "the token", read, apiId);
}
