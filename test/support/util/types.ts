/** Whether two types are the same, and not only assignable to each other. */
export type Same<A, B> =
  (<T>(value: T) => T extends A ? 1 : 2) extends <T>(value: T) => T extends B ? 1 : 2
    ? true
    : false;

/** Does not compile where what is checked is not so. */
export type Check<Held extends true> = Held;

/** A type with its intersections and aliases written out, so that two of one meaning are the same. */
export type Plain<T> = T extends object ? { [Name in keyof T]: T[Name] } : T;
