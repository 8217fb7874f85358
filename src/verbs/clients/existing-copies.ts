import type { OAuthClient } from "../../../generated/index.ts";
import type { NewClientRequest } from "../../types/client-documents.ts";
import { TykConflictError } from "../../errors/method.ts";
import { newClientSecret } from "../../util/random-text.ts";
import type { MethodContext } from "../method-context.ts";
import { differences, toStoredClient } from "./bodies.ts";
import { isPolicyChange } from "./change.ts";
import type { PolicyChange, PolicyChangeArgs } from "./change.ts";

/** The client that `clients.create` creates, and how it treats existing copies. */
export interface WantedClient {
  readonly body: NewClientRequest;
  readonly clientId: string;
  readonly ifExists: "fail" | "keep" | "replace";
  readonly tokenArgs: PolicyChangeArgs;
}

/** Decides which existing copies stay, and which secret each written copy gets. Throws if `ifExists` forbids a copy. */
export function planCopies(
  context: MethodContext,
  { body, clientId, ifExists }: WantedClient,
  apiIds: readonly string[],
  found: ReadonlyMap<string, OAuthClient>,
): {
  readonly kept: ReadonlyMap<string, OAuthClient>;
  readonly secretFor: (apiId: string) => string;
} {
  const operation = context.name;
  // An identical client, secret included, is our own earlier create whose response was lost. If copies are still missing,
  // an earlier create was interrupted: then the fields are enough, and the secret need not be passed.
  const isOwn = (client: OAuthClient): boolean =>
    (body.secret === client.secret || (body.secret === undefined && found.size < apiIds.length)) &&
    differences(toStoredClient(body, clientId, client.secret), client).length === 0;
  const others = [...found].filter(([, client]) => !isOwn(client)).map(([apiId]) => apiId);
  if (ifExists === "fail" && others.length > 0)
    throw new TykConflictError(
      `the client ${clientId} already exists on ${others.join(", ")}: set ifExists to "keep" or "replace"`,
      { operation },
    );
  const secrets = new Set([...found.values()].map(({ secret }) => secret));
  if (body.secret === undefined && secrets.size > 1 && found.size < apiIds.length)
    throw new TykConflictError(
      `the copies of ${clientId} have different secrets, so a new copy has no secret to share: pass body.secret`,
      { operation },
    );
  const shared = body.secret ?? [...secrets][0] ?? newClientSecret();
  return {
    kept: ifExists === "replace" ? new Map([...found].filter(([, one]) => isOwn(one))) : found,
    secretFor: (apiId) => body.secret ?? found.get(apiId)?.secret ?? shared,
  };
}

/** Finds the replaced copies whose policy changes: they may have tokens with the rights of the old policy. */
export function findPolicyChanges(
  { body }: WantedClient,
  found: ReadonlyMap<string, OAuthClient>,
  kept: ReadonlyMap<string, OAuthClient>,
): PolicyChange[] {
  return [...found]
    .filter(([apiId]) => !kept.has(apiId))
    .map(([apiId, client]) => ({ apiId, client, body }))
    .filter(isPolicyChange);
}
