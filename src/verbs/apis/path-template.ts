import { parsePathExpression } from "./path-expression.ts";
import type { PathExpression } from "./path-expression.ts";

/** The result of a match. `"maybe"` if this package does not evaluate the pattern, or if versions of the gateway differ. */
export type Match = "yes" | "maybe" | "no";

/** Whether a listen path or a domain is a pattern, such as `/shop/{id}/`. */
export function isPattern(template: string): boolean {
  return /[{}]/.test(template);
}

/**
 * Matches a path against a listen path, as the gateway's router does. In a pattern, `{name}` matches a segment or a part of
 * one, and `{name:expression}` matches a regular expression.
 */
export function matchPath(template: string, path: string, extent: "whole" | "prefix"): Match {
  if (!isPattern(template)) {
    const isMatch = extent === "whole" ? path === template : path.startsWith(template);
    return isMatch ? "yes" : "no";
  }
  // A path that differs before the first brace cannot match, whatever the pattern is.
  if (!path.startsWith(template.split(/[{}]/, 1).join(""))) return "no";
  const expression = expressionOf(template);
  if (expression === undefined) return "maybe";
  return expression.matches(path, extent) ? "yes" : "no";
}

function expressionOf(template: string): PathExpression | undefined {
  let source = "";
  let rest = template;
  while (rest !== "") {
    const open = rest.search(/[{}]/);
    const literal = open === -1 ? rest : rest.slice(0, open);
    source += literal.replaceAll(/[!-/:-@[-`{-~]/g, "\\$&");
    if (open === -1) break;
    const end = endOfBraces(rest, open);
    if (end === undefined) return undefined;
    const [name = "", ...patterns] = rest.slice(open + 1, end).split(":");
    const pattern = patterns.length === 0 ? "[^/]+" : patterns.join(":");
    if (name === "" || pattern === "") return undefined;
    source += `(?:${pattern})`;
    rest = rest.slice(end + 1);
  }
  return parsePathExpression(source);
}

/** Returns the position of the brace that closes the one at `open`. Braces nest, because expressions can have `{2}`. */
function endOfBraces(text: string, open: number): number | undefined {
  let depth = 0;
  for (let at = open; at < text.length; at += 1) {
    if (text[at] === "{") depth += 1;
    if (text[at] === "}") depth -= 1;
    if (depth === 0) return at;
  }
  return undefined;
}
