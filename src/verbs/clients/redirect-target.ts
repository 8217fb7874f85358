import { parseUrl } from "../../util/url.ts";

/** The part of the response that says where the browser must go. */
interface Target {
  readonly redirect_to: string;
  readonly state?: string;
  readonly [field: string]: unknown;
}

/** Returns why a response must not be passed to a browser; `undefined` if it redirects to the requested URI. */
export function redirectTargetProblem(
  { redirect_to, ...granted }: Target,
  redirectUri: string,
  state: string | undefined,
): string | undefined {
  // The gateway leaves out an empty state.
  if ((granted.state ?? "") !== (state ?? "")) return "the gateway returned another state";
  const target = parseUrl(redirect_to);
  if (target === undefined) return "the gateway returned a redirect_to that is not a URL";
  const wanted = new URL(redirectUri);
  if (normalizeAddress(target) !== normalizeAddress(wanted))
    return "the gateway returned a redirect_to that is not the requested redirect URI";
  const params =
    "access_token" in granted ? new URLSearchParams(target.hash.slice(1)) : target.searchParams;
  const names = ["code", "access_token", "state"].filter((name) => name in granted);
  if (names.some((name) => params.get(name) !== granted[name]))
    return "the gateway returned a redirect_to without the code, token or state that it granted";
  // The gateway keeps the query of the redirect URI for a code. For a token, in the fragment, it drops the query.
  const isKept = ([name, value]: [string, string]): boolean =>
    target.searchParams.getAll(name).includes(value);
  if (!("access_token" in granted) && ![...wanted.searchParams].every(isKept))
    return "the gateway returned a redirect_to without the query of the requested redirect URI";
  return undefined;
}

/** Returns scheme, host and path with the path decoded, because the gateway may encode the path in another way. */
function normalizeAddress({ protocol, host, pathname }: URL): string {
  try {
    // An encoded slash does not separate segments.
    const segments = pathname.split(/%2f/i).map((part) => decodeURIComponent(part));
    return `${protocol}//${host}${segments.join("%2F")}`;
  } catch {
    return `${protocol}//${host}${pathname}`;
  }
}
