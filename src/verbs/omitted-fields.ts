import type { ApiDefinition, Policy } from "../../generated/index.ts";

/** Returns the organisation of a session, an API or a policy. The gateway omits an empty one (trap 33). */
export function orgIdOf({ org_id = "" }: { readonly org_id?: string }): string {
  return org_id;
}

/** Whether an API uses OAuth. The gateway may omit a `false`. */
export function usesOAuth({ use_oauth2 = false }: ApiDefinition): boolean {
  return use_oauth2;
}

/** Returns a policy's id; an empty string if the gateway does not show it. */
export function policyIdOf({ id = "" }: Policy): string {
  return id;
}
