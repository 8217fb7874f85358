import type { TestEvent } from "node:test/reporters";

/** A line that {@link report} writes. */
export interface ReportLine {
  readonly kind: "pass" | "fail" | "note" | "printed";
  /** The test's file, as passed to Node. */
  readonly file: string;
  /** The name of the test, or the text of a note or of printed output. */
  readonly text: string;
  /** The depth of the test in its parent tests. */
  readonly nesting: number;
  readonly durationMs?: number;
  readonly error?: string;
}

/** A `node:test` reporter that writes a line of JSON for each event that the table of results needs. */
export default async function* report(source: AsyncIterable<TestEvent>): AsyncGenerator<string> {
  for await (const event of source) {
    const line = toLine(event);
    if (line !== undefined) yield `${JSON.stringify(line)}\n`;
  }
}

function toLine(event: TestEvent): ReportLine | undefined {
  if (event.type === "test:pass" || event.type === "test:fail") {
    const { file = "", name, nesting, details } = event.data;
    return {
      kind: event.type === "test:pass" ? "pass" : "fail",
      file,
      text: name,
      nesting,
      durationMs: details.duration_ms,
      ...("error" in details ? { error: errorText(details.error) } : {}),
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

/** Returns the text of the test's own error, which Node wraps in another error. */
function errorText(error: Error): string {
  const { cause } = error;
  return cause instanceof Error ? (cause.stack ?? cause.message) : error.message;
}
