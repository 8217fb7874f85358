import { TykError } from "./base.ts";
import type { TykErrorDetails } from "./base.ts";

/** One problem of a manifest or of a plan. */
export interface ManifestProblem {
  /** The wrong part as a JSON pointer (RFC 6901), such as `"/clients/shop-web/redirect_uri"`. `""` is the whole. */
  readonly path: string;
  /** What is wrong, and what to do. Never a secret. */
  readonly message: string;
  /** The file, if several documents were parsed and the document has a name. */
  readonly file?: string;
}

/** How many problems the message of the error has. All of them are in `problems`. */
const shownProblems = 3;

/**
 * Thrown if a manifest, or a plan made from it, is wrong. `problems` has everything that was found. Nothing was changed.
 *
 * @example
 * ```ts
 * if (error instanceof TykManifestError)
 *   for (const { path, message } of error.problems) console.error(`${path}: ${message}`);
 * ```
 */
export class TykManifestError extends TykError {
  override readonly name = "TykManifestError";
  override readonly code = "manifest";
  /** All problems, in the order of the manifest. */
  readonly problems: readonly ManifestProblem[];

  constructor(
    what: string,
    details: TykErrorDetails & { readonly problems: readonly ManifestProblem[] },
  ) {
    const { problems } = details;
    const shown = problems
      .slice(0, shownProblems)
      .map(({ path, message, file }) =>
        [...(file === undefined ? [] : [file]), ...(path === "" ? [] : [path]), message].join(": "),
      );
    const more = problems.length - shown.length;
    super(`${what}: ${shown.join("; ")}${more > 0 ? `; and ${more} more` : ""}`, details);
    this.problems = problems;
  }
}
