import { passing } from "../failures.ts";
import type { Verb } from "../verb.ts";

/** What is not known because of an error, in words; throws an error that ends the verb. */
export function doubtOf(verb: Verb, error: unknown, what: string): string {
  return `${what} (${passing(verb, error).code})`;
}

/** So many failures in a row are no bad luck: the gateway is down, and each further request would only take its time. */
const maxFailures = 20;

/** Counts failures in a row. */
export class Streak {
  #failures = 0;

  get isHopeless(): boolean {
    return this.#failures >= maxFailures;
  }

  succeeded(): void {
    this.#failures = 0;
  }

  failed(): void {
    this.#failures += 1;
  }
}
