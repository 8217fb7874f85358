/**
 * Runs each step, even if one throws. For clean-up in a `finally`: an error there would replace the result of the work, and keep the
 * later steps from running.
 */
export function runEach(...steps: readonly ((() => unknown) | undefined)[]): void {
  for (const step of steps) {
    try {
      step?.();
    } catch {
      // The result of the work counts, not its clean-up.
    }
  }
}
