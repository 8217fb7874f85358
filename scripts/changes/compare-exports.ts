import ts from "typescript";
import { normalizeDeclarations } from "./normalize-declarations.ts";
import { readExports } from "./read-exports.ts";
import type { Export } from "./read-exports.ts";
import { createProgram } from "./create-program.ts";

/** How one exported name has changed. */
export interface Difference {
  readonly name: string;
  readonly what: string;
  readonly isBreaking: boolean;
}

/** Files that exist only in memory. */
const files = { old: "/compare/old.d.ts", new: "/compare/new.d.ts", probe: "/compare/probe.ts" };

/**
 * Compares the exports of two declaration files by TypeScript's assignability. A new value must be assignable to the type of the old
 * value. A type that became only wider or only narrower is no break by itself: the values that use it decide.
 */
export function compareExports(oldCode: string, newCode: string): Difference[] {
  const texts = new Map([
    [files.old, normalizeDeclarations(oldCode)],
    [files.new, normalizeDeclarations(newCode)],
  ]);
  const program = createProgram(texts);
  const [before, after] = [readExports(program, files.old), readExports(program, files.new)];
  const differences: Difference[] = [];
  const probes: Probe[] = [];
  for (const [name, old] of before) {
    const now = after.get(name);
    if (now === undefined || (old.isValue && !now.isValue) || (old.isType && !now.isType))
      differences.push({ name, what: "was removed", isBreaking: true });
    else probes.push(...createProbes(name, old, now));
  }
  for (const name of after.keys())
    if (!before.has(name)) differences.push({ name, what: "is new", isBreaking: false });
  return [...differences, ...runProbes(probes, texts)];
}

/** A line of code that compiles only if the new type fits the old one, or the other way round. */
interface Probe {
  readonly name: string;
  readonly kind: "value" | "narrower" | "wider";
  readonly code: string;
}

function createProbes(name: string, old: Export, now: Export): Probe[] {
  const probes: Probe[] = [];
  if (old.isValue) {
    const code = `export const v: typeof Old.${name} = null! as typeof New.${name};`;
    probes.push({ name, kind: "value", code });
  }
  // TypeScript compares the parameters of constructors bivariantly, so they need a probe of their own.
  if (old.isClass && now.isClass) {
    const parameters = (side: string): string => `ConstructorParameters<typeof ${side}.${name}>`;
    const code = `export const c: ${parameters("New")} = null! as ${parameters("Old")};`;
    probes.push({ name, kind: "value", code });
  }
  if (old.isType) {
    const oldType = `Old.${name}${old.typeArguments}`;
    const newType = `New.${name}${now.typeArguments}`;
    probes.push({ name, kind: "wider", code: `export const w: ${oldType} = null! as ${newType};` });
    probes.push({
      name,
      kind: "narrower",
      code: `export const n: ${newType} = null! as ${oldType};`,
    });
  }
  return probes;
}

function runProbes(probes: readonly Probe[], texts: Map<string, string>): Difference[] {
  const code = [
    'import type * as Old from "./old.js"; import type * as New from "./new.js";',
    ...probes.map((probe, index) => `namespace p${index} { ${probe.code} }`),
  ].join("\n");
  const program = createProgram(new Map([...texts, [files.probe, code]]));
  const source = program.getSourceFile(files.probe);
  if (source === undefined) throw new Error("TypeScript did not load the probe file");
  const failed = new Map<Probe, string>();
  for (const { start = 0, messageText } of program.getSemanticDiagnostics(source)) {
    const probe = probes[source.getLineAndCharacterOfPosition(start).line - 1];
    const text = shortenMessage(messageText);
    if (probe === undefined) throw new Error(`the public types cannot be compared: ${text}`);
    failed.set(probe, text);
  }
  const names = new Set([...failed.keys()].map(({ name }) => name));
  return [...names].map((name) => createDifference(name, failed));
}

/** Returns the last two lines of a message: they name the property that does not fit, and the reason. */
function shortenMessage(message: string | ts.DiagnosticMessageChain): string {
  const lines = ts.flattenDiagnosticMessageText(message, "\n").split("\n");
  const end = lines.slice(-2).map((line) => line.trim());
  return end.join(" ").replaceAll(/import\("[^"]*"\)\./g, "");
}

function createDifference(name: string, failed: ReadonlyMap<Probe, string>): Difference {
  const failureOf = (kind: Probe["kind"]): string | undefined =>
    [...failed].find(([probe]) => probe.name === name && probe.kind === kind)?.[1];
  const value = failureOf("value");
  if (value !== undefined) return { name, what: `no longer fits: ${value}`, isBreaking: true };
  const [wider, narrower] = [failureOf("wider"), failureOf("narrower")];
  if (wider !== undefined && narrower !== undefined)
    return { name, what: `has another type: ${wider}`, isBreaking: true };
  return {
    name,
    what: wider === undefined ? "is narrower than before" : "is wider than before",
    isBreaking: false,
  };
}
