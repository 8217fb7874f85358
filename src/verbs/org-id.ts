/** Returns the organisation of a session, an API or a policy. The gateway omits an empty one (trap 33). */
export function orgIdOf({ org_id = "" }: { readonly org_id?: string }): string {
  return org_id;
}
