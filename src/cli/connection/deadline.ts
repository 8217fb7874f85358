import { CommandError } from "../errors/command-error.ts";

/** Returns a signal that is aborted with `signal`, or when the deadline of the command passes. */
export function withDeadline(signal: AbortSignal, deadlineMs: number | undefined): AbortSignal {
  if (deadlineMs === undefined) return signal;
  const deadline = new AbortController();
  setTimeout(() => {
    deadline.abort(
      new CommandError("the deadline passed", {
        exit: "failed",
        code: "timeout",
        hint: "raise --deadline",
      }),
    );
    // A command that has ended does not wait for it.
  }, deadlineMs).unref();
  return AbortSignal.any([signal, deadline.signal]);
}
