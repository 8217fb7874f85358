import { execFile, execFileSync } from "node:child_process";
import { promisify } from "node:util";
import { root } from "./root.ts";

/** Options of a program run. */
export interface RunOptions {
  /** The working folder. Defaults to the project's folder. */
  readonly cwd?: string;
  /** Variables to add to the environment. */
  readonly env?: Readonly<Record<string, string>>;
}

/** How much output an error message shows. The last lines usually have the error. */
const maxMessageLength = 4_000;

/** A program exited with an error. */
export class ProgramFailure extends Error {
  readonly #output: string;

  constructor(command: string, output: string) {
    super(`${command} failed:\n${output.slice(-maxMessageLength)}`);
    this.#output = output;
  }

  /** The whole output: stdout, then stderr. */
  get output(): string {
    return this.#output;
  }
}

/** Runs a program and returns its stdout. Throws a {@link ProgramFailure} if it exits with an error. */
export function run(command: string, args: readonly string[], options: RunOptions = {}): string {
  try {
    const stdio: ["ignore", "pipe", "pipe"] = ["ignore", "pipe", "pipe"];
    return execFileSync(command, args, { ...execOptions(options), stdio });
  } catch (error) {
    throw toFailure(command, args, error);
  }
}

/** Runs a program like {@link run}, but other programs can run at the same time. */
export async function runAsync(
  command: string,
  args: readonly string[],
  options: RunOptions = {},
): Promise<string> {
  try {
    const running = promisify(execFile)(command, args, execOptions(options));
    running.child.stdin?.end();
    return (await running).stdout;
  } catch (error) {
    throw toFailure(command, args, error);
  }
}

function execOptions({ cwd = root, env }: RunOptions): {
  cwd: string;
  env: NodeJS.ProcessEnv;
  encoding: "utf8";
  maxBuffer: number;
} {
  return {
    cwd,
    // npm's messages are needed even under `npm run --silent`.
    env: { ...process.env, npm_config_loglevel: "notice", ...env },
    encoding: "utf8",
    maxBuffer: 64 * 2 ** 20,
  };
}

function toFailure(command: string, args: readonly string[], error: unknown): ProgramFailure {
  const { stdout = "", stderr = "" } = error as { stdout?: string; stderr?: string };
  const output = `${stdout}${stderr}`.trim();
  return new ProgramFailure([command, ...args].join(" "), output === "" ? String(error) : output);
}

/** Runs a program. Returns its output if it fails, and `undefined` if it succeeds. */
export function failureOutput(
  command: string,
  args: readonly string[],
  options: RunOptions = {},
): string | undefined {
  return catchFailureOutput(() => run(command, args, options));
}

/** Calls a function that runs programs. Returns the output of the program that failed, or `undefined` if none failed. */
export function catchFailureOutput(work: () => unknown): string | undefined {
  try {
    work();
    return undefined;
  } catch (error) {
    if (error instanceof ProgramFailure) return error.output;
    throw error;
  }
}
