/**
 * What a change is to those who use the package: `breaking` may stop a program from compiling or from working, an `addition`
 * cannot, and `text` is read by people alone.
 */
export type Level = "breaking" | "addition" | "text";

/** One change for users. */
export interface Change {
  /** What is changed: an operation of the spec, or an exported name. */
  readonly where: string;
  readonly what: string;
  readonly level: Level;
}

const order: readonly Level[] = ["text", "addition", "breaking"];

/** The weightiest of all changes; `undefined` where there is none. */
export function weightiest(changes: readonly Change[]): Level | undefined {
  return order.findLast((level) => changes.some((change) => change.level === level));
}

/** Changes with the weightiest first. */
export function sorted(changes: readonly Change[]): Change[] {
  return [...changes].sort((a, b) => order.indexOf(b.level) - order.indexOf(a.level));
}
