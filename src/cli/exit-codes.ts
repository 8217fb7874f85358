/** The exit codes of every command, with their meaning for the help, the man page and the documents. */
export const exitCodes = {
  done: { code: 0, meaning: "done, or in sync" },
  failed: { code: 1, meaning: "failed" },
  differences: { code: 2, meaning: "differences found" },
  unproved: { code: 3, meaning: "partly done, or not proved" },
  authentication: { code: 4, meaning: "the gateway refuses its secret" },
  usage: { code: 64, meaning: "wrong usage, setting or file; nothing was changed" },
  interrupted: { code: 130, meaning: "interrupted" },
} as const;

/** The name of an exit code. */
export type ExitName = keyof typeof exitCodes;

/** Returns the number of an exit code. */
export function exitCodeOf(name: ExitName): number {
  return exitCodes[name].code;
}
