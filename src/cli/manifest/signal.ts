import type { Connection } from "../command-context.ts";

/** Returns the signal of Ctrl-C and of `--deadline`, for functions without the option `deadlineMs`. */
export function signalOf({ signal, deadlineMs }: Connection["call"]): AbortSignal {
  return deadlineMs === undefined
    ? signal
    : AbortSignal.any([signal, AbortSignal.timeout(deadlineMs)]);
}
