/** Whether a value is a promise, also one of another realm or of a library that replaced the global `Promise`. */
export function isPromiseLike(value: unknown): value is PromiseLike<unknown> {
  return (
    typeof value === "object" &&
    value !== null &&
    typeof (value as { readonly then?: unknown }).then === "function"
  );
}

/** Handles the rejection of a value that may be a promise. Unhandled, it would end the process. */
export function ignoreRejection(value: unknown): void {
  if (isPromiseLike(value)) Promise.resolve(value).catch(() => undefined);
}
