/** The access rights of a session by API id, in the gateway's format. */
export type AccessRights = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** What the gateway stores for a key, with the gateway's field names. */
export interface Session {
  readonly org_id: string;
  readonly oauth_client_id: string;
  /** Unix time in seconds. */
  readonly expires: number;
  readonly is_inactive: boolean;
  readonly apply_policy_id: string;
  readonly apply_policies: readonly string[];
  /** `null` if the rights were not given. */
  readonly access_rights: AccessRights | null;
  readonly meta_data: Readonly<Record<string, unknown>>;
  /** `null` if the tags were not given. */
  readonly tags: readonly string[] | null;
  /** All other fields, unchanged. */
  readonly otherFields: Readonly<Record<string, unknown>>;
}

/** A session and the key that found it. */
export interface FoundSession {
  readonly session: Session;
  readonly key: string;
}

/** Returns the ids of a session's policies, or `undefined` if it has none. */
export function getPolicyIds(session: Session): readonly string[] | undefined {
  if (session.apply_policies.length > 0) return session.apply_policies;
  return session.apply_policy_id === "" ? undefined : [session.apply_policy_id];
}
