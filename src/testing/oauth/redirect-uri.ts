import { formatGoUrl, parseGoUrl } from "../go/go-url.ts";
import { percentDecode } from "../go/percent-encoding.ts";
import { parseUrlValues } from "../go/url-values.ts";

/** Returns the redirect URI of a request that names none. */
export function getDefaultRedirectUri(registered: string, separator: string): string {
  return splitRedirectUris(registered, separator)[0] ?? "";
}

function splitRedirectUris(registered: string, separator: string): string[] {
  return separator === "" ? [registered] : registered.split(separator);
}

/**
 * Whether a redirect URI matches a registered one: the same scheme and host, and a path that begins with the registered path
 * (Trap 20). An invalid registered URI, or one with a fragment, ends the search.
 */
export function isRedirectUriAllowed(registered: string, uri: string, separator: string): boolean {
  if (uri === "") return false;
  const redirect = parseGoUrl(uri);
  for (const candidate of splitRedirectUris(registered, separator)) {
    if (candidate === "") return false;
    const base = parseGoUrl(candidate);
    if (base?.fragment !== "" || redirect?.fragment !== "") return false;
    const isSameHost = base.scheme === redirect.scheme && base.host === redirect.host;
    if (isSameHost && redirect.path.startsWith(base.path)) return true;
  }
  return false;
}

/** Returns the URL that the user is redirected to, or `undefined` if the redirect URI is not a URL. */
export function buildRedirectUrl(
  uri: string,
  fields: Readonly<Record<string, unknown>>,
  isInFragment: boolean,
): string | undefined {
  const url = parseGoUrl(uri);
  if (url === undefined) return undefined;
  const { values } = parseUrlValues(url.rawQuery);
  for (const [name, value] of Object.entries(fields)) values.set(name, String(value));
  if (!isInFragment) return formatGoUrl({ ...url, rawQuery: values.encode() });
  const fragment = percentDecode(values.encode(), "query") ?? "";
  return formatGoUrl({ ...url, rawQuery: "", fragment });
}
