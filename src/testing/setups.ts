/** An API of the gateway, with the field names of its definition. */
export interface ApiSetup {
  readonly api_id: string;
  /** @defaultValue "acme" */
  readonly org_id?: string | undefined;
  /**
   * The path that the API is served under. `{name}` matches one segment, and `{name:pattern}` what the regular expression
   * matches. A space in the path makes the gateway skip the API.
   * @defaultValue `/{api_id}/`
   */
  readonly listen_path?: string | undefined;
  /** @defaultValue true, unless `use_keyless` or `use_standard_auth` is */
  readonly use_oauth2?: boolean | undefined;
  /** @defaultValue false */
  readonly use_keyless?: boolean | undefined;
  /** @defaultValue false */
  readonly use_standard_auth?: boolean | undefined;
  /** @defaultValue authorization_code, refresh_token, client_credentials and password */
  readonly allowed_access_types?: readonly string[] | undefined;
  /** @defaultValue code and token */
  readonly allowed_authorize_types?: readonly string[] | undefined;
  /** The login page that `{listen_path}oauth/authorize/` redirects to. @defaultValue "https://login.invalid/" */
  readonly auth_login_redirect?: string | undefined;
  /**
   * The only host that serves the API. It can have a port, and variables that match one label (`{name}`) or what a regular
   * expression matches (`{name:pattern}`). Capitals never match, because URLs have hosts in lower case.
   * @defaultValue ""
   */
  readonly domain?: string | undefined;
  /**
   * Whether the API's `domain` has no effect, so that every host serves the API. Ignored before version 4.1.
   * @defaultValue false
   */
  readonly domain_disabled?: boolean | undefined;
  /**
   * Whether only other APIs can call the API, so the gateway does not serve it. Before 5.0.1 its OAuth endpoints are served.
   * @defaultValue false
   */
  readonly internal?: boolean | undefined;
  /**
   * The API's own port. Unless it is 0, the API is not served on the common port, and the embedded gateway does not serve
   * it.
   * @defaultValue 0
   */
  readonly listen_port?: number | undefined;
  /** Where new tokens are notified. Nothing is sent: see {@link Gateway.notifications}. @defaultValue none */
  readonly notifications?:
    { readonly shared_secret?: string; readonly oauth_on_keychange_url?: string } | undefined;
}

/** A policy of the gateway, with the field names of its definition. */
export interface PolicySetup {
  /** @defaultValue "acme" */
  readonly org_id?: string | undefined;
  /** The ids of the APIs that the policy grants, or an object by these ids. */
  readonly access_rights: readonly string[] | Readonly<Record<string, AccessRightSetup>>;
  /** Whether tokens of the policy are refused. @defaultValue false */
  readonly is_inactive?: boolean | undefined;
  /**
   * The parts of a session that the policy sets. Without partitions it sets all. With only `quota`, `rate_limit` or
   * `complexity` it grants no API, so a token of it alone opens nothing ([Trap 39](docs/gateway-traps.md#trap-39)). `acl`
   * and `per_api` grant its APIs.
   * @defaultValue none
   */
  readonly partitions?: PolicyPartitions | undefined;
  /** The quota of a token, shown in policies and sessions and not counted; -1 for any number. @defaultValue -1 */
  readonly quota_max?: number | undefined;
}

/** The partitions of a policy. */
export interface PolicyPartitions {
  /** @defaultValue false */
  readonly quota?: boolean | undefined;
  /** @defaultValue false */
  readonly rate_limit?: boolean | undefined;
  /** @defaultValue false */
  readonly complexity?: boolean | undefined;
  /** @defaultValue false */
  readonly acl?: boolean | undefined;
  /** @defaultValue false */
  readonly per_api?: boolean | undefined;
}

/** The access rights on an API, with the field names of its definition. Other fields have no effect. */
export interface AccessRightSetup {
  /** @defaultValue the API's id */
  readonly api_name?: string | undefined;
  /** @defaultValue Default */
  readonly versions?: readonly string[] | undefined;
  /**
   * The only requests that are allowed: a regular expression for the path behind the listen path, and methods.
   * @defaultValue all requests
   */
  readonly allowed_urls?:
    readonly { readonly url: string; readonly methods: readonly string[] }[] | undefined;
}

/**
 * An ordinary key of the gateway, with the field names of its session. It needs `access_rights`, `apply_policies` or both.
 */
export interface KeySetup {
  /** @defaultValue "acme" */
  readonly org_id?: string | undefined;
  /** The ids of the APIs that the key opens, or an object by these ids. @defaultValue those of its policies */
  readonly access_rights?:
    readonly string[] | Readonly<Record<string, AccessRightSetup>> | undefined;
  /** The ids of the key's policies. @defaultValue none */
  readonly apply_policies?: readonly string[] | undefined;
  /** When the key expires, in Unix seconds; 0 for never. @defaultValue 0 */
  readonly expires?: number | undefined;
  /** Whether APIs refuse the key. @defaultValue false */
  readonly is_inactive?: boolean | undefined;
  /** @defaultValue `{}` */
  readonly meta_data?: Readonly<Record<string, unknown>> | undefined;
  /** @defaultValue none */
  readonly tags?: readonly string[] | undefined;
  /** @defaultValue "" */
  readonly alias?: string | undefined;
}
