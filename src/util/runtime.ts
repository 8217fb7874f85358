/** The clock and the source of randomness. Tests and the embedded gateway use their own. */
export interface Runtime {
  /** Returns the milliseconds since the epoch. */
  now(): number;
  /** Returns a number from 0 up to but not including 1. */
  random(): number;
  /** Resolves after `ms`, or rejects with the signal's reason when the signal aborts. Leaves no timer and no listener. */
  sleep(ms: number, signal: AbortSignal): Promise<void>;
}

export const systemRuntime: Runtime = {
  now: () => Date.now(),
  random: () => Math.random(),
  sleep: (ms, signal) =>
    new Promise((resolve, reject) => {
      const stop = (): void => {
        clearTimeout(timer);
        reject(signal.reason as Error);
      };
      const timer = setTimeout(() => {
        signal.removeEventListener("abort", stop);
        resolve();
      }, ms);
      if (signal.aborted) stop();
      else signal.addEventListener("abort", stop, { once: true });
    }),
};
