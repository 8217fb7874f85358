/**
 * Fixes the random number for the waits between attempts. By default the waits are short: 10 ms before the second attempt and
 * 20 ms before the third.
 */
export function fixRandomness(thrown: number = 0.05): void {
  Math.random = () => thrown;
}
