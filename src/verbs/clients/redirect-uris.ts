/** Schemes that a browser would run or read in place of going there. */
const harmful = new Set(["javascript:", "data:", "vbscript:", "blob:", "file:", "about:"]);

/** The redirect URIs in a client's field: several only where it is known what separates them. */
export function registeredUris(field: string, separator: string | undefined): string[] {
  return (separator === undefined ? [field] : field.split(separator)).filter((uri) => uri !== "");
}

/** Why a client's field of redirect URIs would not work, or not safely; `undefined` where it would. */
export function redirectUrisProblem(
  field: string | undefined,
  separator: string | undefined,
): string | undefined {
  if (field === undefined || field === "")
    return "must be given: a client without a redirect URI gets no token";
  const uris = registeredUris(field, separator);
  if (uris.length === 0) return "must name a redirect URI";
  for (const uri of uris) {
    const why = redirectUriProblem(uri);
    if (why !== undefined) return why;
  }
  // Two URIs in a field that is read as one: neither would ever fit.
  if (separator === undefined && /[;,|][a-z][a-z\d+.-]*:\/\//i.test(field))
    return "looks like several URIs: set redirectUriSeparator to what the gateway's configuration has";
  return undefined;
}

/** Why a redirect URI cannot be one (RFC 6749, 3.1.2): it must be absolute and have no fragment. */
export function redirectUriProblem(uri: string): string | undefined {
  // eslint-disable-next-line no-control-regex -- control characters are what is looked for
  if (/[\u0000-\u0020\u007f]|\p{Surrogate}/u.test(uri))
    return "must not hold white space or control characters";
  if (!URL.canParse(uri)) return "must be an absolute URI";
  const { protocol } = new URL(uri);
  if (/^https?:$/.test(protocol) && !/^https?:\/\//i.test(uri)) return "must be an absolute URI";
  if (harmful.has(protocol)) return `must not be a ${protocol} URI`;
  if (uri.includes("#")) return "must not have a fragment: the gateway refuses it";
  return undefined;
}
