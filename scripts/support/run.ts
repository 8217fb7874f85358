import { execFileSync } from "node:child_process";
import type { ExecFileSyncOptions } from "node:child_process";
import { root } from "./root.ts";

/** Where a program runs, and what it finds there. */
export interface Place {
  /** The folder; the project's own by default. */
  readonly cwd?: string;
  /** What is added to the environment. */
  readonly env?: Readonly<Record<string, string>>;
}

/** Some write hundreds of lines, of which the last say what is wrong. */
const maxQuoted = 4_000;

/** What a program wrote before it failed. */
export class ProgramFailure extends Error {
  readonly #output: string;

  constructor(command: string, output: string) {
    super(`${command} failed:\n${output.slice(-maxQuoted)}`);
    this.#output = output;
  }

  /** All that it wrote, its errors last. */
  get output(): string {
    return this.#output;
  }
}

/** Runs a program to its end, and gives what it wrote. Throws a {@link ProgramFailure} where it fails. */
export function run(command: string, args: readonly string[], place: Place = {}): string {
  const options: ExecFileSyncOptions & { encoding: "utf8" } = {
    cwd: place.cwd ?? root,
    // What npm says is wanted, even where these scripts are to be silent.
    env: { ...process.env, npm_config_loglevel: "notice", ...place.env },
    encoding: "utf8",
    stdio: ["ignore", "pipe", "pipe"],
    maxBuffer: 64 * 2 ** 20,
  };
  try {
    return execFileSync(command, args, options);
  } catch (error) {
    const { stdout = "", stderr = "" } = error as { stdout?: string; stderr?: string };
    const output = `${stdout}${stderr}`.trim();
    throw new ProgramFailure([command, ...args].join(" "), output === "" ? String(error) : output);
  }
}

/** What a program wrote as it failed, or `undefined` where it did not. */
export function failureOf(
  command: string,
  args: readonly string[],
  place: Place = {},
): string | undefined {
  return failureIn(() => run(command, args, place));
}

/** The same of work that runs programs. */
export function failureIn(work: () => unknown): string | undefined {
  try {
    work();
    return undefined;
  } catch (error) {
    if (error instanceof ProgramFailure) return error.output;
    throw error;
  }
}
