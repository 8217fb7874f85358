import { describe, expect, test } from "vitest";
import { readDocument, tableOf } from "../support/docs/markdown.ts";

/** The types of the reports that the TSDoc of each method names, such as `"tokens.find AbsenceReport"`. */
function documentedReports(): string[] {
  return ["clients", "tokens"].flatMap((resource) => {
    const source = readDocument(`src/resources/${resource}.ts`);
    const methods = source.matchAll(/ {2}\/\*\*\n((?: {3}\*.*\n)+?) {3}\*\/\n {2}(\w+)[(<]/g);
    return [...methods].flatMap(([, comment = "", method = ""]) =>
      comment
        .split("@throws")
        .filter((part) => part.startsWith(" {@link TykIncompleteError}"))
        .flatMap((part) => [...part.matchAll(/\{@link (\w+Report)\}/g)])
        .map(([, type = ""]) => `${resource}.${method} ${type}`),
    );
  });
}

/** The same of the table in `docs/errors.md`, but for the report that many methods have. */
function tabledReports(): string[] {
  return tableOf("docs/errors.md", "methods").flatMap(({ methods = "", type = "" }) =>
    [...methods.matchAll(/`((?:clients|tokens)\.\w+)`/g)]
      .filter(() => !methods.startsWith("`toArray`"))
      // An abort or a deadline has this report, which is no TykIncompleteError.
      .filter(() => !type.includes("SearchReport"))
      .map(([, method = ""]) => `${method} ${type.replaceAll("`", "")}`),
  );
}

describe("the reports of errors", () => {
  const documented = documentedReports().filter((line) => !line.endsWith("ClientLookupReport"));

  test("are those of the table, for each method whose TSDoc names one", () => {
    const inherited = (line: string): boolean => line.startsWith("clients.replace ");
    expect([...new Set(documented)].sort()).toEqual(
      [...new Set(tabledReports())].filter((line) => !inherited(line)).sort(),
    );
  });

  test("were found in the TSDoc", () => {
    expect(documented.length).toBeGreaterThan(10);
  });
});
