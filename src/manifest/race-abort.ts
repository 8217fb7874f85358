import { createAbortReason, onAbort } from "../util/abort.ts";
import { runEach } from "../util/run-each.ts";

/** Waits for a function of the caller, but no longer than until the signal aborts. */
export async function raceAbort<T>(
  work: T | Promise<T>,
  signal: AbortSignal | undefined,
): Promise<T> {
  if (signal === undefined) return work;
  let stopListening: (() => void) | undefined;
  const aborted = new Promise<never>((_, reject) => {
    stopListening = onAbort(signal, () => {
      reject(createAbortReason("aborted", "AbortError"));
    });
  });
  try {
    return await Promise.race([work, aborted]);
  } finally {
    runEach(stopListening);
  }
}
