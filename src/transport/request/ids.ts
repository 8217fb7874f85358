/**
 * Returns why a value cannot be one segment of a path, or `undefined` if it can. Percent-encoding does not help, because the
 * gateway's router matches the decoded path (traps 1 and 2). An update of the id `a/rotate` would rotate the secret of `a`, `..`
 * leads to another route, and an empty id lists every client with its secret, or "deletes" with 200.
 */
export function idProblem(value: unknown): string | undefined {
  if (typeof value !== "string") return "must be a string";
  if (value === "") return "must not be empty";
  if (value === "." || value === "..") return "must not be a dot segment";
  if (value.includes("/"))
    return "must not hold a slash: the gateway would read it as another route";
  // eslint-disable-next-line no-control-regex -- the expression is meant to find control characters
  if (/[\u0000-\u001f\u007f]/.test(value)) return "must not hold control characters";
  // Finds lone surrogates only: with the u flag, a complete pair is one character and does not match.
  if (/\p{Surrogate}/u.test(value)) return "must be well-formed Unicode";
  return undefined;
}

/** Returns why a value is not a listen path that may receive the gateway's secret, or `undefined` if it is one. */
export function listenPathProblem(value: unknown): string | undefined {
  if (typeof value !== "string") return "must be a string";
  if (!value.startsWith("/")) return "must begin with a slash";
  if (value.length > 1_000) return "must not be longer than 1000 characters";
  if (/[?#\\{}\s]/.test(value))
    return "must be a plain path, without a pattern, a query or a fragment";
  // A URL parser reads percent-encoded dots as dots too.
  if (value.split("/").some((segment) => /^(\.|%2e){1,2}$/i.test(segment)))
    return "must not hold dot segments";
  return undefined;
}
