import type { OAuthClient } from "../../generated/index.ts";
import { isRecord, isSameJson } from "../util/json.ts";
import type { FieldChange, ManifestField } from "./plan-types.ts";
import type { ManifestFields } from "./types.ts";

export const managedFields: readonly ManifestField[] = [
  "redirect_uri",
  "policy_id",
  "description",
  "meta_data",
];

/** The value of a field. `null` stands for absent, `""` and empty metadata, which mean the same. */
function valueOf(fields: ManifestFields | OAuthClient, field: ManifestField): unknown {
  const value = fields[field];
  if (field !== "meta_data") return value === "" ? null : (value ?? null);
  return isRecord(value) && Object.keys(value).length === 0 ? null : (value ?? null);
}

/** Returns what must change for a client to have other fields. Without a client every field that is not empty is a change. */
export function changesTo(
  wanted: ManifestFields,
  stored: ManifestFields | OAuthClient = {},
): FieldChange[] {
  return managedFields
    .map((field) => ({ field, from: valueOf(stored, field), to: valueOf(wanted, field) }))
    .filter(({ from, to }) => !isSameJson(from, to));
}

/** Returns the fields in which copies of a client differ. */
export function driftOf(copies: readonly OAuthClient[]): (ManifestField | "secret")[] {
  const [first, ...others] = copies;
  if (first === undefined) return [];
  const drift: (ManifestField | "secret")[] = managedFields.filter((field) =>
    others.some((other) => !isSameJson(valueOf(first, field), valueOf(other, field))),
  );
  return others.some(({ secret }) => secret !== first.secret) ? [...drift, "secret"] : drift;
}

/** Returns the fields of a copy in the form that is fingerprinted. */
export function fingerprintedFields(client: OAuthClient): Readonly<Record<string, unknown>> {
  const fields = managedFields.map((field) => [field, valueOf(client, field)] as const);
  return { ...Object.fromEntries(fields), secret: client.secret };
}
