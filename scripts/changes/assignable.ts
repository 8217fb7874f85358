import ts from "typescript";
import { comparable } from "./comparable.ts";
import { exportsIn } from "./exports.ts";
import type { Export } from "./exports.ts";
import { programOf } from "./program.ts";

/** What became of one exported name. */
export interface Difference {
  readonly name: string;
  readonly what: string;
  readonly breaking: boolean;
}

/** Names of files that are in memory alone. */
const files = { old: "/compare/old.d.ts", now: "/compare/now.d.ts", probe: "/compare/probe.ts" };

/**
 * Compares the exports of two texts of declarations by what TypeScript lets one put in place of the other: a value must fit where
 * the old one did, since that is how all the types that it takes and gives are used. A type that no value says no to may have
 * become wider or narrower: it is only given, or only taken.
 */
export function compare(old: string, now: string): Difference[] {
  const texts = new Map([
    [files.old, comparable(old)],
    [files.now, comparable(now)],
  ]);
  const program = programOf(texts);
  const [before, after] = [exportsIn(program, files.old), exportsIn(program, files.now)];
  const differences: Difference[] = [];
  const probes: Probe[] = [];
  for (const [name, was] of before) {
    const is = after.get(name);
    if (is === undefined || (was.isValue && !is.isValue) || (was.isType && !is.isType))
      differences.push({ name, what: "is not there any more", breaking: true });
    else probes.push(...probesOf(name, was, is));
  }
  for (const name of after.keys())
    if (!before.has(name)) differences.push({ name, what: "is new", breaking: false });
  return [...differences, ...judge(probes, texts)];
}

interface Probe {
  readonly name: string;
  readonly kind: "value" | "narrower" | "wider";
  readonly code: string;
}

function probesOf(name: string, was: Export, is: Export): Probe[] {
  const probes: Probe[] = [];
  if (was.isValue) {
    const code = `export const v: typeof Old.${name} = null! as typeof Now.${name};`;
    probes.push({ name, kind: "value", code });
  }
  // TypeScript lets a constructor take less than the one it stands for, as it lets a method.
  if (was.isClass && is.isClass) {
    const taken = (side: string): string => `ConstructorParameters<typeof ${side}.${name}>`;
    const code = `export const c: ${taken("Now")} = null! as ${taken("Old")};`;
    probes.push({ name, kind: "value", code });
  }
  if (was.isType) {
    const old = `Old.${name}${was.typeArguments}`;
    const now = `Now.${name}${is.typeArguments}`;
    probes.push({ name, kind: "wider", code: `export const w: ${old} = null! as ${now};` });
    probes.push({ name, kind: "narrower", code: `export const n: ${now} = null! as ${old};` });
  }
  return probes;
}

function judge(probes: readonly Probe[], texts: Map<string, string>): Difference[] {
  const code = [
    'import type * as Old from "./old.js"; import type * as Now from "./now.js";',
    ...probes.map((probe, at) => `namespace p${at} { ${probe.code} }`),
  ].join("\n");
  const program = programOf(new Map([...texts, [files.probe, code]]));
  const source = program.getSourceFile(files.probe);
  if (source === undefined) throw new Error("nothing to compare");
  const failed = new Map<Probe, string>();
  for (const { start = 0, messageText } of program.getSemanticDiagnostics(source)) {
    const probe = probes[source.getLineAndCharacterOfPosition(start).line - 1];
    const text = reasonOf(messageText);
    if (probe === undefined) throw new Error(`the public types cannot be compared: ${text}`);
    failed.set(probe, text);
  }
  const names = new Set([...failed.keys()].map(({ name }) => name));
  return [...names].map((name) => differenceOf(name, failed));
}

/** The end of what TypeScript says, where it comes to what does not fit: where that is, and why. */
function reasonOf(message: string | ts.DiagnosticMessageChain): string {
  const lines = ts.flattenDiagnosticMessageText(message, "\n").split("\n");
  const end = lines.slice(-2).map((line) => line.trim());
  return end.join(" ").replaceAll(/import\("[^"]*"\)\./g, "");
}

function differenceOf(name: string, failed: ReadonlyMap<Probe, string>): Difference {
  const why = (kind: Probe["kind"]): string | undefined =>
    [...failed].find(([probe]) => probe.name === name && probe.kind === kind)?.[1];
  const value = why("value");
  if (value !== undefined) return { name, what: `does not fit any more: ${value}`, breaking: true };
  const [wider, narrower] = [why("wider"), why("narrower")];
  if (wider !== undefined && narrower !== undefined)
    return { name, what: `is another type: ${wider}`, breaking: true };
  return {
    name,
    what: wider === undefined ? "says more than before" : "takes more than before",
    breaking: false,
  };
}
