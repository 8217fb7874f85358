import { CommandError } from "../errors/command-error.ts";

/** A signal that also ends at a deadline: the SDK's iterators have no deadline of their own. */
export interface DeadlineSignal {
  readonly signal: AbortSignal;
  /** Stops the timer. */
  readonly stop: () => void;
}

/** Creates a signal that is aborted with `signal`, or when the deadline passes. */
export function createDeadlineSignal(
  signal: AbortSignal,
  deadlineMs: number | undefined,
): DeadlineSignal {
  if (deadlineMs === undefined) return { signal, stop: () => undefined };
  const controller = new AbortController();
  const timer = setTimeout(() => {
    controller.abort(
      new CommandError("the deadline passed", {
        exit: "failed",
        code: "timeout",
        hint: "raise --deadline",
      }),
    );
  }, deadlineMs);
  return {
    signal: AbortSignal.any([signal, controller.signal]),
    stop: () => {
      clearTimeout(timer);
    },
  };
}
