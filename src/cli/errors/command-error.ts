import type { ExitName } from "../exit-codes.ts";

/** One problem of a file. */
export interface FileProblem {
  readonly file?: string;
  readonly line?: number;
  readonly column?: number;
  /** The wrong part as a JSON pointer. */
  readonly path?: string;
  readonly message: string;
}

/** An error that the command itself found. Its message is for people, and never has a secret. */
export class CommandError extends Error {
  override readonly name: string = "CommandError";
  readonly exit: ExitName;
  readonly hint: string | undefined;
  /** The `code` in the JSON of the error. */
  readonly code: string;

  constructor(
    message: string,
    details: { readonly exit: ExitName; readonly code: string; readonly hint?: string | undefined },
  ) {
    super(message);
    this.exit = details.exit;
    this.code = details.code;
    this.hint = details.hint;
  }
}

/** Thrown if files are wrong, with every problem that was found. Nothing was changed. */
export class InvalidFileError extends CommandError {
  override readonly name = "InvalidFileError";
  readonly problems: readonly FileProblem[];

  constructor(message: string, problems: readonly FileProblem[]) {
    super(message, { exit: "usage", code: "manifest" });
    this.problems = problems;
  }
}

/** Thrown if the command line, a setting or a file is wrong. Nothing was sent. */
export class UsageError extends CommandError {
  override readonly name = "UsageError";

  constructor(message: string, hint?: string) {
    super(message, { exit: "usage", code: "usage", hint });
  }
}
