import type { TestEvent } from "node:test/reporters";

/** A line of what {@link report} writes. */
export interface ReportLine {
  readonly kind: "pass" | "fail" | "note" | "printed";
  /** The test's file, as it was named to Node. */
  readonly file: string;
  /** The test's name; of a note and of what was printed the text. */
  readonly text: string;
  /** How deep the test stands in others. */
  readonly nesting: number;
  readonly durationMs?: number;
  readonly error?: string;
}

/** A reporter of `node:test` that writes a line of JSON for each thing that the run's table is made from. */
export default async function* report(source: AsyncIterable<TestEvent>): AsyncGenerator<string> {
  for await (const event of source) {
    const line = lineOf(event);
    if (line !== undefined) yield `${JSON.stringify(line)}\n`;
  }
}

function lineOf(event: TestEvent): ReportLine | undefined {
  if (event.type === "test:pass" || event.type === "test:fail") {
    const { file = "", name, nesting, details } = event.data;
    return {
      kind: event.type === "test:pass" ? "pass" : "fail",
      file,
      text: name,
      nesting,
      durationMs: details.duration_ms,
      ...("error" in details ? { error: textOf(details.error) } : {}),
    };
  }
  if (event.type === "test:diagnostic") {
    const { file = "", message, nesting } = event.data;
    return { kind: "note", file, text: message, nesting };
  }
  if (event.type === "test:stdout" || event.type === "test:stderr") {
    const { file, message } = event.data;
    return { kind: "printed", file, text: message, nesting: 0 };
  }
  return undefined;
}

/** The error that the test failed with, which Node wraps in one of its own. */
function textOf(error: Error): string {
  const { cause } = error;
  return cause instanceof Error ? (cause.stack ?? cause.message) : error.message;
}
