/** Templates of hosts and paths, as the gateway's router reads them: `{name}` and `{name:pattern}` stand for what varies. */

/** A template, read. */
export interface Template {
  /** The source of a regular expression without anchors. */
  readonly source: string;
  /** The names of the parts that vary. */
  readonly names: readonly string[];
}

/** What a part stands for that has no pattern of its own: one segment of a path, or one label of a host. */
const defaultPatterns = { path: "[^/]+", host: "[^.]+" };

/**
 * What of Go's regular expressions a pattern may not hold: groups that capture, with which the router refuses the route, and
 * what JavaScript reads otherwise or not at all.
 */
const unportableSyntax = /(?<!\\)\((?!\?:)|\[\[:|\\[AQEpPzC]|\\x\{/;

/** Reads a template, or gives `undefined` if the router refuses it. A route that is refused matches nothing. */
export function parseTemplate(template: string, kind: "host" | "path"): Template | undefined {
  const names: string[] = [];
  let source = "";
  let rest = template;
  for (let brace = rest.search(/[{}]/); brace >= 0; brace = rest.search(/[{}]/)) {
    const length = findVariableLength(rest.slice(brace));
    if (length === undefined) return undefined;
    const variable = rest.slice(brace + 1, brace + length - 1);
    const colon = variable.indexOf(":");
    const name = colon < 0 ? variable : variable.slice(0, colon);
    const pattern = colon < 0 ? defaultPatterns[kind] : variable.slice(colon + 1);
    if (name === "" || pattern === "") return undefined;
    names.push(name);
    source += `${escapeLiteral(rest.slice(0, brace))}(?:${pattern})`;
    rest = rest.slice(brace + length);
  }
  return { source: source + escapeLiteral(rest), names };
}

/** Whether every pattern of a template means the same in Go and in JavaScript. */
export function isPortable(template: string): boolean {
  const source = parseTemplate(template, "path")?.source;
  if (source === undefined) return true;
  if (unportableSyntax.test(source)) return false;
  try {
    new RegExp(source);
    return true;
  } catch {
    // A pattern that JavaScript cannot read may be one that Go can.
    return false;
  }
}

/**
 * The matcher of a `Host` header. The port is compared only if the template has a colon, and letters as they are unless the
 * flag says otherwise.
 */
export function createHostMatcher(
  template: string,
  flags: "" | "i" = "",
): (host: string) => boolean {
  const parsed = parseTemplate(template, "host");
  if (parsed === undefined) return () => false;
  const pattern = new RegExp(`^${parsed.source}$`, flags);
  // The colon between a name and its pattern is not part of what the router searches for one.
  const hasColon = template.replaceAll(/\{[^{}:]+:/g, "").includes(":");
  return (host) => pattern.test(hasColon ? host : (host.split(":", 1)[0] ?? ""));
}

/** The length of the part that begins with the brace at the start, or `undefined` if the braces do not pair. */
function findVariableLength(text: string): number | undefined {
  let depth = 0;
  for (let i = 0; i < text.length; i++) {
    if (text[i] === "{") depth++;
    else if (text[i] === "}") depth--;
    if (depth <= 0) return depth < 0 ? undefined : i + 1;
  }
  return undefined;
}

function escapeLiteral(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|/-]/g, "\\$&");
}
