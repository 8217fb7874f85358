import type { ApiDefinition } from "../../../generated/index.ts";

/** Whether an API uses OAuth. The gateway may omit a `false`. */
export function usesOAuth({ use_oauth2 = false }: ApiDefinition): boolean {
  return use_oauth2;
}
