import type { ControlHandler } from "../control/call.ts";
import {
  createClient,
  deleteClient,
  listApisOfClient,
  readClients,
  rotateClient,
  updateClient,
} from "../control/clients.ts";
import { readApis, readPolicies } from "../control/definitions.ts";
import { deleteKey, readKey } from "../control/keys.ts";
import { revoke, revokeAll } from "../control/revocation.ts";
import { invalidateRefreshToken, listClientTokens, purgeTokens } from "../control/tokens.ts";
import { NotModelledError } from "../errors.ts";
import { jsonAnswer } from "../http/answer.ts";
import type { Settings } from "../settings.ts";
import type { VersionTraits } from "../versions.ts";
import { Router } from "./router.ts";
import type { Route } from "./router.ts";

/** What a route of the control API leads to. */
export interface ControlTarget {
  /** The operation's name in this package, where it has one. */
  readonly operation: string | undefined;
  readonly handler: ControlHandler;
}

type ControlRoute = Route<ControlTarget>;

/** The control API of a version, in the gateway's order of routes. An edge serves a part of it. */
export function controlRouter(settings: Settings, traits: VersionTraits): Router<ControlTarget> {
  const whole = settings.edge ? [] : wholeGatewayRoutes(traits);
  return new Router([...reloadRoutes, ...whole, ...everyGatewayRoutes(traits)]);
}

function route(
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
  target: { operation: undefined, handler: () => jsonAnswer(200, { status: "ok", message: "" }) },
}));

function wholeGatewayRoutes(traits: VersionTraits): ControlRoute[] {
  return [
    outside(["GET"], "/org/keys"),
    outside(["POST", "PUT", "GET", "DELETE"], "/org/keys/{keyName:[^/]*}"),
    outside(["POST"], "/keys/policy/{keyName}"),
    outside(["POST"], "/keys/create"),
    route("GET", "/apis", "listApis", readApis),
    outside(["POST", "PUT", "DELETE"], "/apis"),
    ...(traits.hasPolicies ? [outside(["GET", "POST"], "/apis/oas")] : []),
    route("GET", "/apis/{apiID}", "getApi", readApis),
    outside(["POST", "PUT", "DELETE"], "/apis/{apiID}"),
    outside(["GET"], "/health"),
    ...(traits.hasPolicies ? policyRoutes : []),
    route("POST", "/oauth/clients/create", "createOAuthClient", createClient),
    route("PUT", "/oauth/clients/{apiID}/{keyName:[^/]*}", "updateOAuthClient", updateClient),
    route(
      "PUT",
      "/oauth/clients/{apiID}/{keyName:[^/]*}/rotate",
      "rotateOAuthClient",
      rotateClient,
    ),
    route("GET", "/oauth/clients/apis/{appID}", "listOAuthClientApis", listApisOfClient, "orgID"),
    route("DELETE", "/oauth/refresh/{keyName}", "invalidateOAuthRefresh", invalidateRefreshToken),
    route("POST", "/oauth/revoke", "revokeSingleToken", revoke),
    route("POST", "/oauth/revoke_all", "revokeAllTokens", revokeAll),
  ];
}

const policyRoutes: readonly ControlRoute[] = [
  route("GET", "/policies", "listPolicies", readPolicies),
  outside(["POST", "PUT", "DELETE"], "/policies"),
  route("GET", "/policies/{polID}", "getPolicy", readPolicies),
  outside(["POST", "PUT", "DELETE"], "/policies/{polID}"),
];

function everyGatewayRoutes(traits: VersionTraits): ControlRoute[] {
  return [
    outside(["POST"], "/debug"),
    ...(traits.hasPolicies ? [outside(["GET"], "/schema")] : []),
    outside(["DELETE"], "/cache/{apiID}"),
    route("GET", "/keys", "listKeys", readKey),
    outside(["POST", "PUT"], "/keys"),
    route("DELETE", "/keys", "deleteKey", deleteKey),
    outside(["POST"], "/keys/preview"),
    route("GET", "/keys/{keyName:[^/]*}", "getKey", readKey),
    outside(["POST", "PUT"], "/keys/{keyName:[^/]*}"),
    route("DELETE", "/keys/{keyName:[^/]*}", "deleteKey", deleteKey),
    outside(["POST", "GET"], "/certs"),
    outside(["POST", "GET", "DELETE"], "/certs/{certID:[^/]*}"),
    route("GET", "/oauth/clients/{apiID}", "listOAuthClients", readClients),
    route("DELETE", "/oauth/clients/{apiID}", "deleteOAuthClient", deleteClient),
    route("GET", "/oauth/clients/{apiID}/{keyName:[^/]*}", "getOAuthClient", readClients),
    route("DELETE", "/oauth/clients/{apiID}/{keyName:[^/]*}", "deleteOAuthClient", deleteClient),
    route(
      "GET",
      "/oauth/clients/{apiID}/{keyName}/tokens",
      "getOAuthClientTokens",
      listClientTokens,
    ),
    ...(traits.hasPurge ? [route("DELETE", "/oauth/tokens", "purgeOAuthTokens", purgeTokens)] : []),
  ];
}

/** A route that the gateway has and that has nothing to do with OAuth clients: it is known, and not modelled. */
function outside(methods: readonly string[], path: string): ControlRoute {
  const handler: ControlHandler = ({ request }) => {
    throw new NotModelledError(
      `The embedded gateway does not model ${request.method} /tyk${path}: it knows the OAuth part of the control API, and reads of APIs, policies and keys.`,
    );
  };
  return { methods, path, target: { operation: undefined, handler } };
}
