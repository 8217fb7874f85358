/** Templates of hosts and paths, as the gateway's router reads them. `{name}` and `{name:pattern}` are variables. */

import { compilePattern, cut } from "../go/text.ts";

/** A parsed template. */
interface Template {
  /** The source of a regular expression, without anchors. */
  readonly source: string;
  /** The names of the variables. */
  readonly names: readonly string[];
}

/** The patterns of variables without one: a segment of a path, or a label of a host. */
const defaultPatterns = { path: "[^/]+", host: "[^.]+" };

/**
 * What a pattern cannot contain: capturing groups, for which the router refuses the route, and syntax that JavaScript reads
 * differently or not at all.
 */
const unportableSyntax = /(?<!\\)\((?!\?:)|\[\[:|\\[AQEpPzC]|\\x\{/;

/** Parses a template. Returns `undefined` if the router refuses it. A refused route matches nothing. */
export function parseTemplate(template: string, kind: "host" | "path"): Template | undefined {
  const names: string[] = [];
  let source = "";
  let rest = template;
  for (let brace = rest.search(/[{}]/); brace >= 0; brace = rest.search(/[{}]/)) {
    const length = findVariableLength(rest.slice(brace));
    if (length === undefined) return undefined;
    const variable = rest.slice(brace + 1, brace + length - 1);
    const [name, pattern = defaultPatterns[kind]] = cut(variable, ":");
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
  return !unportableSyntax.test(source) && compilePattern(source) !== undefined;
}

/**
 * Creates the matcher of a `Host` header. It compares the port only if the template has a colon, and is case-sensitive
 * unless the flag says otherwise (Trap 34).
 */
export function createHostMatcher(
  template: string,
  flags: "" | "i" = "",
): (host: string) => boolean {
  const parsed = parseTemplate(template, "host");
  if (parsed === undefined) return () => false;
  const pattern = new RegExp(`^${parsed.source}$`, flags);
  // The router ignores the colon between a name and its pattern here.
  const hasColon = template.replaceAll(/\{[^{}:]+:/g, "").includes(":");
  return (host) => pattern.test(hasColon ? host : cut(host, ":")[0]);
}

/** Returns the length of the variable that begins with the first brace, or `undefined` if the braces do not match. */
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
