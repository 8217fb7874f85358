import type { OAuthClient } from "../../../generated/index.ts";
import { TykError } from "../../errors/base.ts";
import { endsVerb } from "./copies.ts";
import type { ClientCopy } from "./copies.ts";
import { findClient } from "./read.ts";
import type { Verb } from "../verb.ts";

/**
 * Gives one copy of a client a secret of one's own choice: by a create, which overwrites, since no other call takes one. A lost
 * answer is made up for by reading.
 */
export async function setSecret(
  verb: Verb,
  { apiId, client }: ClientCopy,
  secret: string,
): Promise<OAuthClient> {
  const { client_id, redirect_uri, policy_id, meta_data, description } = client;
  const body = {
    client_id,
    secret,
    api_id: apiId,
    redirect_uri,
    description,
    ...(policy_id === undefined ? {} : { policy_id }),
    meta_data,
  };
  const wanted = { ...client, secret };
  try {
    return await verb.write("createOAuthClient", { body }, { apiId }, wanted);
  } catch (thrown) {
    if (!(thrown instanceof TykError) || endsVerb(verb, thrown)) throw thrown;
    const { outcome } = thrown;
    if (outcome !== "applied" && outcome !== "unknown") throw thrown;
    const now = await findClient(verb, { apiId, clientId: client_id }).catch(() => undefined);
    if (now?.secret === secret) return now;
    throw thrown;
  }
}
