import { spawnSync } from "node:child_process";
import { root } from "./root.ts";

/** Runs a program of Node with its output shown. Returns its exit code; 1 if a signal ended it. */
export function runNode(
  programAndArgs: readonly string[],
  env: Readonly<Record<string, string>> = {},
): number {
  const { status, error } = spawnSync(process.execPath, programAndArgs, {
    cwd: root,
    env: { ...process.env, ...env },
    stdio: "inherit",
  });
  if (error !== undefined) throw error;
  return status ?? 1;
}
