import type { TykLogger } from "../../../src/index.ts";

/** Creates a logger that keeps its lines, each after its level. */
export function recordingLogger(): { lines: string[][]; logger: TykLogger } {
  const lines: string[][] = [];
  const keep =
    (level: string) =>
    (...line: unknown[]): void => {
      lines.push([level, ...line.map(String)]);
    };
  return {
    lines,
    logger: { debug: keep("debug"), info: keep("info"), warn: keep("warn"), error: keep("error") },
  };
}
