/** The organisation that a session, an API or a policy belongs to. The gateway leaves out an empty one. */
export function orgIdOf({ org_id = "" }: { readonly org_id?: string }): string {
  return org_id;
}
