import type { OAuthClient } from "../../../generated/index.ts";
import { TykError } from "../../errors/base.ts";
import { TykConfigError } from "../../errors/before-request.ts";
import { thrownName } from "../../util/fail.ts";
import { isInstance } from "../../util/is-instance.ts";
import { newClientSecret } from "../../util/random-text.ts";
import type { ClientRef, ClientTarget } from "../../types/client-refs.ts";
import { rethrowFatal } from "../failures.ts";
import type { MethodContext } from "../method-context.ts";
import { checkSecret } from "./bodies.ts";
import { requireSerializable } from "./change.ts";
import { checkTarget, toTargetResult, forEachCopy, readCopies } from "./copies.ts";
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
  context: MethodContext,
  target: Target,
  passed: RotateSecretArgs | undefined,
): Promise<OfTarget<Target, ClientCopy, OAuthClient>> {
  const isCopies = checkTarget(context, target);
  const { secret, stage, activate } = context.check.args(passed, ["secret", "stage", "activate"]);
  if (secret !== undefined) checkSecret(context, secret, "secret");
  context.check.callback(stage, "stage");
  context.check.callback(activate, "activate");
  context.assertWritable();
  const isPlain =
    !isCopies && secret === undefined && stage === undefined && activate === undefined;
  if (isPlain) return toTargetResult(target, [await rotateByGateway(context, target as ClientRef)]);
  const before = await readCopies(context, target);
  for (const { client } of before) requireSerializable(context, client);
  // In a dry run the vault must not take a secret that nobody will have, and none is handed out.
  if (context.isDry)
    return toTargetResult(target, await planRotation(context, target.clientId, before));
  const chosen = secret ?? newClientSecret();
  await callStage(context, stage, chosen);
  return toTargetResult(
    target,
    await new Rotation(context, target.clientId, before, chosen).run(activate),
  );
}

/** The gateway's own rotation, which makes a secret of its own. A lost answer is made up for by reading. */
async function rotateByGateway(context: MethodContext, ref: ClientRef): Promise<ClientCopy> {
  const { apiId } = ref;
  const before = await readClient(context, ref);
  // What the secret would be only the gateway knows.
  const dryRunResult = { ...before, secret: "" };
  try {
    const client = await context.write("rotateOAuthClient", pathOf(ref), { apiId }, dryRunResult);
    return { apiId, client };
  } catch (thrown) {
    const error = rethrowFatal(context, thrown);
    if (!error.mayHaveBeenApplied) throw error;
    const now = await findClient(context, ref).catch(() => undefined);
    if (now === undefined || now.secret === before.secret) throw error;
    return { apiId, client: now };
  }
}

function planRotation(
  context: MethodContext,
  clientId: string,
  copies: readonly ClientCopy[],
): Promise<ClientCopy[]> {
  return forEachCopy(context, clientId, copies, async ({ apiId, client }) => ({
    apiId,
    client: await putClient(context, apiId, { ...client, secret: "" }),
  }));
}

/** Hands the new secret to the caller's vault. */
export async function callStage(
  context: MethodContext,
  stage: RotateSecretArgs["stage"],
  secret: string,
): Promise<void> {
  try {
    await context.race(stage?.(secret), "the stage function");
  } catch (error) {
    // The caller's own limit, and not an error of a call that the function made.
    if (context.options.signal?.aborted === true && isInstance(error, TykError)) throw error;
    // A vault's error may quote the secret, so only its name goes on.
    throw new TykConfigError(
      `the stage function failed (${thrownName(error)}): the gateway still has the old secret`,
      { operation: context.name },
    );
  }
}
