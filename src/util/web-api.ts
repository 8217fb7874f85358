import { TykConfigError } from "../errors/before-request.ts";

/** Returns whether the runtime has a web API, such as `"URL"` or `"crypto.subtle"`. */
function hasWebApi(name: string): boolean {
  let value: unknown = globalThis;
  for (const part of name.split("."))
    value = (value as Record<string, unknown> | undefined)?.[part];
  return value !== undefined && value !== null;
}

/** Throws a `TykConfigError` if the runtime lacks one of the web APIs. Its absence would otherwise look like bad input. */
export function requireWebApis(names: readonly string[], operation?: string): void {
  const missing = names.filter((name) => !hasWebApi(name));
  if (missing.length > 0)
    throw new TykConfigError(
      `this runtime lacks ${missing.join(" and ")}: use another runtime, or define the missing API as a global`,
      { operation },
    );
}
