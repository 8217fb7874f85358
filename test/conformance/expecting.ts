import { isTykError } from "@tyk-oauth/sdk";
import type { AnyTykError, TykErrorCode } from "@tyk-oauth/sdk";
import { expect } from "vitest";

/** Expects a failure of one code, and gives the error for a closer look. */
export async function failure<Code extends TykErrorCode>(
  call: Promise<unknown>,
  code: Code,
  apiMessage?: string,
): Promise<Extract<AnyTykError, { code: Code }>> {
  const error: unknown = await call.then(
    (value) => expect.fail(`it succeeded with ${JSON.stringify(value)}`),
    (reason: unknown) => reason,
  );
  if (!isTykError(error)) throw error;
  expect(error.code).toBe(code);
  if (apiMessage !== undefined) expect(error).toMatchObject({ apiMessage });
  return error as Extract<AnyTykError, { code: Code }>;
}
