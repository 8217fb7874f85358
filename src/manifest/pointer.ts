/** Appends names to a JSON pointer (RFC 6901). */
export function pointer(base: string, ...names: readonly (string | number)[]): string {
  const escaped = names.map(
    (name) => `/${String(name).replaceAll("~", "~0").replaceAll("/", "~1")}`,
  );
  return base + escaped.join("");
}
