import { isTykError } from "@tyk-oauth/sdk";
import type { AnyTykError, TykErrorCode } from "@tyk-oauth/sdk";
import { expect } from "vitest";
import type { CaseContext } from "./case.ts";

/** Expects an error with a code, and returns it. */
export async function expectFailure<Code extends TykErrorCode>(
  call: Promise<unknown>,
  code: Code,
  apiMessage?: string,
): Promise<Extract<AnyTykError, { code: Code }>> {
  const error: unknown = await call.then(
    (value) => expect.fail(`the call succeeded with ${JSON.stringify(value)}`),
    (reason: unknown) => reason,
  );
  if (!isTykError(error)) throw error;
  expect(error.code).toBe(code);
  if (apiMessage !== undefined) expect(error).toMatchObject({ apiMessage });
  return error as Extract<AnyTykError, { code: Code }>;
}

/** Expects that a method could not prove its result, and returns its report. */
export async function expectIncomplete<Report>(call: Promise<unknown>): Promise<Report> {
  return (await expectFailure(call, "incomplete")).report as Report;
}

/** Expects an OAuth error. */
export async function expectOAuthError(error: string, call: Promise<unknown>): Promise<void> {
  expect((await expectFailure(call, "oauth")).error).toBe(error);
}

/**
 * Expects that an API refuses removed tokens: at once, or after the session cache's ten seconds if keys are hashed with the
 * default function.
 */
export async function expectTokenRefused(
  { app, gateway, wait }: CaseContext,
  tokens: string | readonly string[],
  api = "orders",
): Promise<void> {
  if (gateway.hash === "murmur32") await wait(11_000);
  for (const token of typeof tokens === "string" ? [tokens] : tokens)
    expect(await app.use(token, api)).toBe(403);
}
