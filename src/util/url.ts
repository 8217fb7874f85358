/** Parses a URL, or returns `undefined` if the text is none. Some runtimes lack `URL.canParse`. */
export function parseUrl(text: string, base?: string): URL | undefined {
  try {
    return new URL(text, base);
  } catch {
    return undefined;
  }
}

/** Returns the host and the port of a URL, also if the port is the default. A path or credentials could hold a secret. */
export function serverOf(url: string): { readonly host: string; readonly port: number } {
  const { hostname: host, port, protocol } = new URL(url);
  const defaultPort = protocol === "https:" ? 443 : 80;
  return { host, port: port === "" ? defaultPort : Number(port) };
}
