/**
 * Calls the listener once, when the signal aborts or if it has aborted already. Returns a function that removes the listener. The
 * signal may come from another realm or from a polyfill.
 */
export function onAbort(signal: AbortSignal, listener: () => void): () => void {
  const source = deriveSignal(signal);
  if (source.aborted) listener();
  else source.addEventListener("abort", listener, { once: true });
  return () => {
    source.removeEventListener("abort", listener);
  };
}

/**
 * Node warns if a signal has more than ten listeners, and a caller may use one signal for many calls. A derived signal adds no
 * listener to the caller's signal.
 */
function deriveSignal(signal: AbortSignal): AbortSignal {
  try {
    return AbortSignal.any([signal]);
  } catch {
    // The runtime lacks `any`, or the signal is one of another realm.
    return signal;
  }
}

/**
 * Whether a value is an `AbortSignal`, also one of another realm or of a polyfill. `Object.create(AbortSignal.prototype)` is none,
 * although it passes `instanceof`.
 */
export function isAbortSignal(value: unknown): value is AbortSignal {
  try {
    // The platform's getter throws for an object that only looks like a signal.
    if (typeof globalThis.AbortSignal === "function" && value instanceof AbortSignal)
      Reflect.get(AbortSignal.prototype, "aborted", value);
    const { aborted, addEventListener, removeEventListener } = value as Partial<AbortSignal>;
    return (
      typeof aborted === "boolean" &&
      typeof addEventListener === "function" &&
      typeof removeEventListener === "function"
    );
  } catch {
    return false;
  }
}

/** Creates the reason of an abort, as the platform does. Some runtimes lack `DOMException`. */
export function createAbortReason(message: string, name: "AbortError" | "TimeoutError"): Error {
  return typeof globalThis.DOMException === "function"
    ? new DOMException(message, name)
    : Object.assign(new Error(message), { name });
}
