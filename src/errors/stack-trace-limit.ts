/** More frames than this package has between an error and the call of the user. */
const enoughFrames = 50;

/**
 * Raises the limit of stack frames, so that the stack of the next error reaches the code of the user. V8 keeps ten, and all of them
 * would be of this package. Only an error pays for it, not each call. Returns a function that restores the limit.
 */
export function raiseStackTraceLimit(): () => void {
  const limit: unknown = Object.getOwnPropertyDescriptor(Error, "stackTraceLimit")?.value;
  // Other engines have no limit, and a limit of 0 is a decision of the program.
  if (typeof limit !== "number" || limit <= 0 || limit >= enoughFrames) return () => undefined;
  // `Reflect.set` returns false if `Error` is frozen.
  if (!Reflect.set(Error, "stackTraceLimit", enoughFrames)) return () => undefined;
  return () => {
    Error.stackTraceLimit = limit;
  };
}
