import type { ApiDefinition, GatewayCapabilities } from "@tyk-oauth/sdk";
import { formatCount } from "../output/format-duration.ts";
import type { Finding } from "./finding.ts";

/** Says what the gateway can prove and do, and what to set to get more. */
export function describeCapabilities(
  capabilities: GatewayCapabilities,
  apis: readonly ApiDefinition[] | undefined,
): Finding[] {
  return [
    ...(apis === undefined ? [] : [describeApis(apis)]),
    describePolicies(capabilities),
    describeListing(capabilities),
    describeSessionCache(capabilities),
    describePurge(capabilities),
  ];
}

function describeApis(apis: readonly ApiDefinition[]): Finding {
  const oauth = apis.filter(({ use_oauth2 }) => use_oauth2 === true).length;
  const message = `${formatCount(apis.length, "API")}, ${oauth} with OAuth`;
  if (oauth > 0) return { check: "apis", status: "ok", message };
  return {
    check: "apis",
    status: "warn",
    message,
    fix: "set use_oauth2 in the definition of an API: without one there are no OAuth clients",
  };
}

function describePolicies({ policies, policiesById }: GatewayCapabilities): Finding {
  if (policies === true && policiesById === true)
    return {
      check: "policies",
      status: "ok",
      message: "can be read: whether a policy opens an API is checked before a client is written",
    };
  return {
    check: "policies",
    status: "warn",
    message:
      policies === true
        ? "cannot be read by id: whether a policy opens an API is not checked"
        : "cannot be read: whether a policy opens an API is not checked",
    fix: "upgrade the gateway: 4.3 or later, or 5.12 or later if policies are in a file",
  };
}

function describeListing({ keyListing, hashedKeys, edge }: GatewayCapabilities): Finding {
  const check = "unlisted tokens";
  if (keyListing === true)
    return {
      check,
      status: "ok",
      message: "can be found: cut-off and revoke-all can prove that no token is left",
    };
  const message =
    "cannot be found: cut-off and revoke-all end the listed tokens, and cannot prove that no other token is left";
  if (hashedKeys === true)
    return {
      check,
      status: "warn",
      message,
      fix: 'set "enable_hashed_keys_listing": true in the gateway\'s configuration (TYK_GW_ENABLEHASHEDKEYSLISTING=true), and restart it',
    };
  const fix =
    edge === true
      ? "call the gateway that manages this edge"
      : "check whether a proxy in front of the gateway hides /tyk/keys";
  return { check, status: "warn", message, fix };
}

function describeSessionCache({ hashedKeys, keyHash }: GatewayCapabilities): Finding {
  const keys =
    hashedKeys === true
      ? `tokens are hashed${keyHash === undefined ? "" : ` by ${keyHash}`}`
      : "tokens are not hashed: lists show the tokens themselves";
  return {
    check: "session cache",
    status: hashedKeys === false ? "warn" : "ok",
    message: `${keys}; a proof waits 11 seconds, because the gateway accepts a removed token for ten`,
    ...(hashedKeys === false
      ? { fix: 'set "hash_keys": true before the gateway has keys: existing keys would be lost' }
      : {}),
  };
}

function describePurge({ purge, edge }: GatewayCapabilities): Finding {
  const check = "purge";
  if (purge === undefined)
    return { check, status: "ok", message: "not tested, because of --read-only" };
  if (purge)
    return {
      check,
      status: "ok",
      message: "works if oauth_token_expired_retain_period is set, which the gateway does not show",
    };
  return {
    check,
    status: edge === true ? "ok" : "warn",
    message: "this gateway cannot purge expired tokens",
    fix: "upgrade the gateway to 5.3 or later",
  };
}
