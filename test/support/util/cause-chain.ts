/** An error and all its causes. */
export function causeChain(error: unknown): unknown[] {
  return error instanceof Error ? [error, ...causeChain(error.cause)] : [];
}
