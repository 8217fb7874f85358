import { createErrorResponse, createJsonResponse } from "../http/response.ts";
import type { GatewayResponse } from "../http/response.ts";
import { defaultLimits } from "../session/policy-store.ts";
import type { Api } from "../settings/apis.ts";
import type { Policy } from "../settings/policies.ts";
import type { VersionTraits } from "../versions.ts";
import type { ControlCall } from "./control-call.ts";

/** Responds with the definition of one API or of all. */
export function handleReadApis({ state, param }: ControlCall): GatewayResponse {
  const { apis, traits } = state;
  const toDocument = (api: Api): object => toApiDocument(api, traits);
  const id = param("apiID");
  if (id === "") return createJsonResponse(200, apis.list().map(toDocument));
  const api = apis.find(id);
  if (api === undefined) return createErrorResponse(404, "API not found");
  return createJsonResponse(200, toDocument(api));
}

/** Responds with one policy or all of them. If policies have no ids, none is found by id. */
export function handleReadPolicies({ state, param }: ControlCall): GatewayResponse {
  const { policies, traits } = state;
  const toDocument = (policy: Policy): object => toPolicyDocument(policy, traits.policiesHaveIds);
  const id = param("polID");
  if (id === "") return createJsonResponse(200, policies.list().map(toDocument));
  const policy = traits.policiesHaveIds ? policies.find(id) : undefined;
  if (policy === undefined) return createErrorResponse(404, "Policy not found");
  return createJsonResponse(200, toDocument(policy));
}

function toApiDocument(api: Api, traits: VersionTraits): Record<string, unknown> {
  return {
    name: api.id,
    slug: api.id,
    api_id: api.id,
    org_id: api.orgId,
    use_keyless: api.isKeyless,
    use_oauth2: api.isOAuth,
    oauth_meta: {
      allowed_access_types: api.accessTypes,
      allowed_authorize_types: api.authorizeTypes,
      auth_login_redirect: api.loginRedirect,
    },
    auth: { auth_header_name: "Authorization" },
    use_standard_auth: api.hasStandardAuth,
    notifications: { shared_secret: api.sharedSecret, oauth_on_keychange_url: api.notificationUrl },
    definition: { location: "header", key: "x-api-version" },
    version_data: {
      not_versioned: true,
      versions: { Default: { name: "Default", use_extended_paths: true } },
    },
    proxy: {
      listen_path: api.listenPath,
      target_url: "https://upstream.invalid/upstream/",
      strip_listen_path: true,
    },
    session_lifetime: 0,
    active: true,
    domain: api.domain,
    ...(api.isDomainDisabled && traits.readsDomainDisabled ? { domain_disabled: true } : {}),
    internal: api.isInternal,
    listen_port: api.listenPort,
  };
}

function toPolicyDocument(policy: Policy, withId: boolean): Record<string, unknown> {
  return {
    _id: "",
    id: withId ? policy.id : "",
    name: "",
    org_id: policy.orgId,
    ...defaultLimits,
    quota_max: policy.quotaMax,
    throttle_interval: 0,
    throttle_retry_limit: 0,
    max_query_depth: 0,
    access_rights: policy.rights,
    hmac_enabled: false,
    enable_http_signature_validation: false,
    active: true,
    is_inactive: policy.isInactive,
    tags: [],
    key_expires_in: 0,
    partitions: policy.partitions,
    last_updated: "",
    meta_data: null,
    graphql_access_rights: null,
  };
}
