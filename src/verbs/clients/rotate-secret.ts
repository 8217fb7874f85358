import type { OAuthClient } from "../../../generated/index.ts";
import { TykError } from "../../errors/base.ts";
import { TykConfigError } from "../../errors/before-request.ts";
import { nameOfThrown } from "../../util/fail.ts";
import { isInstance } from "../../util/is-instance.ts";
import { newClientSecret } from "../../util/random-text.ts";
import type { ClientRef, ClientTarget } from "../../types/client-refs.ts";
import { passing } from "../failures.ts";
import type { Verb } from "../verb.ts";
import { checkSecret } from "./bodies.ts";
import { requireCarried } from "./change.ts";
import { namesCopies, ofTarget, onEach, readCopies } from "./copies.ts";
import type { ClientCopy, OfTarget } from "./copies.ts";
import { putClient } from "./put-client.ts";
import { findClient, pathOf, readClient } from "./read.ts";
import { Rotation } from "./rotation.ts";

/** What `clients.rotateSecret` can be told. */
export interface RotateSecretArgs {
  /**
   * The new secret. One with characters beyond `A-Z a-z 0-9 - . _ ~` is set with a warning: the gateway's token endpoint does not
   * decode Basic credentials, which libraries that follow RFC 6749 (2.3.1) encode.
   * @defaultValue one of 256 bits, as base64url; for one client without `stage` and `activate` the gateway makes it
   */
  readonly secret?: string | undefined;
  /** Puts the new secret where the client's users will take it from (a vault), before the gateway knows it. */
  readonly stage?: ((secret: string) => void | Promise<void>) | undefined;
  /** Makes the client's users take it, once the gateway knows it. */
  readonly activate?: (() => void | Promise<void>) | undefined;
}

/** Gives each copy a new secret, in the order that cuts nobody off. */
export async function rotateSecret<Target extends ClientTarget>(
  verb: Verb,
  target: Target,
  given: RotateSecretArgs | undefined,
): Promise<OfTarget<Target, ClientCopy, OAuthClient>> {
  const isCopies = namesCopies(verb, target);
  const { secret, stage, activate } = verb.check.args(given, ["secret", "stage", "activate"]);
  if (secret !== undefined) checkSecret(verb, secret, "secret");
  verb.check.callback(stage, "stage");
  verb.check.callback(activate, "activate");
  verb.assertWritable();
  const isPlain =
    !isCopies && secret === undefined && stage === undefined && activate === undefined;
  if (isPlain) return ofTarget(target, [await rotateByGateway(verb, target as ClientRef)]);
  const before = await readCopies(verb, target);
  for (const { client } of before) requireCarried(verb, client);
  // In a dry run the vault must not take a secret that nobody will have, and none is handed out.
  if (verb.isDry) return ofTarget(target, await planRotation(verb, target.clientId, before));
  const chosen = secret ?? newClientSecret();
  await callStage(verb, stage, chosen);
  return ofTarget(target, await new Rotation(verb, target.clientId, before, chosen).run(activate));
}

/** The gateway's own rotation, which makes a secret of its own. A lost answer is made up for by reading. */
async function rotateByGateway(verb: Verb, ref: ClientRef): Promise<ClientCopy> {
  const { apiId } = ref;
  const before = await readClient(verb, ref);
  // What the secret would be only the gateway knows.
  const would = { ...before, secret: "" };
  try {
    const client = await verb.write("rotateOAuthClient", pathOf(ref), { apiId }, would);
    return { apiId, client };
  } catch (thrown) {
    const error = passing(verb, thrown);
    if (!error.mayHaveBeenApplied) throw error;
    const now = await findClient(verb, ref).catch(() => undefined);
    if (now === undefined || now.secret === before.secret) throw error;
    return { apiId, client: now };
  }
}

function planRotation(
  verb: Verb,
  clientId: string,
  copies: readonly ClientCopy[],
): Promise<ClientCopy[]> {
  return onEach(verb, clientId, copies, async ({ apiId, client }) => ({
    apiId,
    client: await putClient(verb, apiId, { ...client, secret: "" }),
  }));
}

/** Hands the new secret to the caller's vault. */
export async function callStage(
  verb: Verb,
  stage: RotateSecretArgs["stage"],
  secret: string,
): Promise<void> {
  try {
    await verb.race(stage?.(secret), "the stage function");
  } catch (error) {
    // The caller's own limit, and not an error of a call that the function made.
    if (verb.options.signal?.aborted === true && isInstance(error, TykError)) throw error;
    // A vault's error may quote the secret, so only its name goes on.
    throw new TykConfigError(
      `the stage function failed (${nameOfThrown(error)}): the gateway still has the old secret`,
      { operation: verb.name },
    );
  }
}
