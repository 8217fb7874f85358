import { cut } from "./text.ts";
import { percentDecode, percentEncode } from "./percent-encoding.ts";

/**
 * A URL as Go's `net/url` parses and writes it. Unlike a browser, Go resolves nothing and accepts any scheme or a bare path.
 * The field names are Go's. Redirect URIs are compared and built from these parts.
 */
interface GoUrl {
  readonly scheme: string;
  readonly opaque: string;
  /** Name and password, as Go writes them. */
  readonly userInfo: string | undefined;
  readonly host: string;
  /** Decoded. */
  readonly path: string;
  /** The path as it was sent, if Go would write it in another way. */
  readonly rawPath: string;
  readonly rawQuery: string;
  readonly forceQuery: boolean;
  readonly omitHost: boolean;
  /** Decoded. */
  readonly fragment: string;
}

/** Parses a URL. Returns `undefined` if it is invalid. */
export function parseGoUrl(text: string): GoUrl | undefined {
  const [beforeHash, hash = ""] = cut(text, "#");
  const fragment = percentDecode(hash, "path");
  // A control character or an empty scheme is invalid.
  if (fragment === undefined || /^:|[^ -~\u0080-\uffff]/.test(beforeHash)) return undefined;

  const schemeEnd = /^[A-Za-z][A-Za-z0-9+.-]*:/.exec(beforeHash)?.[0].length ?? 0;
  const scheme = beforeHash.slice(0, Math.max(schemeEnd - 1, 0)).toLowerCase();
  const [rest, query] = cut(beforeHash.slice(schemeEnd), "?");
  const parts: GoUrl = {
    scheme,
    opaque: "",
    userInfo: undefined,
    host: "",
    path: "",
    rawPath: "",
    rawQuery: query ?? "",
    forceQuery: query === "",
    omitHost: false,
    fragment,
  };

  if (!rest.startsWith("/")) {
    if (scheme !== "") return { ...parts, opaque: rest };
    if (rest.split("/", 1)[0]?.includes(":") === true) return undefined;
  }
  if (!rest.startsWith("//") || (scheme === "" && rest.startsWith("///")))
    return addPath({ ...parts, omitHost: scheme !== "" && rest.startsWith("/") }, rest);
  const pathStart = rest.indexOf("/", 2);
  const authority = parseAuthority(pathStart < 0 ? rest.slice(2) : rest.slice(2, pathStart));
  if (authority === undefined) return undefined;
  return addPath({ ...parts, ...authority }, pathStart < 0 ? "" : rest.slice(pathStart));
}

/** Writes a URL. */
export function formatGoUrl(url: GoUrl): string {
  let text = url.scheme === "" ? "" : `${url.scheme}:`;
  if (url.opaque !== "") {
    text += url.opaque;
  } else {
    text += formatAuthority(url);
    const path = formatPath(url);
    if (path !== "" && !path.startsWith("/") && url.host !== "") text += "/";
    if (text === "" && path.split("/", 1)[0]?.includes(":") === true) text += "./";
    text += path;
  }
  if (url.forceQuery || url.rawQuery !== "") text += `?${url.rawQuery}`;
  return url.fragment === "" ? text : `${text}#${percentEncode(url.fragment, "fragment")}`;
}

function formatAuthority(url: GoUrl): string {
  const hasAuthority = url.host !== "" || url.userInfo !== undefined;
  if (!hasAuthority && (url.scheme === "" || url.omitHost || url.path === "")) return "";
  const user = url.userInfo === undefined ? "" : `${url.userInfo}@`;
  return `//${user}${percentEncode(url.host, "host")}`;
}

/** Writes the path as it was sent, if that still has the same meaning. */
function formatPath(url: GoUrl): string {
  const validPath = /^(?:[A-Za-z0-9\-_.~!$&'()*+,;=:@/[\]]|%[0-9a-fA-F]{2})*$/;
  const { path, rawPath } = url;
  if (rawPath !== "" && validPath.test(rawPath) && percentDecode(rawPath, "path") === path)
    return rawPath;
  return path === "*" ? "*" : percentEncode(path, "path");
}

function addPath(url: GoUrl, path: string): GoUrl | undefined {
  const decoded = percentDecode(path, "path");
  if (decoded === undefined) return undefined;
  return { ...url, path: decoded, rawPath: percentEncode(decoded, "path") === path ? "" : path };
}

function parseAuthority(text: string): { userInfo: string | undefined; host: string } | undefined {
  const at = text.lastIndexOf("@");
  const host = parseHost(text.slice(at + 1));
  if (host === undefined) return undefined;
  if (at < 0) return { userInfo: undefined, host };
  const userInfo = normalizeUserInfo(text.slice(0, at));
  return userInfo === undefined ? undefined : { userInfo, host };
}

function normalizeUserInfo(text: string): string | undefined {
  if (!/^[A-Za-z0-9\-._:~!$&'()*+,;=%@]*$/.test(text)) return undefined;
  const [name, password] = cut(text, ":").map((part = "") => percentDecode(part, "path"));
  if (name === undefined || password === undefined) return undefined;
  const user = percentEncode(name, "user");
  return text.includes(":") ? `${user}:${percentEncode(password, "user")}` : user;
}

function parseHost(text: string): string | undefined {
  const bracketed = /^\[[0-9A-Fa-f:.]+(?:%25[^\]]*)?\]/.exec(text)?.[0];
  if (bracketed === undefined && /[[\]]/.test(text)) return undefined;
  const colon = bracketed === undefined ? text.lastIndexOf(":") : bracketed.length;
  if (colon >= 0 && !/^(?::[0-9]*)?$/.test(text.slice(colon))) return undefined;
  // In a host, only bytes beyond ASCII and the percent sign can be escaped.
  if (/%(?!25|[89A-Fa-f])/.test(text)) return undefined;
  const decoded = percentDecode(text, "path");
  if (decoded === undefined) return undefined;
  return /^[A-Za-z0-9\-_.~!$&'()*+,;=:[\]<>"%\u0080-\uffff]*$/.test(text) ? decoded : undefined;
}
