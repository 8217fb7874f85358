import type { TykRaw } from "../types/raw.ts";
import * as shape from "./shapes.ts";
import type { Shape } from "./shapes.ts";

/**
 * What may be repeated after what, as the spec's `x-tyk-retry` says it of each operation.
 *
 * - `read`: changes nothing.
 * - `repeatable`: doing it again is as doing it once.
 * - `repeatable-soon`: the same, but a late repeat would undo what others did meanwhile.
 * - `exclusive`: the same, but the gateway does one at a time, and says yes to another one without doing it.
 * - `create`: repeatable where the body names both the id and the secret.
 * - `once`: each time makes something new.
 */
export type RetryClass =
  "read" | "repeatable" | "repeatable-soon" | "exclusive" | "create" | "once";

/** Where an operation is served: by the control API, or by an API of the gateway on its own listen path. */
export type Place = "control" | "api";

/** What the transport must know of an operation beyond what its generated function does. */
export interface Operation {
  readonly method: "GET" | "POST" | "PUT" | "DELETE";
  /** The path without its values: what logs and hooks may show. */
  readonly template: string;
  /** The variables of the template. */
  readonly variables: readonly string[];
  readonly place: Place;
  /** Whether the gateway's secret goes along. */
  readonly secret: boolean;
  readonly retry: RetryClass;
  /** The one status that means success. */
  readonly success: 200 | 307;
  /** Whether the gateway labels this answer's JSON as `text/plain`. */
  readonly jsonAsText: boolean;
  /** Whether it refuses with an OAuth error (RFC 6749, 5.2). */
  readonly oauthErrors: boolean;
  readonly answer: Shape;
  /** The first version of the gateway that has it, where not every one does. */
  readonly since: string | undefined;
  /** A limit for one attempt that is longer than the default, for what takes long. */
  readonly timeoutMs: number | undefined;
}

/** The name of an operation of `tyk.raw`. */
export type OperationId = keyof TykRaw;

type Line = `${Operation["method"]} /${string}`;

function operation(
  line: Line,
  retry: RetryClass,
  answer: Shape,
  more: Partial<Operation> = {},
): Operation {
  const [method, template] = line.split(" ") as [Operation["method"], string];
  return {
    method,
    template,
    variables: [...template.matchAll(/\{(\w+)\}/g)].map(([, name = ""]) => name),
    place: "control",
    secret: true,
    retry,
    success: 200,
    jsonAsText: false,
    oauthErrors: false,
    answer,
    since: undefined,
    timeoutMs: undefined,
    ...more,
  };
}

const since30 = { since: "3.0" } as const;
const since43 = { since: "4.3" } as const;
const publicOnApi = { place: "api", secret: false } as const;

/** Every operation of the spec, by its operationId. */
export const operations: Readonly<Record<OperationId, Operation>> = {
  createOAuthClient: operation("POST /tyk/oauth/clients/create", "create", shape.client),
  listOAuthClients: operation("GET /tyk/oauth/clients/{apiID}", "read", shape.clients),
  getOAuthClient: operation("GET /tyk/oauth/clients/{apiID}/{keyName}", "read", shape.client),
  updateOAuthClient: operation(
    "PUT /tyk/oauth/clients/{apiID}/{keyName}",
    "repeatable-soon",
    shape.client,
    { since: "2.8" },
  ),
  updateOAuthClientMetadata: operation("PUT /tyk/oauth/clients/{apiID}", "once", shape.clients),
  rotateOAuthClient: operation(
    "PUT /tyk/oauth/clients/{apiID}/{keyName}/rotate",
    "once",
    shape.client,
    since30,
  ),
  deleteOAuthClient: operation(
    "DELETE /tyk/oauth/clients/{apiID}/{keyName}",
    "repeatable",
    shape.keyModified,
  ),
  listOAuthClientApis: operation(
    "GET /tyk/oauth/clients/apis/{clientID}",
    "read",
    shape.apiIds,
    since30,
  ),
  getOAuthClientTokens: operation(
    "GET /tyk/oauth/clients/{apiID}/{keyName}/tokens",
    "read",
    shape.tokensOrPage,
  ),
  invalidateOAuthRefresh: operation(
    "DELETE /tyk/oauth/refresh/{keyName}",
    "repeatable",
    shape.keyModified,
  ),
  revokeSingleToken: operation(
    "POST /tyk/oauth/revoke",
    "repeatable",
    shape.statusMessage,
    since30,
  ),
  revokeAllTokens: operation(
    "POST /tyk/oauth/revoke_all",
    "repeatable-soon",
    shape.statusMessage,
    since30,
  ),
  // The gateway walks every token list under a lock that it holds for up to a minute.
  purgeOAuthTokens: operation("DELETE /tyk/oauth/tokens", "exclusive", shape.statusMessage, {
    timeoutMs: 60_000,
    since: "5.3",
  }),
  getApi: operation("GET /tyk/apis/{apiID}", "read", shape.api),
  listApis: operation("GET /tyk/apis", "read", shape.apis),
  getPolicy: operation("GET /tyk/policies/{polID}", "read", shape.policy, since43),
  listPolicies: operation("GET /tyk/policies", "read", shape.policies, since43),
  listKeys: operation("GET /tyk/keys", "read", shape.keys),
  getKey: operation("GET /tyk/keys/{keyID}", "read", shape.keySession),
  deleteKey: operation("DELETE /tyk/keys/{keyID}", "repeatable", shape.keyModified),
  hello: operation("GET /hello", "read", shape.health, { secret: false }),
  authorizeClient: operation("POST /tyk/oauth/authorize-client/", "once", shape.authorization, {
    place: "api",
    jsonAsText: true,
    oauthErrors: true,
  }),
  oauthAuthorize: operation("GET /oauth/authorize/", "read", shape.nothing, {
    ...publicOnApi,
    success: 307,
  }),
  oauthToken: operation("POST /oauth/token/", "once", shape.tokenAnswer, {
    ...publicOnApi,
    oauthErrors: true,
  }),
  oauthRevoke: operation("POST /oauth/revoke", "repeatable", shape.statusMessage, publicOnApi),
  oauthRevokeAll: operation(
    "POST /oauth/revoke_all",
    "repeatable-soon",
    shape.statusMessage,
    publicOnApi,
  ),
};
