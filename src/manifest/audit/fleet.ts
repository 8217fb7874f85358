import type { ApiDefinition, OAuthClient, Policy } from "../../../generated/index.ts";
import type { AuditFinding, AuditGap } from "./types.ts";

/** One copy of a client, on one API. */
export interface AuditedCopy {
  readonly apiId: string;
  readonly client: OAuthClient;
}

/** A client with its copies on the audited APIs. */
export interface AuditedClient {
  readonly clientId: string;
  readonly copies: readonly AuditedCopy[];
}

/** What the audit read from the gateway. */
export interface Fleet {
  /** The audited APIs. */
  readonly apis: readonly ApiDefinition[];
  readonly clients: readonly AuditedClient[];
  /** The policies by id; `undefined` if the gateway does not show all of them. */
  readonly policies: ReadonlyMap<string, Policy> | undefined;
}

/** What a part of the audit found, and what it could not check. */
export interface AuditPart {
  readonly findings: readonly AuditFinding[];
  readonly gaps: readonly AuditGap[];
}

/** The copies of a client that have the same value. */
export interface CopyGroup<T> {
  readonly value: T;
  /** The API that a finding about the group names; `undefined` if all copies of the client have the value. */
  readonly apiId: string | undefined;
}

/** Groups the copies of a client by a value, so that a finding about equal copies comes once. */
export function groupCopies(
  { copies }: AuditedClient,
  valueOf: (client: OAuthClient) => string,
): CopyGroup<string>[] {
  const apiIdsOf = new Map<string, string>();
  for (const { apiId, client } of copies) {
    const value = valueOf(client);
    if (!apiIdsOf.has(value)) apiIdsOf.set(value, apiId);
  }
  return [...apiIdsOf].map(([value, apiId]) => ({
    value,
    apiId: apiIdsOf.size === 1 ? undefined : apiId,
  }));
}
