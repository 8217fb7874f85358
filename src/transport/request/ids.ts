/**
 * Why a text cannot stand as one segment of a path, or `undefined` where it can. The gateway's router matches the decoded
 * path, so percent-encoding is no defence: an update of the id `a/rotate` rotates the secret of `a`, `..` walks to another
 * route, and an empty id lists every client with its secret or "deletes" with 200.
 */
export function idProblem(value: unknown): string | undefined {
  if (typeof value !== "string") return "must be a string";
  if (value === "") return "must not be empty";
  if (value === "." || value === "..") return "must not be a dot segment";
  if (value.includes("/"))
    return "must not hold a slash: the gateway would read it as another route";
  // eslint-disable-next-line no-control-regex -- control characters are what is looked for
  if (/[\u0000-\u001f\u007f]/.test(value)) return "must not hold control characters";
  // A lone surrogate: with the u flag, whole pairs are one character and do not match.
  if (/\p{Surrogate}/u.test(value)) return "must be well-formed Unicode";
  return undefined;
}

/**
 * Why a text cannot be a listen path to send the gateway's secret to, or `undefined` where it can.
 */
export function listenPathProblem(value: unknown): string | undefined {
  if (typeof value !== "string") return "must be a string";
  if (!value.startsWith("/")) return "must begin with a slash";
  if (value.length > 1_000) return "must not be longer than 1000 characters";
  if (/[?#\\{}\s]/.test(value))
    return "must be a plain path, without a pattern, a query or a fragment";
  // A URL parser takes the percent-encoded dots for dots as well.
  if (value.split("/").some((segment) => /^(\.|%2e){1,2}$/i.test(segment)))
    return "must not hold dot segments";
  return undefined;
}
