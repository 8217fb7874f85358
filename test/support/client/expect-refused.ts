import { expect } from "vitest";
import { TykInputError } from "../../../src/index.ts";
import type { TykOAuth } from "../../../src/index.ts";
import { clientWithReplies } from "./client.ts";
import { failure } from "../util/failure.ts";
import { sayingOf } from "../util/saying.ts";

/** A call with a value of a wrong type. */
export type WrongCall = (tyk: TykOAuth, value: unknown) => Promise<unknown>;

/** A wrong value, the field that the error names, and the reason. */
export type Wrong = readonly [value: unknown, field: string, why: string];

/** Passes any value where a type would reject it. */
export function any(value: unknown): never {
  return value as never;
}

/** Expects that each value is rejected with the method's name, and that nothing is sent. */
export async function expectRefused(
  name: string,
  call: WrongCall,
  wrong: readonly Wrong[],
): Promise<void> {
  for (const [value, field, why] of wrong) {
    const { tyk, sent } = clientWithReplies([]);
    const error = await failure(call(tyk, value));
    expect(error).toBeInstanceOf(TykInputError);
    expect(error).toMatchObject({
      field,
      operation: name,
      message: sayingOf(name, field, why),
      outcome: "not-sent",
      attempts: 0,
      steps: [],
    });
    expect(sent).toEqual([]);
  }
}
