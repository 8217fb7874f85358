/** Names that other libraries or other parts of this package use, with the names that can be meant here. */
const otherNames: Readonly<Record<string, readonly string[]>> = {
  address: ["baseUrl", "path"],
  agent: ["fetch"],
  api: ["apiId", "apis"],
  apikey: ["secret"],
  authtoken: ["secret"],
  authorization: ["secret"],
  callback: ["redirectUri", "redirect_uri"],
  callbackurl: ["redirectUri", "redirect_uri"],
  client: ["clientId", "client_id"],
  concurrency: ["maxConcurrency"],
  deadline: ["deadlineMs"],
  delay: ["delayMs"],
  endpoint: ["baseUrl", "path"],
  host: ["baseUrl", "hostname", "domain"],
  id: ["clientId", "client_id", "apiId", "api_id", "policyId"],
  insecure: ["allowInsecureHttp"],
  key: ["secret", "token", "keys"],
  listpath: ["listenPath", "listen_path"],
  maxsize: ["maxResponseBytes"],
  metadata: ["metaData", "meta_data"],
  org: ["orgId", "org_id"],
  organisation: ["orgId", "org_id"],
  organization: ["orgId", "org_id"],
  password: ["secret", "passphrase"],
  path: ["listenPath", "listen_path"],
  policy: ["policyId", "policy_id", "policies"],
  rejectunauthorized: ["ca"],
  retries: ["maxRetries"],
  retry: ["maxRetries"],
  route: ["operation"],
  statuscode: ["status"],
  timeout: ["timeoutMs", "connectTimeoutMs"],
  timeouts: ["timeoutMs", "connectTimeoutMs"],
  token: ["secret"],
  totaltimeout: ["totalTimeoutMs"],
  uri: ["baseUrl", "redirectUri", "redirect_uri", "path"],
  url: ["baseUrl", "redirectUri", "redirect_uri", "path"],
  verb: ["method"],
};

/** Says that a name is unknown, and which name is meant or which names there are. `kind` is "option" or "field", for example. */
export function describeUnknownName(
  kind: string,
  name: string,
  names: readonly string[],
  where = "",
): string {
  const meant = suggestName(name, names);
  const next =
    meant === undefined ? `the ${kind}s are ${names.join(", ")}` : `did you mean "${meant}"?`;
  return `unknown ${kind} "${name}"${where === "" ? "" : ` in ${where}`}; ${next}`;
}

/** Returns the name that a misspelt or foreign name most likely means. */
export function suggestName(name: string, names: readonly string[]): string | undefined {
  const wanted = simplify(name);
  const same = names.find((candidate) => simplify(candidate) === wanted);
  if (same !== undefined) return same;
  const others = Object.hasOwn(otherNames, wanted) ? (otherNames[wanted] ?? []) : [];
  const foreign = others.find((candidate) => names.includes(candidate));
  if (foreign !== undefined) return foreign;
  // A long name is a mistake that no suggestion helps with, and comparing it takes time.
  if (wanted.length > 40) return undefined;
  const [closest] = names
    .map((candidate) => ({ candidate, edits: editDistance(wanted, simplify(candidate)) }))
    .filter(({ candidate, edits }) => edits <= Math.max(1, Math.floor(candidate.length / 4)))
    .sort((one, other) => one.edits - other.edits);
  return closest?.candidate ?? names.find((candidate) => isShortened(wanted, simplify(candidate)));
}

/** Whether a name is another one with letters left out, as `createClient` is of `createOAuthClient`. */
function isShortened(name: string, whole: string): boolean {
  if (name.length < 5 || !whole.startsWith(name.charAt(0)) || !whole.endsWith(name.slice(-1)))
    return false;
  let next = 0;
  for (const letter of whole) if (letter === name[next]) next += 1;
  return next === name.length;
}

/** Ignores what people mix up most: capitals, underscores, hyphens, and the unit of a time. */
function simplify(name: string): string {
  return name
    .toLowerCase()
    .replaceAll(/[_-]/g, "")
    .replace(/(?:ms|milliseconds)$/, "");
}

/** Counts the letters to insert, delete, replace or swap with their neighbour (optimal string alignment). */
function editDistance(one: string, other: string): number {
  let beforePrevious: number[] = [];
  let previous = Array.from({ length: other.length + 1 }, (_, j) => j);
  for (let i = 1; i <= one.length; i++) {
    const current = [i];
    for (let j = 1; j <= other.length; j++) {
      const isSame = one[i - 1] === other[j - 1];
      const isSwap = i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1];
      current[j] = Math.min(
        at(current, j - 1) + 1,
        at(previous, j) + 1,
        at(previous, j - 1) + (isSame ? 0 : 1),
        isSwap ? at(beforePrevious, j - 2) + 1 : Infinity,
      );
    }
    beforePrevious = previous;
    previous = current;
  }
  return at(previous, other.length);
}

function at(row: readonly number[], position: number): number {
  return row[position] ?? Infinity;
}
