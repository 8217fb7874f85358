import { TykResponseError } from "../errors/response.ts";
import type { AuthorizationRequest } from "./authorization-request.ts";
import type { ConsentSettings } from "./options.ts";
import type { ConsentDetails } from "./types.ts";

/** Grants a code or a token, and returns the address to which the browser returns. */
export async function grant(
  { tyk, keyRules: rulesOf }: ConsentSettings,
  { apiId, clientId, redirectUri, responseType, state }: AuthorizationRequest,
  details: ConsentDetails,
): Promise<string> {
  const keyRules = await rulesOf?.(details);
  const { redirect_to } = await tyk.clients.authorize(
    { apiId, clientId },
    {
      redirectUri,
      responseType,
      state,
      ...(keyRules === undefined ? { userId: details.user.id } : { keyRules }),
    },
  );
  if (redirect_to !== undefined) return redirect_to;
  // Only a dry run has no address.
  throw new TykResponseError("nothing was granted: the client is a dry run", {
    operation: "clients.authorize",
    code: "schema",
    status: 0,
  });
}
