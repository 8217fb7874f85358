import type { ManifestProblem } from "../errors/manifest.ts";
import { asJson, isRecord } from "../util/json.ts";
import type { UnknownRecord } from "../util/json.ts";
import { suggestName } from "../util/unknown-name.ts";
import { pointer } from "./pointer.ts";
import type { ManifestClient } from "./types.ts";

/** Where a part of a manifest was written. */
export interface Origin {
  readonly path: string;
  readonly file?: string;
}

/** A manifest's document whose form is right. */
export interface ManifestDocument {
  readonly value: UnknownRecord;
  readonly file?: string;
}

/** A client with the defaults and the environment applied, and where each of its fields was written. */
export interface MergedClient {
  readonly client: Partial<ManifestClient>;
  readonly originOf: (field?: string) => Origin;
}

/** What one document says in an environment. */
export interface MergedDocument {
  readonly apis: readonly string[];
  readonly clients: ReadonlyMap<string, MergedClient>;
  readonly removed: ReadonlyMap<string, Origin>;
  readonly problems: readonly ManifestProblem[];
  readonly hasEnvironment: boolean;
}

/** Fields in one part of a document, with the part's pointer. */
interface Layer {
  readonly fields: UnknownRecord;
  readonly path: string;
}

const fieldNames = [
  "apis",
  "redirect_uri",
  "policy_id",
  "description",
  "meta_data",
  "secret",
  "on_policy_change",
  "protected",
  "lint",
] as const;

/** Applies the defaults and an environment to the clients of a document. */
export function mergeDocument(
  { value, file }: ManifestDocument,
  environment: string | undefined,
): MergedDocument {
  const at = (path: string): Origin => (file === undefined ? { path } : { path, file });
  const environments = recordAt(value, "environments");
  const hasEnvironment = environment !== undefined && Object.hasOwn(environments, environment);
  const overrides = environment === undefined ? {} : recordAt(environments, environment);
  const overridesPath = pointer("/environments", environment ?? "");
  const ownClients = recordAt(value, "clients");
  const overriding = recordAt(overrides, "clients");
  const clients = new Map<string, MergedClient>();
  for (const id of Object.keys(ownClients)) {
    // A client that an environment sets to null does not exist there.
    if (Object.hasOwn(overriding, id) && overriding[id] === null) continue;
    const path = pointer("/clients", id);
    const layers: Layer[] = [
      { fields: recordAt(overriding, id), path: pointer(overridesPath, "clients", id) },
      { fields: recordAt(ownClients, id), path },
      { fields: recordAt(overrides, "defaults"), path: pointer(overridesPath, "defaults") },
      { fields: recordAt(value, "defaults"), path: "/defaults" },
    ];
    clients.set(
      id,
      mergeLayers(layers, (layer, field) => at(pointer(layer.path, ...field)), path),
    );
  }
  const problems = Object.keys(overriding)
    .filter((id) => !Object.hasOwn(ownClients, id))
    .map((id) => ({
      ...at(pointer(overridesPath, "clients", id)),
      message: describeUnknownClient(id, Object.keys(ownClients)),
    }));
  const removed = new Map<string, Origin>();
  for (const { fields, path } of [
    { fields: value, path: "" },
    { fields: overrides, path: overridesPath },
  ])
    for (const [index, id] of listAt(fields, "removed").entries())
      removed.set(id, at(pointer(path, "removed", index)));
  const apis = listAt(Object.hasOwn(overrides, "apis") ? overrides : value, "apis");
  return { apis, clients, removed, problems, hasEnvironment };
}

/** Merges fields: the first layer that has a field wins, also with `null`, which clears the field. */
function mergeLayers(
  layers: readonly Layer[],
  originAt: (layer: Layer, field: readonly string[]) => Origin,
  path: string,
): MergedClient {
  const client: Record<string, unknown> = {};
  const owners = new Map<string, Layer>();
  for (const name of fieldNames) {
    const owner = layers.find(({ fields }) => fields[name] !== undefined);
    if (owner === undefined) continue;
    owners.set(name, owner);
    const value = owner.fields[name];
    // As JSON would store it: without `undefined`, and with the prototypes that callers expect.
    if (!isAbsent(name, value)) client[name] = asJson(value) ?? value;
  }
  const own = { fields: {}, path };
  const originOf = (field?: string): Origin =>
    field === undefined ? originAt(own, []) : originAt(owners.get(field) ?? own, [field]);
  return { client: client as Partial<ManifestClient>, originOf };
}

/** Whether a field's value means the same as no field. */
function isAbsent(name: string, value: unknown): boolean {
  if (value === null || value === "" || value === false)
    return name !== "meta_data" || value === null;
  if (name === "lint") return value === "error";
  return name === "meta_data" && isRecord(value) && Object.keys(value).length === 0;
}

function describeUnknownClient(id: string, known: readonly string[]): string {
  const meant = suggestName(id, known);
  const hint = meant === undefined ? "" : `; did you mean "${meant}"?`;
  return `is not in the clients of this document${hint}. Put a client of one environment in a document of its own`;
}

function recordAt(record: UnknownRecord, name: string): UnknownRecord {
  const value = Object.hasOwn(record, name) ? record[name] : undefined;
  return isRecord(value) ? value : {};
}

/** Returns a list of ids. Wrong items were removed when the form was checked. */
function listAt(record: UnknownRecord, name: string): readonly string[] {
  const value = Object.hasOwn(record, name) ? record[name] : undefined;
  return Array.isArray(value)
    ? value.filter((item): item is string => typeof item === "string")
    : [];
}
