import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import type { Runtime } from "../support/nodes.ts";
import type { ReportLine } from "./reporter.ts";

/** A run that takes longer hangs, and is ended. Beside other work the chaos test alone has taken 212 s. */
const timeoutMs = 600_000;

/** The files that a run needs. */
export interface RunFiles {
  readonly reporter: string;
  /** The folder with the servers' certificates. */
  readonly certificates: string;
  /** The file with the certificates that Node trusts. */
  readonly trusted: string;
}

/** The results of a run. */
export interface Run {
  readonly node: Runtime;
  /** Whether each row (top-level test) passed, by name. */
  readonly rows: ReadonlyMap<string, boolean>;
  readonly failures: readonly string[];
  readonly notes: readonly string[];
  readonly failed: number;
  readonly durationMs: number;
}

/** Runs the tests on one Node, one file at a time: parallel files would disturb each other's timing. */
export async function runTests(
  node: Runtime,
  tests: readonly string[],
  { reporter, certificates, trusted }: RunFiles,
): Promise<Run> {
  const startedAt = performance.now();
  const rows = new Map<string, boolean>();
  const failures: string[] = [];
  const notes: string[] = [];
  const args = ["--expose-gc", "--enable-source-maps", "--test", "--test-concurrency=1"];
  const child = spawn(node.path, [...args, `--test-reporter=${reporter}`, ...tests], {
    env: {
      ...process.env,
      FAULTS_CERTIFICATES: certificates,
      NODE_EXTRA_CA_CERTS: trusted,
      // The options of this process may be unknown to another Node.
      NODE_OPTIONS: "",
    },
    stdio: ["ignore", "pipe", "inherit"],
    timeout: timeoutMs,
  });
  const closed = new Promise<number | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  });
  for await (const text of createInterface({ input: child.stdout })) {
    const line = JSON.parse(text) as ReportLine;
    if (line.kind === "fail" && !isSubtestFailure(line))
      failures.push(`${line.text}\n${line.error ?? ""}`);
    if (line.kind === "printed" || (line.kind === "note" && line.text.startsWith("› ")))
      notes.push(line.text.trimEnd());
    if ((line.kind === "pass" || line.kind === "fail") && line.nesting === 0)
      rows.set(line.text, line.kind === "pass");
  }
  const exitCode = await closed;
  const failed = [...rows.values()].filter((passed) => !passed).length;
  if (exitCode !== 0 && failed === 0) failures.push(`Node exited with ${exitCode ?? "a signal"}`);
  const durationMs = performance.now() - startedAt;
  return {
    node,
    rows,
    failures,
    notes,
    failed: exitCode === 0 ? failed : Math.max(failed, 1),
    durationMs,
  };
}

/** Whether a test failed only because its subtests failed. */
function isSubtestFailure({ error = "" }: ReportLine): boolean {
  return /^(Error \[ERR_TEST_FAILURE\]: )?\d+ subtests? failed/.test(error);
}
