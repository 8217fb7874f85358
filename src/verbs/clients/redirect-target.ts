/** The part of the answer that says where the browser is to go. */
interface Target {
  readonly redirect_to: string;
  readonly state?: string;
  readonly [field: string]: unknown;
}

/** Why an answer must not be handed to a browser, or `undefined` where it leads to the place that was asked for. */
export function redirectTargetProblem(
  { redirect_to, ...granted }: Target,
  redirectUri: string,
  state: string | undefined,
): string | undefined {
  // The gateway leaves an empty state out.
  if ((granted.state ?? "") !== (state ?? "")) return "the gateway answered with another state";
  if (!URL.canParse(redirect_to)) return "the gateway answered with no address to go to";
  const target = new URL(redirect_to);
  const wanted = new URL(redirectUri);
  if (createApiState(target) !== createApiState(wanted))
    return "the gateway answered with another address than the one that was asked for";
  const carried =
    "access_token" in granted ? new URLSearchParams(target.hash.slice(1)) : target.searchParams;
  const names = ["code", "access_token", "state"].filter((name) => name in granted);
  if (names.some((name) => carried.get(name) !== granted[name]))
    return "the address that the gateway answered with does not carry what it granted";
  // A query of the registered address stays, in front of a fragment it goes.
  const isThere = ([name, value]: [string, string]): boolean =>
    target.searchParams.getAll(name).includes(value);
  if (!("access_token" in granted) && ![...wanted.searchParams].every(isThere))
    return "the address that the gateway answered with lacks a part of the one that was asked for";
  return undefined;
}

/** Scheme, host and path; the gateway may encode the path otherwise than it was given. */
function createApiState({ protocol, host, pathname }: URL): string {
  try {
    // An encoded slash is none.
    const segments = pathname.split(/%2f/i).map((part) => decodeURIComponent(part));
    return `${protocol}//${host}${segments.join("%2F")}`;
  } catch {
    return `${protocol}//${host}${pathname}`;
  }
}
