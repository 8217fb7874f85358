import type { ApiDefinition, KeySession, Policy } from "../../../generated/index.ts";
import { TykNotFoundError } from "../../errors/api.ts";
import { readDefinition } from "../apis/definition.ts";
import { usesOAuth } from "../apis/uses-oauth.ts";
import { findClient } from "../clients/read.ts";
import { gatewayTimeOf } from "../evidence/gateway-time.ts";
import { orgIdOf } from "../org-id.ts";
import { grantsAccess } from "../policies/grants.ts";
import { findPolicy } from "../policies/policy.ts";
import type { MethodContext } from "../method-context.ts";
import { apisOfSession, clientIdOf, expiresOf } from "./sessions.ts";

/**
 * Whether a token opens an API, and if not why:
 *
 * - `"alive"`: nothing that can be read keeps it from opening the API. On an API that is not OAuth the client does not count: a
 *   token of a deleted client goes on working there. An API that does not exist does not count either: it may come back.
 * - `"gone"`: its session is gone from storage.
 * - `"lapsed"`: it expired, by the gateway's clock. Without a `Date` header of the gateway this is never said.
 * - `"inactive"`: it is inactive, or one of its policies is.
 * - `"policy-gone"`: its policy was removed, or the one that granted this API. Tokens of a removed policy are refused at once.
 * - `"client-gone"`: its client is not on this OAuth API (any more).
 * - `"no-access"`: it gives no access to this API: its rights or policies do not name it, grant it without access rights or are
 *   of another organisation; or the API is OAuth and the key was made by no OAuth client.
 *
 * Policies are read if the gateway shows them by their ids (not before 4.3, nor before 5.12 if it reads them from a file). A policy
 * that grants nothing at all does not end a life: before 5.7 its tokens open every API.
 */
export type TokenLife =
  "alive" | "gone" | "lapsed" | "inactive" | "policy-gone" | "client-gone" | "no-access";

/** Whether the token of a session opens an API. */
export async function tokenLifeOf(
  context: MethodContext,
  session: KeySession,
  apiId: string,
): Promise<TokenLife> {
  const expires = expiresOf(session);
  const now = gatewayTimeOf(context.response);
  if (now !== undefined && expires > 0 && expires * 1000 <= now) return "lapsed";
  if (session.is_inactive === true) return "inactive";
  if (apisOfSession(session)?.includes(apiId) === false) return "no-access";
  const api = await findApi(context, apiId);
  const closed = await closedByPolicies(context, session, apiId, api);
  return closed ?? lifeOnApi(context, session, api);
}

async function findApi(context: MethodContext, apiId: string): Promise<ApiDefinition | undefined> {
  try {
    return await readDefinition(context, apiId);
  } catch (error) {
    if (error instanceof TykNotFoundError) return undefined;
    throw error;
  }
}

/** Only an OAuth API looks at the client. An API that does not exist can come back, and its tokens open it then. */
async function lifeOnApi(
  context: MethodContext,
  session: KeySession,
  api: ApiDefinition | undefined,
): Promise<TokenLife> {
  if (api === undefined || !usesOAuth(api)) return "alive";
  const clientId = clientIdOf(session);
  if (clientId === "") return "no-access";
  const client = await findClient(context, { apiId: api.api_id, clientId });
  return client === undefined ? "client-gone" : "alive";
}

/** Why the policies of a session keep it from opening an API; `undefined` if they do not, or nothing of it can be read. */
async function closedByPolicies(
  context: MethodContext,
  session: KeySession,
  apiId: string,
  api: ApiDefinition | undefined,
): Promise<TokenLife | undefined> {
  const policyIds = session.apply_policies ?? [];
  const found: (Policy | "gone" | "unreadable")[] = [];
  for (const policyId of policyIds) found.push(await readCurrentPolicy(context, policyId));
  const policies = found.filter((one) => typeof one !== "string");
  if (policies.some(({ is_inactive }) => is_inactive === true)) return "inactive";
  if (api !== undefined && policies.some((policy) => orgIdOf(policy) !== orgIdOf(api)))
    return "no-access";
  // One that cannot be read may be the one that grants the API. Of several policies an unknown one is passed over.
  if (found.includes("unreadable") || policies.some((policy) => grantsAccess(policy, apiId)))
    return undefined;
  if (found.includes("gone")) return "policy-gone";
  return policies.every(grantsNothing) ? undefined : "no-access";
}

function grantsNothing({ access_rights }: Policy): boolean {
  return Object.keys(access_rights ?? {}).length === 0;
}

/** The policy as it is now: tokens of one that was removed a moment ago are refused already. */
async function readCurrentPolicy(
  context: MethodContext,
  policyId: string,
): Promise<Policy | "gone" | "unreadable"> {
  context.deps.policies.delete(policyId);
  try {
    return (await findPolicy(context, policyId)) ?? "unreadable";
  } catch (error) {
    if (error instanceof TykNotFoundError) return "gone";
    throw error;
  }
}
