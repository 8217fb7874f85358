import { findUnknownName } from "../../util/fail.ts";
import { isRecord } from "../../util/json.ts";
import { describeUnknownName } from "../../util/unknown-name.ts";
import { failConfig } from "../fail.ts";
import type { ConsentTexts } from "../types.ts";
import { englishTexts } from "./texts.ts";

/** Checks the caller's texts, and completes them with the English ones. */
export function resolveTexts(passed: unknown): ConsentTexts {
  const texts = merge("texts", englishTexts, passed, (name, value) => {
    const wanted = typeof englishTexts[name as keyof ConsentTexts];
    return typeof value === wanted ? undefined : `must be a ${wanted}`;
  });
  const problems = merge("texts.problems", englishTexts.problems, texts.problems, (_, value) =>
    Array.isArray(value) && value.length === 2 && value.every((text) => typeof text === "string")
      ? undefined
      : "must be a heading and an advice",
  );
  return { ...texts, problems };
}

/** Replaces the fields of an object that are passed. One that is `undefined` replaces nothing. */
function merge<T extends object>(
  where: string,
  defaults: T,
  passed: unknown,
  findProblem: (name: string, value: unknown) => string | undefined,
): T {
  if (passed === undefined) return defaults;
  if (!isRecord(passed)) return failConfig(`${where} must be an object`);
  const names = Object.keys(defaults);
  const unknownName = findUnknownName(passed, names);
  if (unknownName !== undefined)
    failConfig(`${where}: ${describeUnknownName("text", unknownName, names)}`);
  const fields = Object.entries(passed).filter(([, value]) => value !== undefined);
  for (const [name, value] of fields) {
    const problem = findProblem(name, value);
    if (problem !== undefined) failConfig(`${where}.${name} ${problem}`);
  }
  return { ...defaults, ...Object.fromEntries(fields) };
}
