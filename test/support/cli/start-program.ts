import { spawn } from "node:child_process";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { root } from "../docs/root.ts";

/** The bundled command (`bundle-source.ts`). */
export const programPath: string = join(root, ".cache/source/cli.js");

/** A running command. */
export interface Program {
  /** Waits until stdout and stderr together have a text. */
  waitFor(text: string): Promise<void>;
  kill(signal: NodeJS.Signals): void;
  /** Resolves when the process has ended. */
  readonly ended: Promise<{ code: number | null; stdout: string; stderr: string }>;
}

/** Starts the command as a process, or another program. It is killed at the end of the test. */
export function startProgram(
  words: readonly string[],
  env: Readonly<Record<string, string>> = {},
  other?: string,
): Program {
  const [file, args] =
    other === undefined ? [process.execPath, [programPath, ...words]] : [other, words];
  const child = spawn(file, args, {
    env: { PATH: process.env["PATH"], ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let [stdout, stderr] = ["", ""];
  const listeners = new Set<() => void>();
  const notify = (): void => {
    for (const listener of listeners) listener();
  };
  child.stdout.on("data", (chunk: Buffer) => {
    stdout += chunk.toString();
    notify();
  });
  child.stderr.on("data", (chunk: Buffer) => {
    stderr += chunk.toString();
    notify();
  });
  const ended = new Promise<{ code: number | null; stdout: string; stderr: string }>((resolve) => {
    child.once("close", (code) => {
      resolve({ code, stdout, stderr });
      notify();
    });
  });
  onTestFinished(() => {
    child.kill("SIGKILL");
  });
  return {
    ended,
    kill: (signal) => {
      child.kill(signal);
    },
    waitFor: (text) =>
      new Promise((resolve, reject) => {
        const check = (): void => {
          if ((stdout + stderr).includes(text)) resolve();
          else if (child.exitCode !== null) reject(new Error(`ended without ${text}: ${stderr}`));
        };
        listeners.add(check);
        check();
      }),
  };
}
