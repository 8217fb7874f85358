/** Parses a URL. The URL is not quoted in errors, because it can contain a token. */
export function parseRequestUrl(text: string): URL {
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    throw new TypeError("the URL cannot be parsed");
  }
  if (url.protocol !== "https:" && url.protocol !== "http:")
    throw new TypeError("the URL is neither http nor https");
  if (url.username !== "" || url.password !== "")
    throw new TypeError("the URL contains credentials; remove them");
  // A fragment is never sent.
  if (url.hash !== "") url.hash = "";
  return url;
}

/** Removes the brackets around an IPv6 address, which only URLs have. */
export function stripBrackets(hostname: string): string {
  return hostname.startsWith("[") ? hostname.slice(1, -1) : hostname;
}

/** Returns the port of a URL, the default one included. */
export function portOf(url: URL): number {
  if (url.port !== "") return Number(url.port);
  return url.protocol === "https:" ? 443 : 80;
}
