import type { SuiteResult } from "../../test/support/runtimes/suite-result.ts";
import type { Host, HostRun } from "./host.ts";

/** A host with what came of it. */
export interface Outcome {
  readonly host: Pick<Host, "title" | "id" | "knownFailures">;
  /** The run, or why the host is not available. */
  readonly run: HostRun | { readonly unavailable: string };
}

const start = "<!-- runtimes: npm run test:runtimes writes this table -->";
const end = "<!-- runtimes end -->";
const heads = ["name for `--only`", "host", "version", "conformance", "real HTTP", "notes"];

/** Returns whether every suite of an outcome passed, except for exactly the known failures. */
export function hasPassed({ host: { knownFailures }, run }: Outcome): boolean {
  if ("unavailable" in run) return false;
  const { conformance, http } = run;
  return (conformance === undefined || passes(conformance)) && passes(http, knownFailures);
}

/** Whether exactly the expected cases fail. A known failure that is gone is a failure too, so that its note does not stay. */
function passes({ total, failures }: SuiteResult, expected: readonly string[] = []): boolean {
  return (
    total > 0 &&
    failures.length === expected.length &&
    expected.every((name) => failures.some((failure) => failure.name.endsWith(name)))
  );
}

/** Returns whether an outcome fails the run. A host that is not available fails it only if it was named. */
export function isFailure(outcome: Outcome, isNamed: boolean): boolean {
  return "unavailable" in outcome.run ? isNamed : !hasPassed(outcome);
}

/**
 * Returns a document with the rows of these outcomes. Rows of other hosts stay, in the order of `all`; a host that never ran has
 * the row "not run". The notes of each host come from `notes`.
 */
export function writeTable(
  document: string,
  all: readonly Outcome["host"][],
  outcomes: readonly Outcome[],
  notes: Readonly<Record<string, string>>,
): string {
  const from = document.indexOf(start);
  const to = document.indexOf(end);
  if (from < 0 || to < from) throw new Error("the document has no markers for the table");
  const known = readRows(document.slice(from, to));
  const rows = all.map((host) => {
    const outcome = outcomes.find((one) => one.host.id === host.id);
    const results =
      outcome === undefined
        ? (known.get(host.id) ?? ["not run", "–", "–"])
        : describeOutcome(outcome);
    return [`\`${host.id}\``, host.title, ...results, notes[host.id] ?? ""];
  });
  const table = formatTable([heads, ...rows]);
  return `${document.slice(0, from)}${start}\n\n${table}\n\n${document.slice(to)}`;
}

/** Returns version, conformance and HTTP of an outcome, as cells. */
export function describeOutcome({ host, run }: Outcome): string[] {
  if ("unavailable" in run) return [`not available: ${escapeCell(run.unavailable)}`, "–", "–"];
  return [run.version, describeSuite(run.conformance), describeSuite(run.http, host.knownFailures)];
}

function describeSuite(suite: SuiteResult | undefined, known?: readonly string[]): string {
  if (suite === undefined) return "–";
  const { total, failures } = suite;
  if (total === 0) return "✘ does not start";
  const count = `${total - failures.length} of ${total}`;
  if (failures.length === 0) return `✔ ${count}`;
  return passes(suite, known) ? `${count}, see notes` : `✘ ${count}`;
}

/** Returns the results of the rows, by the host's id. */
function readRows(table: string): Map<string, string[]> {
  const rows = new Map<string, string[]>();
  for (const line of table.split("\n")) {
    const cells = line.split(/(?<!\\)\|/).map((cell) => cell.trim());
    const id = /^`(.+)`$/.exec(cells[1] ?? "")?.[1];
    if (id !== undefined) rows.set(id, cells.slice(3, 6));
  }
  return rows;
}

function escapeCell(text: string): string {
  return text.replaceAll("|", "\\|").replaceAll(/\s+/g, " ");
}

/** Formats a table as prettier does. */
function formatTable(rows: readonly (readonly string[])[]): string {
  const widths = heads.map((_, column) =>
    Math.max(3, ...rows.map((row) => (row[column] ?? "").length)),
  );
  const line = (cells: readonly string[]): string =>
    `| ${widths.map((width, column) => (cells[column] ?? "").padEnd(width)).join(" | ")} |`;
  const rule = `| ${widths.map((width) => "-".repeat(width)).join(" | ")} |`;
  const [head = [], ...body] = rows;
  return [line(head), rule, ...body.map(line)].join("\n");
}
