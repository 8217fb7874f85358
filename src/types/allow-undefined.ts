/**
 * Allows `undefined` for each field that may be omitted, however deep. Bodies and queries omit such fields. Without it,
 * `exactOptionalPropertyTypes` refuses `undefined`.
 */
export type AllowUndefined<T> = T extends object
  ? {
      [Name in keyof T]:
        | AllowUndefined<T[Name]>
        | (Partial<Pick<T, Name>> extends Pick<T, Name> ? undefined : never);
    }
  : T;
