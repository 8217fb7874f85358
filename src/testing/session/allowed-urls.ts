import type { AccessRights } from "./session.ts";

/** Whether a right lets a request through: any, unless the right has `allowed_urls`, and then only those. */
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

/** A pattern that cannot be read matches nothing: `key_rules` come from outside. */
function isPatternMatch(pattern: unknown, path: string): boolean {
  if (typeof pattern !== "string") return false;
  try {
    return new RegExp(pattern).test(path);
  } catch {
    return false;
  }
}
