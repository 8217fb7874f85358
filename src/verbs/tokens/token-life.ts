import type { ApiDefinition, KeySession, Policy } from "../../../generated/index.ts";
import { TykNotFoundError } from "../../errors/api.ts";
import { readDefinition } from "../apis/definition.ts";
import { findClient } from "../clients/read.ts";
import { gatewayTimeOf } from "../evidence/gateway-time.ts";
import { ignoreNotFound } from "../failures.ts";
import type { MethodContext } from "../method-context.ts";
import { orgIdOf, usesOAuth } from "../omitted-fields.ts";
import { grantsAccess } from "../policies/policy-rules.ts";
import { findPolicy } from "../policies/policy.ts";
import { apisOfSession, clientIdOf, expiresOf } from "./sessions.ts";

/**
 * Whether a token opens an API, and if not, why:
 *
 * - `"alive"`: nothing that can be read keeps the token from opening the API. On an API without OAuth the client does not matter: a
 *   token of a deleted client still works there. On an API that does not exist a token counts as alive, because the API may come
 *   back.
 * - `"gone"`: the token's session is gone from storage.
 * - `"lapsed"`: the token has expired, by the gateway's clock. Without a `Date` header from the gateway no token is `"lapsed"`.
 * - `"inactive"`: the token or one of its policies is inactive.
 * - `"policy-gone"`: the token's policy was removed, or the policy that granted this API. The gateway refuses its tokens at once.
 * - `"client-gone"`: the token's client is not on this OAuth API.
 * - `"no-access"`: the token gives no access to this API. Its rights or policies do not name the API, grant it without access
 *   rights, or belong to another organisation; or the API uses OAuth and no OAuth client made the key.
 *
 * Policies are read only if the gateway shows them by their ids: not before 4.3, and not before 5.12 if the gateway reads them from
 * a file. A token whose policies grant nothing at all can be `"alive"`: before 5.7 such tokens open every API.
 */
export type TokenLife =
  "alive" | "gone" | "lapsed" | "inactive" | "policy-gone" | "client-gone" | "no-access";

/** Finds out whether the token of a session opens an API. */
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
  const api = await readDefinition(context, apiId).catch(ignoreNotFound);
  const refusal = await findPolicyRefusal(context, session, apiId, api);
  return refusal ?? lifeByClient(context, session, api);
}

/** Only an OAuth API checks the client. An API that does not exist can come back, and its tokens open it then. */
async function lifeByClient(
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

/** Why the policies of a session keep it from opening an API; `undefined` if they do not, or if that is unknown. */
async function findPolicyRefusal(
  context: MethodContext,
  session: KeySession,
  apiId: string,
  api: ApiDefinition | undefined,
): Promise<TokenLife | undefined> {
  const policyIds = session.apply_policies ?? [];
  const reads: (Policy | "gone" | "unreadable")[] = [];
  for (const policyId of policyIds) reads.push(await readCurrentPolicy(context, policyId));
  const policies = reads.filter((read) => typeof read !== "string");
  if (policies.some(({ is_inactive }) => is_inactive === true)) return "inactive";
  if (api !== undefined && policies.some((policy) => orgIdOf(policy) !== orgIdOf(api)))
    return "no-access";
  // An unreadable policy may grant the API. If another policy grants it, the gateway ignores a removed policy.
  if (reads.includes("unreadable") || policies.some((policy) => grantsAccess(policy, apiId)))
    return undefined;
  if (reads.includes("gone")) return "policy-gone";
  return policies.every(grantsNothing) ? undefined : "no-access";
}

function grantsNothing({ access_rights }: Policy): boolean {
  return Object.keys(access_rights ?? {}).length === 0;
}

/** Reads a policy without the cache, because tokens of a removed policy are refused at once (trap 41). */
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
