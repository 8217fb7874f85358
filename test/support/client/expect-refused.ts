import { expect } from "vitest";
import { TykInputError } from "../../../src/index.ts";
import type { TykOAuth } from "../../../src/index.ts";
import { clientWithReplies } from "./client.ts";
import { failure } from "../util/failure.ts";

/** A call with a value that the types do not know. */
export type WrongCall = (tyk: TykOAuth, value: unknown) => Promise<unknown>;

/** What is wrong with a value. */
export type Wrong = readonly [value: unknown, field: string, why: string];

/** Makes a value of anything what a type asks for. */
export function any(value: unknown): never {
  return value as never;
}

/** Each of the values is refused in the verb's name, and nothing is sent. */
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
      message: `${name}: ${field} ${why}`,
      outcome: "not-sent",
      attempts: 0,
      steps: [],
    });
    expect(sent).toEqual([]);
  }
}
