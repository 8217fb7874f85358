import { TykConfigError } from "../errors/before-request.ts";

/** Throws a `TykConfigError`: the mistake is one of the program, and not of a request. */
export function failConfig(problem: string): never {
  throw new TykConfigError(`createConsent: ${problem}`, {});
}
