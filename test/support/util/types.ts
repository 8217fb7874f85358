/** Is `true` if two types are identical, and not only assignable to each other. */
export type Same<A, B> =
  (<T>(value: T) => T extends A ? 1 : 2) extends <T>(value: T) => T extends B ? 1 : 2
    ? true
    : false;

/** Compiles only if the check is `true`. */
export type Check<Held extends true> = Held;

/** A type without intersections and aliases, for the comparison with {@link Same}. */
export type Plain<T> = T extends object ? { [Name in keyof T]: T[Name] } : T;
