/** What an API grants a session: the wire's own object. */
export type AccessRights = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** What the gateway knows of a token's bearer, with the wire's names. */
export interface Session {
  readonly org_id: string;
  readonly oauth_client_id: string;
  /** Unix time in seconds. */
  readonly expires: number;
  readonly is_inactive: boolean;
  readonly apply_policy_id: string;
  readonly apply_policies: readonly string[];
  /** `null` where nothing was said of rights. */
  readonly access_rights: AccessRights | null;
  readonly meta_data: Readonly<Record<string, unknown>>;
  /** `null` where nothing was said of tags. */
  readonly tags: readonly string[] | null;
  /** The other fields, as they came. */
  readonly otherFields: Readonly<Record<string, unknown>>;
}

/** A session and the key it was found by. */
export interface FoundSession {
  readonly session: Session;
  readonly key: string;
}

/** The ids of the policies that rule a session, or `undefined` where none does. */
export function getPolicyIds(session: Session): readonly string[] | undefined {
  if (session.apply_policies.length > 0) return session.apply_policies;
  return session.apply_policy_id === "" ? undefined : [session.apply_policy_id];
}
