import type { OAuthClient } from "../../generated/index.ts";
import type { TykOAuth } from "../client.ts";
import { idProblem } from "../transport/request/ids.ts";
import { runEach } from "../util/run-each.ts";
import {
  clientIdProblem,
  metaDataProblem,
  redirectUriFieldProblem,
} from "../verbs/clients/client-problems.ts";
import { createManifestError } from "./create-manifest-error.ts";
import { requireClient } from "./check-tyk.ts";
import { changesTo, driftOf, managedFields } from "./fields.ts";
import { checkOptions } from "./options.ts";
import { parseManifest } from "./parse-manifest.ts";
import { pointer } from "./pointer.ts";
import { readScope } from "./read-scope.ts";
import type { Manifest, ManifestClient, SecretReference } from "./types.ts";

/** What a manifest cannot say about a client. */
export interface ExportWarning {
  readonly clientId: string;
  /** The APIs that are concerned. */
  readonly apiIds: readonly string[];
  /**
   * `"skipped"`: the client is not in the manifest. `"drift"`: its copies differ, and the manifest has the fields of the first
   * API.
   */
  readonly kind: "skipped" | "drift";
  /** What is the matter, and what to do. */
  readonly message: string;
}

/** Options of {@link exportManifest}. */
export interface ExportManifestOptions {
  /** The APIs to export, which become the scope. @defaultValue all APIs that use OAuth */
  readonly apis?: readonly string[] | undefined;
  /**
   * Returns the reference that the manifest has for a client's secret. The secrets themselves are never exported.
   * @defaultValue none: the manifest keeps the secrets of the gateway
   */
  readonly secretReference?: ((clientId: string) => SecretReference | undefined) | undefined;
  /** Receives what a manifest cannot say. Without this function it is an error. */
  readonly onWarning?: ((warning: ExportWarning) => void) | undefined;
  /** As in {@link ParseManifestOptions}. */
  readonly redirectUriSeparator?: string | undefined;
  /** Aborts the reads at once. */
  readonly signal?: AbortSignal | undefined;
}

const operation = "exportManifest";

/**
 * Reads the clients of some APIs as a manifest, without their secrets. It only reads.
 *
 * A plan of the exported manifest has no changes, unless the copies of a client differ. Values that a manifest refuses get
 * `lint: "warn"`.
 *
 * @throws {@link TykManifestError} if the manifest cannot say everything and `onWarning` is missing: copies of a client differ, or an
 * id is unsafe in a path.
 * @throws {@link TykNotFoundError} and other errors as `clients.list` does.
 *
 * @example
 * ```ts
 * import { exportManifest } from "@tyk-oauth/sdk/manifest";
 *
 * const manifest = await exportManifest(tyk, { apis: ["orders"], onWarning: console.error });
 * console.log(JSON.stringify(manifest, null, 2));
 * ```
 */
export async function exportManifest(
  tyk: TykOAuth,
  options?: ExportManifestOptions,
): Promise<Manifest> {
  requireClient(tyk, operation);
  const { apis, secretReference, onWarning, redirectUriSeparator, signal } = checkOptions(
    operation,
    options,
    ["apis", "secretReference", "onWarning", "redirectUriSeparator", "signal"],
  );
  const scope = apis ?? (await readOAuthApiIds(tyk, signal));
  const { clients, problems } = await readScope(tyk, scope, signal);
  const warnings: ExportWarning[] = [];
  const entries: [string, ManifestClient][] = [];
  for (const [clientId, copies] of clients) {
    const secret = idProblem(clientId) === undefined ? secretReference?.(clientId) : undefined;
    const warning = findWarning(clientId, copies, secret);
    if (warning !== undefined) warnings.push(warning);
    const [first] = copies.values();
    if (warning?.kind === "skipped" || first === undefined) continue;
    entries.push([
      clientId,
      {
        apis: [...copies.keys()],
        ...fieldsOf(first),
        ...(secret === undefined ? {} : { secret }),
        ...(needsLint(first, redirectUriSeparator) ? { lint: "warn" } : {}),
      },
    ]);
  }
  const lost =
    onWarning !== undefined
      ? []
      : warnings.map(({ clientId, message }) => ({
          path: pointer("/clients", clientId),
          message: `${message}. Pass onWarning to export the rest`,
        }));
  if (problems.length + lost.length > 0)
    throw createManifestError(operation, "the clients cannot be exported", [...problems, ...lost]);
  for (const warning of warnings) runEach(() => onWarning?.(warning));
  const manifest = { version: 1, apis: scope, clients: Object.fromEntries(entries), removed: [] };
  return parseManifest(manifest, { redirectUriSeparator });
}

async function readOAuthApiIds(tyk: TykOAuth, signal: AbortSignal | undefined): Promise<string[]> {
  const apis = await tyk.apis.list({ oauth: true }, { signal });
  return apis.map(({ api_id }) => api_id).sort();
}

function findWarning(
  clientId: string,
  copies: ReadonlyMap<string, OAuthClient>,
  secret: SecretReference | undefined,
): ExportWarning | undefined {
  const apiIds = [...copies.keys()];
  const why = idProblem(clientId);
  if (why !== undefined) {
    const message = `the client_id ${why}, so the client cannot be managed`;
    return { clientId, apiIds, kind: "skipped", message };
  }
  const drift = driftOf([...copies.values()]);
  const fields = drift.filter((field) => field !== "secret");
  const messages: string[] = [];
  if (fields.length > 0)
    messages.push(
      `the copies differ in ${fields.join(", ")}: the manifest has those of ${apiIds[0] ?? ""}`,
    );
  // Without a reference to a stored secret, each copy keeps its own.
  if (drift.includes("secret") && secret !== undefined && !("generate" in secret))
    messages.push("the copies have different secrets: the reference gives all of them one");
  if (messages.length === 0) return undefined;
  const message = messages.join("; ");
  return { clientId, apiIds, kind: "drift", message };
}

/** Returns the fields of a client that are not empty. */
function fieldsOf(client: OAuthClient): Partial<ManifestClient> {
  const changes = changesTo(client);
  return Object.fromEntries(
    managedFields.flatMap((field) =>
      changes.filter((change) => change.field === field).map(({ to }) => [field, to]),
    ),
  );
}

function needsLint(client: OAuthClient, separator: string | undefined): boolean {
  const { client_id, redirect_uri, meta_data } = client;
  return [
    clientIdProblem(client_id),
    redirectUriFieldProblem(redirect_uri, separator),
    metaDataProblem(meta_data),
  ].some((problem) => problem?.isLint === true);
}
