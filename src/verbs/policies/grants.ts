import type { ApiDefinition, Policy } from "../../../generated/index.ts";
import { TykNotFoundError, TykRouteError } from "../../errors/api.ts";
import { TykUnsupportedError } from "../../errors/verb.ts";
import { whyNoId } from "../../internal/request/ids.ts";
import { isRecord } from "../../internal/json.ts";
import { allApis, usesOAuth } from "../apis/definition.ts";
import { orgIdOf } from "../org-id.ts";
import type { Verb } from "../verb.ts";

/**
 * A policy as it was less than a minute ago, or `undefined` where the gateway cannot tell: before 4.3 it shows none, and
 * before 5.12 those that it reads from a file have no id.
 *
 * @throws {@link TykNotFoundError} where there is no such policy.
 */
export async function policyOf(verb: Verb, policyId: string): Promise<Policy | undefined> {
  const { policies } = verb.deps;
  const known = policies.get(policyId);
  if (known !== undefined) return known.policy;
  const policy = whyNoId(policyId) === undefined ? await look(verb, policyId) : undefined;
  policies.set(policyId, { policy });
  return policy;
}

async function look(verb: Verb, policyId: string): Promise<Policy | undefined> {
  try {
    return await verb.read("getPolicy", { path: { polID: policyId } });
  } catch (error) {
    if (isRouteMissing(error)) return undefined;
    if (!(error instanceof TykNotFoundError)) throw error;
    const all = await verb.read("listPolicies", {});
    if (all.some((policy) => idOf(policy) === "")) return undefined;
    throw error;
  }
}

/** A policy's id, empty where the gateway does not tell it. */
export function idOf({ id = "" }: Policy): string {
  return id;
}

/** The verb says of a missing route that the gateway lacks the operation. */
function isRouteMissing(error: unknown): boolean {
  return (
    error instanceof TykRouteError ||
    (error instanceof TykUnsupportedError && error.cause instanceof TykRouteError)
  );
}

/** Throws where it is certain that a policy gives no access to an API. */
export async function requireGrant(
  verb: Verb,
  policyId: string,
  api: ApiDefinition,
): Promise<void> {
  const { api_id } = api;
  const policy = await policyOf(verb, policyId);
  if (policy === undefined) return;
  if (!Object.hasOwn(policy.access_rights ?? {}, api_id))
    throw refused(
      verb,
      policyId,
      `does not grant the API ${api_id}: before 5.7 the tokens of one that grants nothing would open it all the same`,
    );
  if (orgIdOf(policy) !== orgIdOf(api) && orgIdOf(policy) !== "")
    throw refused(verb, policyId, `is of another organisation than the API ${api_id}`);
}

/** The error of a policy that is of no use; it may be mended by the next time. */
function refused(verb: Verb, policyId: string, why: string): TykUnsupportedError {
  verb.deps.policies.delete(policyId);
  return new TykUnsupportedError(`the policy ${policyId} ${why}`, { operation: verb.name });
}

/**
 * The OAuth APIs that a policy grants, or `undefined` where the gateway cannot tell. An API that does not exist is left out with
 * a warning: a policy can outlive an API, and a gateway may load a part of the APIs only. The client gets less by it, not more.
 */
export async function apisOfPolicy(
  verb: Verb,
  policyId: string,
): Promise<readonly ApiDefinition[] | undefined> {
  const policy = await policyOf(verb, policyId);
  if (policy === undefined) return undefined;
  const rights = isRecord(policy.access_rights) ? policy.access_rights : {};
  const apis = await allApis(verb, "");
  const granted = apis.filter((api) => usesOAuth(api) && Object.hasOwn(rights, api.api_id));
  for (const api of granted) await requireGrant(verb, policyId, api);
  if (granted.length === 0) throw refused(verb, policyId, "grants no OAuth API");
  const existing = new Set(apis.map(({ api_id }) => api_id));
  const unknown = Object.keys(rights).filter((apiId) => !existing.has(apiId));
  if (unknown.length > 0)
    verb.warn(
      `the policy ${policyId} grants ${unknown.join(", ")}, which this gateway does not have: no client is created there`,
    );
  return granted;
}
