import type { NewClientRequest, OAuthClient } from "../../../generated/index.ts";
import { TykConflictError } from "../../errors/method.ts";
import { newClientSecret } from "../../util/random-text.ts";
import type { MethodContext } from "../method-context.ts";
import { differences, toStoredClient } from "./bodies.ts";
import type { PolicyChange, PolicyChangeArgs } from "./change.ts";
import { fieldsOf } from "./fields.ts";

/** The client that `clients.create` is to create. */
export interface WantedClient {
  readonly body: NewClientRequest;
  readonly clientId: string;
  readonly ifExists: "fail" | "keep" | "replace";
  readonly tokenArgs: PolicyChangeArgs;
}

/** What is done where the client is there already, and the secret that each new copy gets. */
export function planExisting(
  context: MethodContext,
  { body, clientId, ifExists }: WantedClient,
  apiIds: readonly string[],
  found: ReadonlyMap<string, OAuthClient>,
): {
  readonly kept: ReadonlyMap<string, OAuthClient>;
  readonly secretOn: (apiId: string) => string;
} {
  const operation = context.name;
  // Only whoever made it knows all of it, its secret too: then it is the create whose answer was lost, made again. The secret
  // need not be known where copies are still missing, as after a cut.
  const isOwn = (client: OAuthClient): boolean =>
    (body.secret === client.secret || (body.secret === undefined && found.size < apiIds.length)) &&
    differences(toStoredClient(body, clientId, client.secret), client).length === 0;
  const others = [...found].filter(([, client]) => !isOwn(client)).map(([apiId]) => apiId);
  if (ifExists === "fail" && others.length > 0) {
    throw new TykConflictError(
      `the client ${clientId} is there already, on ${others.join(", ")}: set ifExists to keep or replace it`,
      { operation },
    );
  }
  const secrets = new Set([...found.values()].map(({ secret }) => secret));
  if (body.secret === undefined && secrets.size > 1 && found.size < apiIds.length) {
    throw new TykConflictError(
      `the copies of ${clientId} have different secrets, so a further one has no secret to share: name body.secret`,
      { operation },
    );
  }
  const shared = body.secret ?? [...secrets][0] ?? newClientSecret();
  return {
    kept: ifExists === "replace" ? new Map([...found].filter(([, one]) => isOwn(one))) : found,
    secretOn: (apiId) => body.secret ?? found.get(apiId)?.secret ?? shared,
  };
}

/** What is replaced may have tokens with the rights of its old policy. */
export function policyChanges(
  { body }: WantedClient,
  found: ReadonlyMap<string, OAuthClient>,
  kept: ReadonlyMap<string, OAuthClient>,
): PolicyChange[] {
  return [...found]
    .filter(([apiId]) => !kept.has(apiId))
    .map(([apiId, client]) => ({ apiId, client, body }))
    .filter(({ client }) => fieldsOf(client).policy_id !== (body.policy_id ?? ""));
}
