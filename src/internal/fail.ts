import { TykInputError } from "../errors/before-request.ts";
import type { UnknownRecord } from "./json.ts";

/** Throws for what is wrong with an option or an argument. */
export type Fail = (field: string, why: string) => never;

/** Fails for an argument of an operation or a verb, before anything is sent for it. */
export function inputFailure(operation: string): Fail {
  return (field, why) => {
    throw new TykInputError(`${field} ${why}`, { operation, field });
  };
}

/** The first name in an object that is none of those that it may have. */
export function strangeName(object: UnknownRecord, names: readonly string[]): string | undefined {
  return Object.keys(object).find((name) => !names.includes(name));
}

/** What may be said of what somebody else's function threw: its message may quote anything. */
export function nameOfThrown(error: unknown): string {
  return error instanceof Error ? error.name : typeof error;
}
