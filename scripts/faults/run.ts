import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import type { Runtime } from "../support/nodes.ts";
import type { ReportLine } from "./reporter.ts";

/** A run that takes longer hangs. */
const limitMs = 240_000;

/** What the tests are run with. */
export interface Equipment {
  readonly reporter: string;
  /** The folder of the certificates. */
  readonly certificates: string;
  /** Those that Node is to trust. */
  readonly trusted: string;
}

/** What a run gave. */
export interface Run {
  readonly node: Runtime;
  /** Whether each row passed, by its name. */
  readonly rows: ReadonlyMap<string, boolean>;
  readonly failures: readonly string[];
  readonly notes: readonly string[];
  readonly failed: number;
  readonly durationMs: number;
}

/** Runs the tests on one Node, file after file: side by side they would disturb each other's clocks. */
export async function runOn(
  node: Runtime,
  tests: readonly string[],
  { reporter, certificates, trusted }: Equipment,
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
      // Those of this process are not for another Node.
      NODE_OPTIONS: "",
    },
    stdio: ["ignore", "pipe", "inherit"],
    timeout: limitMs,
  });
  const closed = new Promise<number | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  });
  for await (const text of createInterface({ input: child.stdout })) {
    const line = JSON.parse(text) as ReportLine;
    if (line.kind === "fail" && !isOfChildren(line))
      failures.push(`${line.text}\n${line.error ?? ""}`);
    if (line.kind === "printed" || (line.kind === "note" && line.text.startsWith("› ")))
      notes.push(line.text.trimEnd());
    if ((line.kind === "pass" || line.kind === "fail") && line.nesting === 0)
      rows.set(line.text, line.kind === "pass");
  }
  const exitCode = await closed;
  const failed = [...rows.values()].filter((passed) => !passed).length;
  if (exitCode !== 0 && failed === 0) failures.push(`Node ended with ${exitCode ?? "a signal"}`);
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

/** Of a test with others in it that failed, only that some did. */
function isOfChildren({ error = "" }: ReportLine): boolean {
  return /^(Error \[ERR_TEST_FAILURE\]: )?\d+ subtests? failed/.test(error);
}
