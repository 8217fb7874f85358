import { TykConfigError } from "../errors/before-request.ts";
import type { TykOAuthOptions } from "../types/options.ts";
import { isRecord } from "../util/json.ts";

/** Returns the overrides without the `undefined` ones, which must not replace an option. */
export function definedOptions(overrides: unknown): Partial<TykOAuthOptions> {
  if (!isRecord(overrides)) throw new TykConfigError("overrides must be an object");
  return Object.fromEntries(Object.entries(overrides).filter(([, value]) => value !== undefined));
}
