import { errorAnswer, jsonAnswer } from "../http/answer.ts";
import type { Answer } from "../http/answer.ts";
import { policyLimits } from "../session/policies.ts";
import type { Api, Policy } from "../settings.ts";
import type { VersionTraits } from "../versions.ts";
import type { ControlCall } from "./call.ts";

/** The definition of an API, or of all. */
export function readApis(call: ControlCall): Answer {
  const apiId = call.param("apiID");
  const { apis, traits } = call.state;
  if (apiId === "")
    return jsonAnswer(
      200,
      apis.all().map((api) => apiJson(api, traits)),
    );
  const api = apis.byId(apiId);
  return api === undefined
    ? errorAnswer(404, "API not found")
    : jsonAnswer(200, apiJson(api, traits));
}

/** A policy, or all. Where policies have no ids, none is found by its id. */
export function readPolicies(call: ControlCall): Answer {
  const { policies, traits } = call.state;
  const policyId = call.param("polID");
  if (policyId === "") {
    return jsonAnswer(
      200,
      policies.all().map((policy) => policyJson(policy, traits.policiesHaveIds)),
    );
  }
  const policy = traits.policiesHaveIds ? policies.byId(policyId) : undefined;
  return policy === undefined
    ? errorAnswer(404, "Policy not found")
    : jsonAnswer(200, policyJson(policy, true));
}

function apiJson(api: Api, traits: VersionTraits): Record<string, unknown> {
  return {
    name: api.id,
    slug: api.id,
    api_id: api.id,
    org_id: api.orgId,
    use_keyless: api.keyless,
    use_oauth2: api.usesOAuth,
    oauth_meta: {
      allowed_access_types: api.accessTypes,
      allowed_authorize_types: api.authorizeTypes,
      auth_login_redirect: api.loginRedirect,
    },
    auth: { auth_header_name: "Authorization" },
    use_standard_auth: api.usesStandardAuth,
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
    ...(api.domainDisabled && traits.readsDomainDisabled ? { domain_disabled: true } : {}),
    internal: api.internal,
    listen_port: api.listenPort,
  };
}

function policyJson(policy: Policy, withId: boolean): Record<string, unknown> {
  return {
    _id: "",
    id: withId ? policy.id : "",
    name: "",
    org_id: policy.orgId,
    ...policyLimits,
    quota_max: policy.quotaMax,
    throttle_interval: 0,
    throttle_retry_limit: 0,
    max_query_depth: 0,
    access_rights: policy.rights,
    hmac_enabled: false,
    enable_http_signature_validation: false,
    active: true,
    is_inactive: policy.inactive,
    tags: [],
    key_expires_in: 0,
    partitions: policy.partitions,
    last_updated: "",
    meta_data: null,
    graphql_access_rights: null,
  };
}
