import type { AccessRights } from "./session.ts";

/** Whether an access right allows a request. A right without `allowed_urls` allows every request. */
export function isRequestAllowed(
  right: AccessRights[string] | undefined,
  method: string,
  path: string,
): boolean {
  const allowed = right?.["allowed_urls"];
  if (!Array.isArray(allowed) || allowed.length === 0) return true;
  return allowed.some((entry) => {
    const { url, methods } = (entry ?? {}) as { url?: unknown; methods?: unknown };
    return Array.isArray(methods) && methods.includes(method) && isPatternMatch(url, path);
  });
}

/** An invalid pattern matches nothing, because `key_rules` come from outside. */
function isPatternMatch(pattern: unknown, path: string): boolean {
  if (typeof pattern !== "string") return false;
  try {
    return new RegExp(pattern).test(path);
  } catch {
    return false;
  }
}
