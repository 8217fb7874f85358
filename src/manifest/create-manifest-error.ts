import { TykManifestError } from "../errors/manifest-error.ts";
import type { ManifestProblem } from "../errors/manifest-error.ts";

/** How many problems the message has. The error has all of them. */
const shownProblems = 3;

/** Creates the error for the problems of a manifest or a plan. */
export function createManifestError(
  operation: string,
  what: string,
  problems: readonly ManifestProblem[],
): TykManifestError {
  const shown = problems.slice(0, shownProblems).map(({ path, message, file }) => {
    const parts = [file ?? "", path, message];
    return parts.filter((part) => part !== "").join(": ");
  });
  const more = problems.length - shown.length;
  const end = more > 0 ? `; and ${more} more` : "";
  return new TykManifestError(`${what}: ${shown.join("; ")}${end}`, { operation, problems });
}
