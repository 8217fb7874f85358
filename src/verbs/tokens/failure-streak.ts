/** After this many failures in a row the gateway is probably down, and more requests would only take time. */
const maxFailures = 20;

/** Counts failures in a row. */
export class FailureStreak {
  #failures = 0;

  get hasGivenUp(): boolean {
    return this.#failures >= maxFailures;
  }

  succeeded(): void {
    this.#failures = 0;
  }

  failed(): void {
    this.#failures += 1;
  }
}
