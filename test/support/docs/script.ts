import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { root } from "./root.ts";

/** The exit code of a script, and everything that it printed. */
export interface Ended {
  readonly exitCode: number | null;
  readonly output: string;
}

/** A running script. */
export interface Running {
  readonly process: ChildProcess;
  readonly ended: Promise<Ended>;
  /** Waits until the output matches, and returns the output so far. Rejects if the script ends first. */
  outputMatching(pattern: RegExp): Promise<string>;
}

/** How a script is started. */
export interface ScriptOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly input?: string;
  /** Whether the script really waits for the gateway's session cache, as it does for a reader. */
  readonly waits?: boolean;
}

/**
 * Starts a script as a reader does: in its own process, with only the path of our environment.
 *
 * The script imports the sources (see `bundle-source.ts`), not `dist/`, which may be old. `npm run demo` and the checks of the package
 * run on `dist/`.
 */
export function start(
  script: string,
  args: readonly string[] = [],
  { env = {}, input = "", waits = false }: ScriptOptions = {},
): Running {
  const before = ["use-source.ts", ...(waits ? [] : ["short-waits.ts"])];
  const imports = before.flatMap((name) => ["--import", join(root, "test/support/docs", name)]);
  const child = spawn(node, [...imports, join(root, script), ...args], {
    cwd: root,
    env: {
      PATH: process.env["PATH"] ?? "",
      NODE_COMPILE_CACHE: join(root, ".cache/node"),
      ...env,
    },
  });
  // A test that fails or runs into its timeout must not leave a process behind.
  onTestFinished(() => {
    child.kill("SIGKILL");
  });
  let output = "";
  const checks = new Set<() => void>();
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (piece: string) => {
      output += piece;
      for (const check of checks) check();
    });
  }
  child.stdin.end(input);
  const ended = new Promise<Ended>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (exitCode) => {
      resolve({ exitCode, output });
    });
  });
  return {
    process: child,
    ended,
    outputMatching: (pattern) =>
      new Promise((resolve, reject) => {
        const check = (): void => {
          if (!pattern.test(output)) return;
          checks.delete(check);
          resolve(output);
        };
        checks.add(check);
        check();
        void ended.then(() => {
          reject(new Error(`ended without ${String(pattern)}:\n${output}`));
        });
      }),
  };
}

/** Runs a script until it ends. */
export function run(...args: Parameters<typeof start>): Promise<Ended> {
  return start(...args).ended;
}

/** A Node that runs TypeScript: the current one, or the project's. */
const node = process.features.typescript ? process.execPath : join(root, "node_modules/.bin/node");
