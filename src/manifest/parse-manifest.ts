import type { ManifestProblem } from "../errors/manifest-error.ts";
import { bareObject } from "../util/bare-object.ts";
import { copyPlain } from "../util/copy-plain.ts";
import { isRecord } from "../util/json.ts";
import { suggestName } from "../util/unknown-name.ts";
import { createManifestError } from "./create-manifest-error.ts";
import { findShapeProblems } from "./check-shape.ts";
import { setCompanions } from "./companions.ts";
import { mergeDocuments } from "./merge-documents.ts";
import type { ManifestDocument } from "./merge-document.ts";
import { checkOptions } from "./options.ts";
import { removeParts } from "./remove-parts.ts";
import { resolveSecrets } from "./resolve-secrets.ts";
import { manifestSchema } from "./schema.ts";
import type { Manifest, SecretResolver } from "./types.ts";

/** Options of {@link parseManifest}. */
export interface ParseManifestOptions {
  /** The environment whose overrides apply. @defaultValue none */
  readonly environment?: string | undefined;
  /**
   * Resolves references to secrets. With this function, a reference that does not resolve is a problem. It is called again
   * when the manifest is planned and applied, because no manifest and no plan contains a secret.
   * @defaultValue none: references are checked when the manifest is planned
   */
  readonly secrets?: SecretResolver | undefined;
  /**
   * The separator between several redirect URIs in one field, as in the options of `TykOAuth`.
   * @defaultValue none: the field is one URI
   */
  readonly redirectUriSeparator?: string | undefined;
}

const operation = "parseManifest";

/**
 * Checks a manifest that was read from YAML or JSON, and applies its defaults and an environment. It sends no request.
 *
 * A list of documents, or of `{ file, value }` with the names of their files, is merged. Each client must be in one document only, and its APIs must be in the scope
 * of that document.
 *
 * @param value - The parsed document, or a list of documents.
 * @returns The manifest with everything applied: plain JSON that can be parsed again.
 * @throws {@link TykManifestError} with all problems at once. Each has a JSON pointer into its document.
 * @throws {@link TykInputError} if an option is wrong.
 *
 * @example
 * ```ts
 * import { parseManifest } from "@tyk-oauth/sdk/manifest";
 *
 * const manifest = await parseManifest(
 *   {
 *     version: 1,
 *     apis: ["orders"],
 *     clients: { "shop-web": { policy_id: "gold", redirect_uri: "https://shop.example/cb" } },
 *   },
 *   { secrets: (reference) => ("env" in reference ? (process.env[reference.env] ?? "") : "") },
 * );
 * ```
 */
export async function parseManifest(
  value: unknown,
  options?: ParseManifestOptions,
): Promise<Manifest> {
  const { environment, secrets, redirectUriSeparator } = checkOptions(operation, options, [
    "environment",
    "secrets",
    "redirectUriSeparator",
  ]);
  const { documents, problems } = readDocuments(value);
  if (environment !== undefined) problems.push(...environmentProblems(documents, environment));
  const merged = mergeDocuments(documents, environment, redirectUriSeparator);
  // A part with a wrong form was left out. What is missing because of that is not a problem of its own.
  const known = new Set(problems.map(identify));
  const isKnown = ({ path, ...origin }: ManifestProblem): boolean =>
    ownersOf(path).some((owner) => known.has(identify({ ...origin, path: owner })));
  problems.push(...merged.problems.filter((problem) => !isKnown(problem)));
  const { manifest, originOf } = merged;
  const { clients } = manifest;
  const references = Object.entries(clients).map(([clientId, client]) => ({ clientId, ...client }));
  const resolved = secrets === undefined ? undefined : await resolveSecrets(references, secrets);
  for (const problem of resolved?.problems ?? [])
    problems.push({ ...problem, ...originOf(problem.path) });
  if (problems.length > 0) throw createManifestError(operation, "the manifest is wrong", problems);
  setCompanions(manifest, { secrets, redirectUriSeparator, originOf });
  return manifest;
}

/** Returns the documents without the parts whose form is wrong, and the problems of these parts. */
function readDocuments(value: unknown): {
  readonly documents: readonly ManifestDocument[];
  readonly problems: ManifestProblem[];
} {
  const problems: ManifestProblem[] = [];
  const documents: ManifestDocument[] = [];
  let copy: unknown;
  try {
    // A getter or a proxy could give another value at each read.
    copy = copyPlain(value, bareObject);
  } catch {
    return { documents, problems: [{ path: "", message: "cannot be read" }] };
  }
  const listed: readonly unknown[] = Array.isArray(copy) ? copy : [{ value: copy }];
  if (listed.length === 0) problems.push({ path: "", message: "must have at least one document" });
  for (const item of listed) {
    const isNamed = isRecord(item) && Object.hasOwn(item, "value");
    const { value: document, file } = isNamed ? item : { value: item, file: undefined };
    const name = typeof file === "string" ? { file } : {};
    const found = findShapeProblems(document, manifestSchema).map((one) => ({ ...one, ...name }));
    problems.push(...found);
    if (!isRecord(document)) continue;
    removeParts(
      document,
      found.map(({ path }) => path),
    );
    documents.push({ value: document, ...name });
  }
  return { documents, problems };
}

function environmentProblems(
  documents: readonly ManifestDocument[],
  environment: string,
): ManifestProblem[] {
  const known = documents.flatMap(({ value: { environments } }) =>
    isRecord(environments) ? Object.keys(environments) : [],
  );
  if (known.includes(environment)) return [];
  const meant = suggestName(environment, known);
  const hint = meant === undefined ? "" : `; did you mean "${meant}"?`;
  return [{ path: "/environments", message: `must have "${environment}"${hint}` }];
}

function identify({ path, file = "" }: Pick<ManifestProblem, "path" | "file">): string {
  return `${file}\n${path}`;
}

/** Returns a pointer, and those of all parts around it but the whole. */
function ownersOf(path: string): string[] {
  const names = path.split("/");
  return names.slice(1).map((_, index) => names.slice(0, index + 2).join("/"));
}
