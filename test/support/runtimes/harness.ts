import type { SuiteResult, TestFailure } from "./suite-result.ts";

interface Test {
  readonly name: string;
  readonly run: () => unknown;
}

const tests: Test[] = [];
const titles: string[] = [];

/** Groups tests, like `describe` of vitest. */
export function describe(title: string, define: () => void): void {
  titles.push(title);
  try {
    define();
  } finally {
    titles.pop();
  }
}

/** Adds a test, like `test` of vitest. */
export function test(name: string, run: () => unknown): void {
  tests.push({ name: [...titles, name].join(" > "), run });
}

/** Runs the added tests one after the other. It uses nothing but the language, so it runs on every runtime. */
export async function runTests(): Promise<SuiteResult> {
  const failures: TestFailure[] = [];
  const added = tests.splice(0);
  for (const { name, run } of added) {
    try {
      await run();
    } catch (error) {
      failures.push({ name, error: describeError(error) });
    }
  }
  return { total: added.length, failures };
}

/** Returns the stack of an error and of its causes. Errors of another realm are no instances of `Error`. */
function describeError(error: unknown): string {
  if (typeof error !== "object" || error === null) return String(error);
  const { name, message, stack, cause } = error as Partial<Error>;
  const title = `${name ?? "Error"}: ${message ?? ""}`;
  const lines = stack?.split("\n").filter((line) => /^\s+at |@/.test(line)) ?? [];
  const text = [title, ...lines.slice(0, 8)].join("\n");
  return cause === undefined ? text : `${text}\ncaused by ${describeError(cause)}`;
}
