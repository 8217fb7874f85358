import type { OAuthClient } from "../../../generated/index.ts";
import type { TykErrorCode } from "../../errors/base.ts";
import type { ClientRef } from "../../types/client-refs.ts";
import { rethrowFatal } from "../failures.ts";
import type { ClientSite } from "../tokens/client-sites.ts";
import type { MethodContext } from "../method-context.ts";
import { serializationProblem } from "./serialization.ts";
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
export interface Replaced extends ClientSite {
  /** `undefined` where there is no client whose secret could be of use. */
  readonly became: CutOffSecret["secret"] | undefined;
  readonly code?: TykErrorCode;
}

/** Replaces a client's secret on one API. Its document, whatever it holds, must not keep the leaked secret valid. */
export async function replaceSecret(
  context: MethodContext,
  clientId: string,
  apiState: ClientSite,
  secret: string,
): Promise<Replaced> {
  const { apiId, client, readFailure } = apiState;
  if (readFailure !== undefined) return replaceUnread(context, clientId, apiState, secret);
  if (client === undefined) return { ...apiState, became: undefined };
  // Of a run before, with the same secret.
  if (client.secret === secret) return { ...apiState, became: "replaced" };
  const { data, error } = await context.part(() => setSecret(context, { apiId, client }, secret));
  if (data !== undefined)
    return {
      ...apiState,
      client: data,
      became: context.isDry ? "unchanged" : becameOf(data, secret),
    };
  const { code } = error;
  const now = await findClient(context, { apiId, clientId }).catch(() => undefined);
  if (now === undefined) return { ...apiState, became: "unknown", code };
  if (now.secret === client.secret) return { ...apiState, client: now, became: "unchanged", code };
  // A rotation whose answer was lost, say: the leaked secret is of no use any more.
  return { ...apiState, client: now, became: becameOf(now, secret) };
}

function becameOf(now: OAuthClient, secret: string): "replaced" | "replaced-by-gateway" {
  return now.secret === secret ? "replaced" : "replaced-by-gateway";
}

/** Sets the secret; if the document cannot be written back, or is refused, the gateway's own rotation leaves it alone. */
async function setSecret(
  context: MethodContext,
  { apiId, client }: ClientCopy,
  secret: string,
): Promise<OAuthClient> {
  const ref = { apiId, clientId: client.client_id };
  // As it is now: it may have been changed since it was looked at.
  const now = context.isDry ? client : await readClient(context, ref);
  if (serializationProblem(now) !== undefined) return rotate(context, ref, now);
  try {
    return await putClient(context, apiId, { ...now, secret });
  } catch (thrown) {
    const error = rethrowFatal(context, thrown);
    if (error.mayHaveBeenApplied) throw error;
    return await rotate(context, ref, now).catch((other: unknown) => {
      const rotation = rethrowFatal(context, other);
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
  context: MethodContext,
  clientId: string,
  apiState: ClientSite,
  secret: string,
): Promise<Replaced> {
  const { apiId } = apiState;
  const read = await context.part(() => findClient(context, { apiId, clientId }));
  if (read.error === undefined) {
    const client = read.data;
    if (client === undefined) return { ...apiState, became: "unknown" };
    return replaceSecret(
      context,
      clientId,
      { ...apiState, client, readFailure: undefined },
      secret,
    );
  }
  const { code } = read.error;
  if (context.isDry || !ofDocument.includes(code)) return { ...apiState, became: "unknown", code };
  const { data, error } = await context.part(() => rotate(context, { apiId, clientId }, unread));
  if (error !== undefined) return { ...apiState, became: "unknown", code: error.code };
  return { ...apiState, client: data, readFailure: undefined, became: "replaced-by-gateway" };
}

async function rotate(
  context: MethodContext,
  ref: ClientRef,
  dryRunResult: OAuthClient,
): Promise<OAuthClient> {
  const { apiId } = ref;
  return context.write(
    "rotateOAuthClient",
    pathOf(ref),
    { apiId },
    { ...dryRunResult, secret: "" },
  );
}
