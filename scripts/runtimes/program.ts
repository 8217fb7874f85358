import { spawn } from "node:child_process";
import { root } from "../support/root.ts";

/** What a program printed, and how it ended. */
export interface ProgramResult {
  readonly stdout: string;
  readonly stderr: string;
  readonly exitCode: number | null;
}

export interface ProgramOptions {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** A program that takes longer hangs. The limit is far above what a busy machine needs. */
const timeoutMs = 600_000;

/** The end of the output, for messages. The last lines usually have the error. */
const maxOutputLength = 3_000;

/** Runs a program to its end. Does not block, because the gateway of the program may be in this process. */
export async function runProgram(
  command: string,
  args: readonly string[],
  { cwd = root, env = {} }: ProgramOptions = {},
): Promise<ProgramResult> {
  const child = spawn(command, args, {
    cwd,
    env: { ...process.env, NODE_OPTIONS: "", NO_COLOR: "1", ...env },
    stdio: ["ignore", "pipe", "pipe"],
    timeout: timeoutMs,
  });
  const output = { stdout: "", stderr: "" };
  for (const name of ["stdout", "stderr"] as const)
    child[name].setEncoding("utf8").on("data", (text: string) => (output[name] += text));
  const exitCode = await new Promise<number | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  });
  return { ...output, exitCode };
}

/** Runs a program that must succeed, and returns its stdout. */
export async function runChecked(
  command: string,
  args: readonly string[],
  options: ProgramOptions = {},
): Promise<string> {
  const result = await runProgram(command, args, options);
  if (result.exitCode !== 0) throw new Error(describeFailure(command, result));
  return result.stdout;
}

/** Says how a program ended, with the end of its output. */
export function describeFailure(
  command: string,
  { stdout, stderr, exitCode }: ProgramResult,
): string {
  const output = `${stdout}\n${stderr}`.trim().slice(-maxOutputLength);
  return `${command} ended with ${exitCode ?? "a signal"}:\n${output}`;
}
