import { parseUrl } from "../../util/url.ts";

/** Schemes whose content a browser runs or reads itself, instead of sending a request to another site. */
const harmful = new Set(["javascript:", "data:", "vbscript:", "blob:", "file:", "about:"]);

/** Returns the redirect URIs in a client's field. The field holds several URIs only if the separator is known. */
export function registeredUris(field: string, separator: string | undefined): string[] {
  return (separator === undefined ? [field] : field.split(separator)).filter((uri) => uri !== "");
}

/** Returns why a client's field of redirect URIs would not work, or not safely; `undefined` if it works. */
export function redirectUrisProblem(
  field: string | undefined,
  separator: string | undefined,
): string | undefined {
  if (field === undefined || field === "")
    return "must be given: a client without a redirect URI gets no token";
  const uris = registeredUris(field, separator);
  if (uris.length === 0) return "must contain a redirect URI";
  for (const uri of uris) {
    const why = redirectUriProblem(uri);
    if (why !== undefined) return why;
  }
  // Without a separator the field is one URI. Two URIs in it would never match.
  if (separator === undefined && /[;,|][a-z][a-z\d+.-]*:\/\//i.test(field))
    return "looks like several URIs: set redirectUriSeparator to the gateway's oauth_redirect_uri_separator";
  return undefined;
}

/** Returns why a redirect URI is not valid (RFC 6749, 3.1.2): it must be absolute and have no fragment. */
export function redirectUriProblem(uri: string): string | undefined {
  // eslint-disable-next-line no-control-regex -- the expression searches for control characters
  if (/[\u0000-\u0020\u007f]|\p{Surrogate}/u.test(uri))
    return "must not contain white space or control characters";
  const protocol = parseUrl(uri)?.protocol;
  if (protocol === undefined) return "must be an absolute URI";
  if (/^https?:$/.test(protocol) && !/^https?:\/\//i.test(uri)) return "must be an absolute URI";
  if (harmful.has(protocol)) return `must not be a ${protocol} URI`;
  if (uri.includes("#")) return "must not have a fragment: the gateway refuses it";
  return undefined;
}
