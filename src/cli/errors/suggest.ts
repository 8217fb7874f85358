import { suggestName } from "../../util/unknown-name.ts";

/** Returns "did you mean" with the most similar name, if one is similar enough. */
export function suggest(name: string, names: readonly string[]): string | undefined {
  const meant = suggestName(name, names);
  return meant === undefined ? undefined : `did you mean "${meant}"?`;
}
