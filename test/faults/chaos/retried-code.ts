/**
 * Returns the failure of an attempt from the log line of its retry, and of a timeout whether the head of a response had come.
 * Returns "" for any other line, which no client may log at this level.
 */
export function retriedCode(line: string): string {
  const [, status, code = ""] = / (no response|\d+) in .*: ([a-z-]+), retry in /.exec(line) ?? [];
  return code === "timeout" && status !== "no response" ? "timeout of the body" : code;
}
