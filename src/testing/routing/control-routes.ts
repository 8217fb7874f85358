import type { ControlHandler } from "../control/control-call.ts";
import {
  handleDeleteClient,
  handleListApisOfClient,
  handleReadClients,
  handleRotateClient,
  handleUpdateClient,
} from "../control/clients.ts";
import { handleCreateClient } from "../control/create-client.ts";
import { handleReadApis, handleReadPolicies } from "../control/definitions.ts";
import { handleDeleteKey, handleReadKeys } from "../control/keys.ts";
import { handleRevoke, handleRevokeAll } from "../control/revocation.ts";
import {
  handleInvalidateRefreshToken,
  handleListTokens,
  handlePurgeTokens,
} from "../control/tokens.ts";
import { NotModelledError } from "../errors.ts";
import { createJsonResponse } from "../http/response.ts";
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

/**
 * Creates the router of a version's control API, in the gateway's order of routes. An edge serves a part of
 * them.
 */
export function createControlRouter(
  settings: GatewaySettings,
  traits: VersionTraits,
): Router<ControlTarget> {
  const nonEdgeRoutes = settings.edge ? [] : createNonEdgeRoutes(traits);
  return new Router([...reloadRoutes, ...nonEdgeRoutes, ...createCommonRoutes(traits)]);
}

function createRoute(
  method: string,
  path: string,
  operation: string,
  handler: ControlHandler,
  query?: string,
): ControlRoute {
  return {
    methods: [method],
    path,
    target: { operation, handler },
    ...(query === undefined ? {} : { query }),
  };
}

const reloadRoutes: readonly ControlRoute[] = ["/reload/group", "/reload"].map((path) => ({
  methods: ["GET"],
  path,
  target: {
    operation: undefined,
    handler: () => createJsonResponse(200, { status: "ok", message: "" }),
  },
}));

function createNonEdgeRoutes(traits: VersionTraits): ControlRoute[] {
  return [
    createUnmodelledRoute(["GET"], "/org/keys"),
    createUnmodelledRoute(["POST", "PUT", "GET", "DELETE"], "/org/keys/{keyName:[^/]*}"),
    createUnmodelledRoute(["POST"], "/keys/policy/{keyName}"),
    createUnmodelledRoute(["POST"], "/keys/create"),
    createRoute("GET", "/apis", "listApis", handleReadApis),
    createUnmodelledRoute(["POST", "PUT", "DELETE"], "/apis"),
    ...(traits.hasPolicies ? [createUnmodelledRoute(["GET", "POST"], "/apis/oas")] : []),
    createRoute("GET", "/apis/{apiID}", "getApi", handleReadApis),
    createUnmodelledRoute(["POST", "PUT", "DELETE"], "/apis/{apiID}"),
    createUnmodelledRoute(["GET"], "/health"),
    ...(traits.hasPolicies ? policyRoutes : []),
    createRoute("POST", "/oauth/clients/create", "createOAuthClient", handleCreateClient),
    createRoute(
      "PUT",
      "/oauth/clients/{apiID}/{keyName:[^/]*}",
      "updateOAuthClient",
      handleUpdateClient,
    ),
    createRoute(
      "PUT",
      "/oauth/clients/{apiID}/{keyName:[^/]*}/rotate",
      "rotateOAuthClient",
      handleRotateClient,
    ),
    createRoute(
      "GET",
      "/oauth/clients/apis/{appID}",
      "listOAuthClientApis",
      handleListApisOfClient,
      "orgID",
    ),
    createRoute(
      "DELETE",
      "/oauth/refresh/{keyName}",
      "invalidateOAuthRefresh",
      handleInvalidateRefreshToken,
    ),
    createRoute("POST", "/oauth/revoke", "revokeSingleToken", handleRevoke),
    createRoute("POST", "/oauth/revoke_all", "revokeAllTokens", handleRevokeAll),
  ];
}

const policyRoutes: readonly ControlRoute[] = [
  createRoute("GET", "/policies", "listPolicies", handleReadPolicies),
  createUnmodelledRoute(["POST", "PUT", "DELETE"], "/policies"),
  createRoute("GET", "/policies/{polID}", "getPolicy", handleReadPolicies),
  createUnmodelledRoute(["POST", "PUT", "DELETE"], "/policies/{polID}"),
];

function createCommonRoutes(traits: VersionTraits): ControlRoute[] {
  return [
    createUnmodelledRoute(["POST"], "/debug"),
    ...(traits.hasPolicies ? [createUnmodelledRoute(["GET"], "/schema")] : []),
    createUnmodelledRoute(["DELETE"], "/cache/{apiID}"),
    createRoute("GET", "/keys", "listKeys", handleReadKeys),
    createUnmodelledRoute(["POST", "PUT"], "/keys"),
    createRoute("DELETE", "/keys", "deleteKey", handleDeleteKey),
    createUnmodelledRoute(["POST"], "/keys/preview"),
    createRoute("GET", "/keys/{keyName:[^/]*}", "getKey", handleReadKeys),
    createUnmodelledRoute(["POST", "PUT"], "/keys/{keyName:[^/]*}"),
    createRoute("DELETE", "/keys/{keyName:[^/]*}", "deleteKey", handleDeleteKey),
    createUnmodelledRoute(["POST", "GET"], "/certs"),
    createUnmodelledRoute(["POST", "GET", "DELETE"], "/certs/{certID:[^/]*}"),
    createRoute("GET", "/oauth/clients/{apiID}", "listOAuthClients", handleReadClients),
    createRoute("DELETE", "/oauth/clients/{apiID}", "deleteOAuthClient", handleDeleteClient),
    createRoute(
      "GET",
      "/oauth/clients/{apiID}/{keyName:[^/]*}",
      "getOAuthClient",
      handleReadClients,
    ),
    createRoute(
      "DELETE",
      "/oauth/clients/{apiID}/{keyName:[^/]*}",
      "deleteOAuthClient",
      handleDeleteClient,
    ),
    createRoute(
      "GET",
      "/oauth/clients/{apiID}/{keyName}/tokens",
      "getOAuthClientTokens",
      handleListTokens,
    ),
    ...(traits.hasPurge
      ? [createRoute("DELETE", "/oauth/tokens", "purgeOAuthTokens", handlePurgeTokens)]
      : []),
  ];
}

/**
 * Creates a route that the gateway has but that does not concern OAuth clients. Calling it is outside the
 * model.
 */
function createUnmodelledRoute(methods: readonly string[], path: string): ControlRoute {
  const handler: ControlHandler = ({ request }) => {
    throw new NotModelledError(
      `The embedded gateway does not model ${request.method} /tyk${path}: it models only the OAuth part of the control API, and reads of APIs, policies and keys.`,
    );
  };
  return { methods, path, target: { operation: undefined, handler } };
}
