import type { TykOAuth } from "../client.ts";
import type { AuthorizationRequest } from "./authorization-request.ts";
import type { ConsentDetails, ConsentUser } from "./types.ts";

/**
 * Checks a client's request as `clients.loginPage` does, and reads what the page shows.
 *
 * @throws the errors of `clients.loginPage`, such as a {@link TykInputError} if the redirect URI is not exactly one of the client's.
 */
export async function readDetails(
  tyk: TykOAuth,
  { apiId, clientId, redirectUri, responseType, state }: AuthorizationRequest,
  user: ConsentUser,
): Promise<ConsentDetails> {
  const ref = { apiId, clientId };
  await tyk.clients.loginPage(ref, { redirectUri, responseType, state });
  const [{ description = "" }, { name = "" }] = await Promise.all([
    tyk.clients.get(ref),
    tyk.apis.get({ apiId }),
  ]);
  const { host, protocol } = new URL(redirectUri);
  return {
    user: user.name === undefined ? user : { ...user, name: toPlainText(user.name) },
    apiId,
    apiName: toPlainText(name === "" ? apiId : name),
    clientId,
    clientName: toPlainText(description === "" ? clientId : description),
    returnsTo: host === "" ? protocol : host,
  };
}

/** Removes control characters, and those that would show the text around a name in another direction. */
function toPlainText(name: string): string {
  return name.replaceAll(/[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu, "");
}
