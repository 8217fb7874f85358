/** Collects what a script could store or send on: secrets, codes, tokens, and redirects that hold one. */
export function collectCredentials(value: unknown): unknown[] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([name, part]: [string, unknown]) =>
    /^(?:secret|code|\w+_token|token|redirect_to)$/.test(name) && typeof part !== "object"
      ? [part]
      : collectCredentials(part),
  );
}
