/** Reads a URL. It is not quoted where it is wrong: a token may be in it. */
export function parseRequestUrl(text: string): URL {
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    throw new TypeError("the URL cannot be parsed");
  }
  if (url.protocol !== "https:" && url.protocol !== "http:")
    throw new TypeError("the URL is neither http nor https");
  if (url.username !== "" || url.password !== "") throw new TypeError("the URL holds credentials");
  // It is for a browser alone, and not sent.
  if (url.hash !== "") url.hash = "";
  return url;
}

/** A host as connections are made to it: an address of IPv6 has brackets in a URL alone. */
export function stripBrackets(hostname: string): string {
  return hostname.startsWith("[") ? hostname.slice(1, -1) : hostname;
}
