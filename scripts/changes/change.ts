/**
 * The effect of a change on users: a `breaking` change can stop a program from compiling or working, an `addition` cannot, and a
 * `text` change is only for people.
 */
export type Level = "breaking" | "addition" | "text";

/** A change that users can notice. */
export interface Change {
  /** The changed operation of the spec, or the changed exported name. */
  readonly where: string;
  readonly what: string;
  readonly level: Level;
}

const order: readonly Level[] = ["text", "addition", "breaking"];

/** Returns the highest level of all changes, or `undefined` if there are none. */
export function highestLevel(changes: readonly Change[]): Level | undefined {
  return order.findLast((level) => changes.some((change) => change.level === level));
}

/** Sorts changes, the highest level first. */
export function sortByLevel(changes: readonly Change[]): Change[] {
  return [...changes].sort((a, b) => order.indexOf(b.level) - order.indexOf(a.level));
}
