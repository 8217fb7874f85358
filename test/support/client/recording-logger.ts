import type { TykLogger } from "../../../src/index.ts";

/** A logger that keeps its lines, each with its level before it. */
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
