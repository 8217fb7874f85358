import type { OAuthClient } from "../../../generated/index.ts";
import type { TykErrorCode } from "../../errors/base.ts";
import type { ClientRef } from "../../types/client-refs.ts";
import { passing } from "../failures.ts";
import type { FoundPlace } from "../tokens/find-places.ts";
import type { Verb } from "../verb.ts";
import { whyNotCarried } from "./carried.ts";
import type { ClientCopy } from "./copies.ts";
import { putClient } from "./put-client.ts";
import { findClient, pathOf, readClient } from "./read.ts";

/** What became of a client's secret on one API. */
export interface CutOffSecret {
  /** The API's `api_id`. */
  readonly apiId: string;
  /**
   * Whether the leaked secret is of no more use there. `"replaced-by-gateway"`: by one that the gateway made, since the client's
   * document cannot be written back as it is, or the gateway refused it; it is not the one that was given or staged.
   */
  readonly secret: "replaced" | "replaced-by-gateway" | "unchanged" | "unknown";
  /** The error's code, where it was not replaced. */
  readonly code?: TykErrorCode;
}

/** An API, with the client as it is after its secret was replaced, or was not. */
export interface Replaced extends FoundPlace {
  /** `undefined` where there is no client whose secret could be of use. */
  readonly became: CutOffSecret["secret"] | undefined;
  readonly code?: TykErrorCode;
}

/** Replaces a client's secret on one API. Its document, whatever it holds, must not keep the leaked secret valid. */
export async function replaceSecret(
  verb: Verb,
  clientId: string,
  place: FoundPlace,
  secret: string,
): Promise<Replaced> {
  const { apiId, client, trouble } = place;
  if (trouble !== undefined) return replaceUnread(verb, clientId, place, secret);
  if (client === undefined) return { ...place, became: undefined };
  // Of a run before, with the same secret.
  if (client.secret === secret) return { ...place, became: "replaced" };
  const { data, error } = await verb.part(() => setSecret(verb, { apiId, client }, secret));
  if (data !== undefined)
    return { ...place, client: data, became: verb.isDry ? "unchanged" : becameOf(data, secret) };
  const { code } = error;
  const now = await findClient(verb, { apiId, clientId }).catch(() => undefined);
  if (now === undefined) return { ...place, became: "unknown", code };
  if (now.secret === client.secret) return { ...place, client: now, became: "unchanged", code };
  // A rotation whose answer was lost, say: the leaked secret is of no use any more.
  return { ...place, client: now, became: becameOf(now, secret) };
}

function becameOf(now: OAuthClient, secret: string): "replaced" | "replaced-by-gateway" {
  return now.secret === secret ? "replaced" : "replaced-by-gateway";
}

/** Sets the secret; if the document cannot be written back, or is refused, the gateway's own rotation leaves it alone. */
async function setSecret(
  verb: Verb,
  { apiId, client }: ClientCopy,
  secret: string,
): Promise<OAuthClient> {
  const ref = { apiId, clientId: client.client_id };
  // As it is now: it may have been changed since it was looked at.
  const now = verb.isDry ? client : await readClient(verb, ref);
  if (whyNotCarried(now) !== undefined) return rotate(verb, ref, now);
  try {
    return await putClient(verb, apiId, { ...now, secret });
  } catch (thrown) {
    const error = passing(verb, thrown);
    if (error.mayHaveBeenApplied) throw error;
    return await rotate(verb, ref, now).catch((other: unknown) => {
      const rotation = passing(verb, other);
      throw rotation.mayHaveBeenApplied ? rotation : error;
    });
  }
}

/** What stands for a document that cannot be read. */
const unread: OAuthClient = {
  client_id: "",
  redirect_uri: "",
  secret: "",
  meta_data: null,
  description: "",
};

/** Errors of a response that hold for this document each time: it is too large, say. */
const ofDocument: readonly string[] = ["too-large", "invalid-json", "encoding"];

/** Replaces the secret of a client that could not be read; unseen if its document is what cannot be read. */
async function replaceUnread(
  verb: Verb,
  clientId: string,
  place: FoundPlace,
  secret: string,
): Promise<Replaced> {
  const { apiId } = place;
  const read = await verb.part(() => findClient(verb, { apiId, clientId }));
  if (read.error === undefined) {
    const client = read.data;
    if (client === undefined) return { ...place, became: "unknown" };
    return replaceSecret(verb, clientId, { ...place, client, trouble: undefined }, secret);
  }
  const { code } = read.error;
  if (verb.isDry || !ofDocument.includes(code)) return { ...place, became: "unknown", code };
  const { data, error } = await verb.part(() => rotate(verb, { apiId, clientId }, unread));
  if (error !== undefined) return { ...place, became: "unknown", code: error.code };
  return { ...place, client: data, trouble: undefined, became: "replaced-by-gateway" };
}

async function rotate(verb: Verb, ref: ClientRef, would: OAuthClient): Promise<OAuthClient> {
  const { apiId } = ref;
  return verb.write("rotateOAuthClient", pathOf(ref), { apiId }, { ...would, secret: "" });
}
