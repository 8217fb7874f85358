import {
  handleDeleteClient,
  handleListApisOfClient,
  handleReadClients,
  handleRotateClient,
  handleUpdateClient,
} from "../control/clients.ts";
import type { ControlHandler } from "../control/control-call.ts";
import { handleCreateClient } from "../control/create-client.ts";
import { handleReadApis, handleReadPolicies } from "../control/definitions.ts";
import { handleDeleteKey, handleReadKeys } from "../control/keys.ts";
import { handleRevoke, handleRevokeAll } from "../control/revocation.ts";
import { handleInvalidateRefresh, handleListTokens, handlePurgeTokens } from "../control/tokens.ts";
import { NotModelledError } from "../errors.ts";
import { createOkResponse } from "../http/response.ts";
import type { GatewaySettings } from "../settings/gateway-settings.ts";
import type { VersionTraits } from "../versions.ts";
import { Router } from "./router.ts";
import type { Route } from "./router.ts";

/** The operation and the handler of a control API route. */
export interface ControlTarget {
  /** The operation's name in this package, if it has one. */
  readonly operation: string | undefined;
  readonly handler: ControlHandler;
}

type ControlRoute = Route<ControlTarget>;

const keyPath = "/keys/{keyName:[^/]*}";
const apiClientsPath = "/oauth/clients/{apiID}";
const clientPath = `${apiClientsPath}/{keyName:[^/]*}`;

/** Creates the router of a version's control API, in the gateway's order of routes. An edge serves a part of them. */
export function createControlRouter(
  settings: GatewaySettings,
  traits: VersionTraits,
): Router<ControlTarget> {
  return new Router([
    serve("GET", "/reload/group", undefined, () => createOkResponse("")),
    serve("GET", "/reload", undefined, () => createOkResponse("")),
    ...(settings.edge ? [] : createNonEdgeRoutes(traits)),
    ...createCommonRoutes(traits),
  ]);
}

function createNonEdgeRoutes({ hasPolicies }: VersionTraits): ControlRoute[] {
  return [
    refuse("/org/keys", "GET"),
    refuse("/org/keys/{keyName:[^/]*}", "POST", "PUT", "GET", "DELETE"),
    refuse("/keys/policy/{keyName}", "POST"),
    refuse("/keys/create", "POST"),
    serve("GET", "/apis", "listApis", handleReadApis),
    refuse("/apis", "POST", "PUT", "DELETE"),
    ...(hasPolicies ? [refuse("/apis/oas", "GET", "POST")] : []),
    serve("GET", "/apis/{apiID}", "getApi", handleReadApis),
    refuse("/apis/{apiID}", "POST", "PUT", "DELETE"),
    refuse("/health", "GET"),
    ...(hasPolicies ? policyRoutes : []),
    serve("POST", "/oauth/clients/create", "createOAuthClient", handleCreateClient),
    serve("PUT", clientPath, "updateOAuthClient", handleUpdateClient),
    serve("PUT", `${clientPath}/rotate`, "rotateOAuthClient", handleRotateClient),
    {
      ...serve("GET", "/oauth/clients/apis/{appID}", "listOAuthClientApis", handleListApisOfClient),
      query: "orgID",
    },
    serve("DELETE", "/oauth/refresh/{keyName}", "invalidateOAuthRefresh", handleInvalidateRefresh),
    serve("POST", "/oauth/revoke", "revokeSingleToken", handleRevoke),
    serve("POST", "/oauth/revoke_all", "revokeAllTokens", handleRevokeAll),
  ];
}

const policyRoutes: readonly ControlRoute[] = [
  serve("GET", "/policies", "listPolicies", handleReadPolicies),
  refuse("/policies", "POST", "PUT", "DELETE"),
  serve("GET", "/policies/{polID}", "getPolicy", handleReadPolicies),
  refuse("/policies/{polID}", "POST", "PUT", "DELETE"),
];

function createCommonRoutes({ hasPolicies, hasPurge }: VersionTraits): ControlRoute[] {
  const purge = serve("DELETE", "/oauth/tokens", "purgeOAuthTokens", handlePurgeTokens);
  const tokensPath = `${apiClientsPath}/{keyName}/tokens`;
  return [
    refuse("/debug", "POST"),
    ...(hasPolicies ? [refuse("/schema", "GET")] : []),
    refuse("/cache/{apiID}", "DELETE"),
    serve("GET", "/keys", "listKeys", handleReadKeys),
    refuse("/keys", "POST", "PUT"),
    serve("DELETE", "/keys", "deleteKey", handleDeleteKey),
    refuse("/keys/preview", "POST"),
    serve("GET", keyPath, "getKey", handleReadKeys),
    refuse(keyPath, "POST", "PUT"),
    serve("DELETE", keyPath, "deleteKey", handleDeleteKey),
    refuse("/certs", "POST", "GET"),
    refuse("/certs/{certID:[^/]*}", "POST", "GET", "DELETE"),
    serve("GET", apiClientsPath, "listOAuthClients", handleReadClients),
    serve("DELETE", apiClientsPath, "deleteOAuthClient", handleDeleteClient),
    serve("GET", clientPath, "getOAuthClient", handleReadClients),
    serve("DELETE", clientPath, "deleteOAuthClient", handleDeleteClient),
    serve("GET", tokensPath, "getOAuthClientTokens", handleListTokens),
    ...(hasPurge ? [purge] : []),
  ];
}

/** Creates a route with its handler. */
function serve(
  method: string,
  path: string,
  operation: string | undefined,
  handler: ControlHandler,
): ControlRoute {
  return { methods: [method], path, target: { operation, handler } };
}

/** Creates a route that the gateway has but that does not concern OAuth clients. Calling it is outside the model. */
function refuse(path: string, ...methods: readonly string[]): ControlRoute {
  const handler: ControlHandler = ({ request }) => {
    throw new NotModelledError(
      `The embedded gateway does not model ${request.method} /tyk${path}: it models only the OAuth part of the control API, and reads of APIs, policies and keys.`,
    );
  };
  return { methods, path, target: { operation: undefined, handler } };
}
