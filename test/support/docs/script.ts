import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { join } from "node:path";
import { root } from "./root.ts";

/** How a script ended, and all that it printed. */
export interface Ended {
  readonly exitCode: number | null;
  readonly output: string;
}

/** A script that runs. */
export interface Running {
  readonly process: ChildProcess;
  readonly ended: Promise<Ended>;
  /** What it has printed once that fits a pattern; rejects where it ends before. */
  printed(pattern: RegExp): Promise<string>;
}

/** What a script is started with. */
export interface ScriptOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly input?: string;
  /** Whether it waits out the gateway's session cache, as it would at a reader's. */
  readonly waits?: boolean;
}

/**
 * Starts a script as a reader does, as a process of its own, with nothing of our environment but the path.
 *
 * It gets the package from the sources (see `bundle-source.ts`), not from `dist/`: that is what this test run is about, wherever
 * and whenever `dist/` was built. `npm run demo` and the checks of the package are what runs on `dist/`.
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
  let output = "";
  const waiting = new Set<() => void>();
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (piece: string) => {
      output += piece;
      for (const look of waiting) look();
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
    printed: (pattern) =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          if (!pattern.test(output)) return;
          waiting.delete(look);
          resolve(output);
        };
        waiting.add(look);
        look();
        void ended.then(() => {
          reject(new Error(`ended without ${String(pattern)}:\n${output}`));
        });
      }),
  };
}

/** Runs a script to its end. */
export function run(...args: Parameters<typeof start>): Promise<Ended> {
  return start(...args).ended;
}

/** A Node that reads TypeScript: the one that runs this, or the one of the project. */
const node = process.features.typescript ? process.execPath : join(root, "node_modules/.bin/node");
