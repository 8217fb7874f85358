import { spawn } from "@lydell/node-pty";
import { onTestFinished } from "vitest";
import { programPath } from "./start-program.ts";

/** A program on a terminal. */
export interface Terminal {
  /** Everything that was written so far, with the escapes of the terminal. */
  screen(): string;
  /** Presses keys. */
  type(keys: string): void;
  /** Waits until the terminal has a text. */
  waitFor(text: string): Promise<void>;
  readonly ended: Promise<number>;
}

/** Starts the command on a terminal of 80 columns, or another program. It is killed at the end of the test. */
export function openTerminal(
  words: readonly string[],
  env: Readonly<Record<string, string>>,
  other?: { readonly file: string; readonly folder: string },
): Terminal {
  const { file = process.execPath, folder } = other ?? {};
  const args = other === undefined ? [programPath, ...words] : [...words];
  const pty = spawn(file, args, {
    cols: 80,
    rows: 24,
    ...(folder === undefined ? {} : { cwd: folder }),
    env: { PATH: process.env["PATH"], TERM: "xterm", ...env },
  });
  let text = "";
  let hasEnded = false;
  const checks = new Set<() => void>();
  pty.onData((data) => {
    text += data;
    for (const check of checks) check();
  });
  const ended = new Promise<number>((resolve) => {
    pty.onExit(({ exitCode }) => {
      hasEnded = true;
      resolve(exitCode);
    });
  });
  onTestFinished(() => {
    if (!hasEnded) pty.kill("SIGKILL");
  });
  return {
    ended,
    screen: () => text,
    type: (keys) => {
      pty.write(keys);
    },
    waitFor: (wanted) =>
      new Promise((resolve) => {
        const check = (): void => {
          if (text.includes(wanted)) resolve();
        };
        checks.add(check);
        check();
      }),
  };
}
