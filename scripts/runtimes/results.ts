import { existsSync, readFileSync } from "node:fs";
import type { SuiteResult, TestFailure } from "../../test/support/runtimes/suite-result.ts";
import { resultMarker } from "./bundle.ts";
import { describeFailure } from "./program.ts";
import type { ProgramResult } from "./program.ts";

/** Reads the result that a bundle with the harness printed. A program without a result counts as one failure. */
export function readPrinted(command: string, program: ProgramResult): SuiteResult {
  const line = program.stdout.split("\n").find((one) => one.startsWith(resultMarker));
  if (line === undefined || program.exitCode !== 0)
    return noResult(describeFailure(command, program));
  return JSON.parse(line.slice(resultMarker.length)) as SuiteResult;
}

/** The result of a suite that did not start or did not end. */
export function noResult(error: string): SuiteResult {
  return { total: 0, failures: [{ name: "the suite runs", error }] };
}

/** The part of the JSON report of Jest and vitest that counts. */
interface JsonReport {
  readonly testResults: readonly {
    readonly message?: string;
    readonly assertionResults: readonly {
      readonly fullName: string;
      readonly status: string;
      readonly failureMessages: readonly string[];
    }[];
  }[];
}

/** Reads the JSON report that Jest or vitest wrote. */
export function readJsonReport(file: string, command: string, program: ProgramResult): SuiteResult {
  if (!existsSync(file)) return noResult(describeFailure(command, program));
  const { testResults } = JSON.parse(readFileSync(file, "utf8")) as JsonReport;
  const tests = testResults.flatMap(({ assertionResults }) => assertionResults);
  if (tests.length === 0) {
    const messages = testResults.map(({ message = "" }) => message).join("\n");
    return noResult(messages.trim() === "" ? describeFailure(command, program) : messages);
  }
  const failures: TestFailure[] = tests
    .filter(({ status }) => status !== "passed")
    .map(({ fullName, failureMessages }) => ({
      name: fullName,
      error: failureMessages.join("\n"),
    }));
  // A runner also fails without a failed test, for example after an unhandled rejection.
  if (program.exitCode !== 0 && failures.length === 0)
    failures.push({ name: "the runner succeeds", error: describeFailure(command, program) });
  return { total: tests.length, failures };
}
