import { expect } from "vitest";

/** The reason if a name is unknown, or belongs in another argument. The field is the name. */
export const isUnknown = "is unknown";

/** Matches the message of a wrong field. */
export function sayingOf(method: string, field: string, why: string): string {
  if (why !== isUnknown) return saying(`${method}: ${field} ${why}`);
  const name = field.split(".").at(-1) ?? field;
  const unknown = `unknown (?:field|option) "${name}"(?: in \\w+)?; (?:did you mean "\\w+"\\?|the .+)`;
  const misplaced = `"${name}" belongs in \\w+.+`;
  return expect.stringMatching(
    new RegExp(`^${method}: (?:${unknown}|${misplaced})(?: \\[[^\\]]+\\])?$`),
  ) as string;
}

/**
 * Matches the message of an error by its problem. After it may only follow how to call the method, the next step (". Check …"), and
 * the failed request and the ids in brackets. The tests of messages check these parts.
 */
export function saying(problem: string): string {
  const escaped = problem.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&");
  const usage = String.raw`(?:: [\w.]+\(.*\))?`;
  return expect.stringMatching(
    new RegExp(`^${escaped}${usage}(?:\\. .+?)?(?: \\[[^\\]]+\\])?$`, "s"),
  ) as string;
}
