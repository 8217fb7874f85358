import { describe, expect, test } from "vitest";
import { hosts } from "../../scripts/runtimes/hosts/index.ts";
import { notes } from "../../scripts/runtimes/notes.ts";
import { hasPassed, isFailure, writeTable } from "../../scripts/runtimes/table.ts";
import type { Outcome } from "../../scripts/runtimes/table.ts";
import { coded, readDocument, tableOf } from "../support/docs/markdown.ts";

const bun = { id: "bun", title: "Bun" };
const deno = { id: "deno", title: "Deno", knownFailures: ["sends once"] };
const markers = "<!-- runtimes: npm run test:runtimes writes this table -->\n<!-- runtimes end -->";

/** An outcome with these failures on HTTP. */
function outcome(host: Outcome["host"], ...failed: readonly string[]): Outcome {
  const failures = failed.map((name) => ({ name: `over HTTP > ${name}`, error: "no" }));
  const conformance = { total: 7, failures: [] };
  return { host, run: { version: "1.2.3", conformance, http: { total: 3, failures } } };
}

const write = (...outcomes: readonly Outcome[]): string =>
  writeTable(`# Hosts\n\n${markers}\n\nMore.\n`, [bun, deno], outcomes, { bun: "quick" });

/** The cells of a host's row, without its name and title. */
function rowOf(document: string, id: string): string[] {
  const line = document.split("\n").find((one) => one.includes(`\`${id}\``)) ?? "";
  return line
    .split(/(?<!\\)\|/)
    .map((cell) => cell.trim())
    .slice(3, -1);
}

describe("the table of hosts", () => {
  test("has the results between its markers, and leaves the rest of the document", () => {
    const document = write(outcome(bun), outcome(deno, "sends once"));
    expect(document.startsWith("# Hosts\n\n<!-- runtimes:")).toBe(true);
    expect(document.endsWith("<!-- runtimes end -->\n\nMore.\n")).toBe(true);
    expect(rowOf(document, "bun")).toEqual(["1.2.3", "✔ 7 of 7", "✔ 3 of 3", "quick"]);
    expect(rowOf(document, "deno")).toEqual(["1.2.3", "✔ 7 of 7", "2 of 3, see notes", ""]);
  });

  test("keeps the rows of hosts that did not run", () => {
    const first = write(outcome(bun));
    expect(rowOf(first, "deno")[0]).toBe("not run");
    const second = writeTable(first, [bun, deno], [outcome(deno)], {});
    expect(rowOf(second, "bun").slice(0, 3)).toEqual(["1.2.3", "✔ 7 of 7", "✔ 3 of 3"]);
  });

  test("shows failures, a suite that did not start, and why a host is not available", () => {
    expect(rowOf(write(outcome(bun, "a", "b")), "bun")[2]).toBe("✘ 1 of 3");
    const http = { total: 0, failures: [{ name: "the suite runs", error: "no" }] };
    const stuck: Outcome = { host: bun, run: { version: "1", conformance: undefined, http } };
    expect(rowOf(write(stuck), "bun").slice(1, 3)).toEqual(["–", "✘ does not start"]);
    const missing: Outcome = { host: bun, run: { unavailable: "no | such\npackage" } };
    expect(rowOf(write(missing), "bun")[0]).toBe("not available: no \\| such package");
  });

  test("needs its markers", () => {
    expect(() => writeTable("# Hosts\n", [bun], [], {})).toThrow("markers");
  });
});

describe("an outcome", () => {
  test("passes only if exactly the known failures are there", () => {
    expect(hasPassed(outcome(bun))).toBe(true);
    expect(hasPassed(outcome(bun, "sends once"))).toBe(false);
    expect(hasPassed(outcome(deno, "sends once"))).toBe(true);
    expect(hasPassed(outcome(deno))).toBe(false);
    expect(hasPassed(outcome(deno, "sends once", "reads"))).toBe(false);
    expect(hasPassed(outcome(deno, "reads"))).toBe(false);
  });

  test("of a host that is not available fails the run only if the host was named", () => {
    const missing: Outcome = { host: bun, run: { unavailable: "no package" } };
    expect(isFailure(missing, true)).toBe(true);
    expect(isFailure(missing, false)).toBe(false);
    expect(isFailure(outcome(bun, "reads"), false)).toBe(true);
  });
});

describe("docs/runtimes.md", () => {
  const rows = tableOf("docs/runtimes.md", "name for `--only`");

  test("has a row with a result for every host", () => {
    const ids = rows.map((row) => coded(row["name for `--only`"] ?? "")[0]);
    expect(ids).toEqual(hosts.map(({ id }) => id));
    for (const row of rows) {
      expect(row["version"], row["host"]).toMatch(/^\d/);
      expect(row["real HTTP"], row["host"]).toMatch(/\d+ of \d+|does not start/);
    }
  });

  test("has the notes of the script", () => {
    const written = rows.map((row) => [coded(row["name for `--only`"] ?? "")[0], row["notes"]]);
    expect(written).toEqual(hosts.map(({ id }) => [id, notes[id] ?? ""]));
    expect(hosts.map(({ id }) => id)).toEqual(expect.arrayContaining(Object.keys(notes)));
  });

  test("is written by the script as it stands", () => {
    const document = readDocument("docs/runtimes.md");
    expect(writeTable(document, hosts, [], notes)).toBe(document);
  });
});
