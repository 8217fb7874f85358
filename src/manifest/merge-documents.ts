import type { ManifestProblem } from "../errors/manifest.ts";
import { findClientProblems } from "./check-client.ts";
import { mergeDocument } from "./merge-document.ts";
import type { ManifestDocument, MergedClient, Origin } from "./merge-document.ts";
import { idProblem } from "../transport/request/ids.ts";
import type { Manifest, ManifestClient } from "./types.ts";

/** The manifest of several documents, and what is wrong with it. */
export interface MergedDocuments {
  readonly manifest: Manifest;
  readonly problems: readonly ManifestProblem[];
  /** Where a part was written, by its pointer in the manifest. */
  readonly originOf: (path: string) => Origin;
}

/** Merges documents by their clients, and checks every client. */
export function mergeDocuments(
  documents: readonly ManifestDocument[],
  environment: string | undefined,
  redirectUriSeparator: string | undefined,
): MergedDocuments {
  const scope = new Set<string>();
  const clients = new Map<string, MergedClient>();
  const entries: [string, ManifestClient][] = [];
  const removed = new Map<string, Origin>();
  const problems: ManifestProblem[] = [];
  for (const document of documents) {
    const merged = mergeDocument(document, environment);
    problems.push(...merged.problems);
    for (const apiId of merged.apis) scope.add(apiId);
    problems.push(...scopeProblems(merged.apis, document));
    for (const [id, client] of merged.clients) {
      const other = clients.get(id);
      if (other !== undefined) problems.push(duplicateProblem(client, other));
      // Without a scope, which is a problem of its own, every API of a client would be foreign.
      const { apis: ownApis = merged.apis } = client.client;
      const known = merged.apis.length === 0 ? ownApis : merged.apis;
      problems.push(...findClientProblems(id, client, known, redirectUriSeparator));
      clients.set(id, client);
      entries.push([id, { ...client.client, apis: ownApis }]);
    }
    for (const [id, origin] of merged.removed) removed.set(id, origin);
  }
  for (const [id, origin] of removed) {
    const client = clients.get(id);
    if (client !== undefined) problems.push({ ...origin, message: describeRemoved(client) });
    else if (idProblem(id) !== undefined)
      problems.push({ ...origin, message: `the client_id ${idProblem(id) ?? ""}` });
  }
  const byId = (one: readonly [string, unknown], other: readonly [string, unknown]): number =>
    one[0] < other[0] ? -1 : 1;
  const manifest: Manifest = {
    version: 1,
    apis: [...scope],
    clients: Object.fromEntries(entries.sort(byId)),
    removed: [...removed.keys()].sort(),
  };
  return { manifest, problems, originOf: createOriginOf(clients, removed, manifest.removed) };
}

function scopeProblems(
  apis: readonly string[],
  { file }: ManifestDocument,
): readonly ManifestProblem[] {
  return apis.flatMap((apiId) => {
    const why = idProblem(apiId);
    const origin: Origin = file === undefined ? { path: "/apis" } : { path: "/apis", file };
    return why === undefined ? [] : [{ ...origin, message: `the API id "${apiId}" ${why}` }];
  });
}

function duplicateProblem(client: MergedClient, other: MergedClient): ManifestProblem {
  const { file } = other.originOf();
  const where = file === undefined ? "another document" : file;
  return { ...client.originOf(), message: `the client is in ${where} too: keep it in one` };
}

function describeRemoved({ client }: MergedClient): string {
  return client.protected === true
    ? "is in clients too, and protected: take protected and the client out of clients first"
    : "is in clients too: keep it in one of both";
}

/** Finds where a part of the merged manifest was written. */
function createOriginOf(
  clients: ReadonlyMap<string, MergedClient>,
  removed: ReadonlyMap<string, Origin>,
  removedIds: readonly string[],
): (path: string) => Origin {
  return (path) => {
    const [, section = "", name = "", field] = path.split("/");
    const id = name.replaceAll("~1", "/").replaceAll("~0", "~");
    const origin =
      section === "removed"
        ? removed.get(removedIds[Number(name)] ?? "")
        : clients.get(section === "clients" ? id : "")?.originOf(field);
    return origin ?? { path };
  };
}
