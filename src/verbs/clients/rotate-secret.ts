import { TykError } from "../../errors/base.ts";
import { TykConfigError } from "../../errors/before-request.ts";
import { thrownName } from "../../util/fail.ts";
import { isInstance } from "../../util/is-instance.ts";
import { newClientSecret } from "../../util/random-text.ts";
import type { ClientRef, ClientTarget } from "../../types/client-refs.ts";
import { rethrowFatal } from "../failures.ts";
import type { MethodContext } from "../method-context.ts";
import { parameters } from "../parameters.ts";
import { checkSecret } from "./bodies.ts";
import type { Lint } from "./bodies.ts";
import { requireSerializable } from "./change.ts";
import { checkTarget, toTargetResult, forEachCopy, readCopies } from "./copies.ts";
import type { CopyWithNewSecret, OfTarget } from "./copies.ts";
import { putClient } from "./put-client.ts";
import { findClient, pathOf, readClient, withoutSecret } from "./read.ts";
import type { ClientWithNewSecret } from "./read.ts";
import { Rotation } from "./rotation.ts";

/** The arguments of `clients.rotateSecret`. */
export interface RotateSecretArgs {
  /**
   * The new secret, of the characters `A-Z a-z 0-9 - . _ ~`. Libraries that follow RFC 6749 (2.3.1) encode all others in Basic
   * credentials, and the gateway's token endpoint does not decode them (trap 29, docs/gateway-traps.md).
   * @defaultValue 256 random bits as hex digits; for one client without `stage` and `activate`, a secret that the gateway
   * creates
   */
  readonly secret?: string | undefined;
  /** Stores the new secret for the client's applications, for example in a vault. Called before the gateway gets it. */
  readonly stage?: ((secret: string) => void | Promise<void>) | undefined;
  /** Makes the client's applications use the new secret. Called after the gateway has it on every API. */
  readonly activate?: (() => void | Promise<void>) | undefined;
  /**
   * `"warn"` turns the error for a `secret` with other characters into a warning.
   * @defaultValue "error"
   */
  readonly lint?: Lint | undefined;
}

/** Gives each copy a new secret. The order is stage, gateway, activate. */
export async function rotateSecret<Target extends ClientTarget>(
  context: MethodContext,
  target: Target,
  passedArgs: RotateSecretArgs | undefined,
): Promise<OfTarget<Target, CopyWithNewSecret, ClientWithNewSecret>> {
  const isCopies = checkTarget(context, target);
  const { clientId } = target;
  const args = context.check.args(passedArgs, parameters["clients.rotateSecret"].args);
  const { secret, stage, activate, lint } = args;
  context.check.oneOf(lint, "lint", ["error", "warn"]);
  if (secret !== undefined) checkSecret(context, secret, "secret", lint);
  context.check.callback(stage, "stage");
  context.check.callback(activate, "activate");
  context.startWriting();
  const hasNoArgs = secret === undefined && stage === undefined && activate === undefined;
  if (!isCopies && hasNoArgs)
    return toTargetResult(target, [await rotateByGateway(context, target as ClientRef)]);
  const before = await readCopies(context, target);
  for (const { client } of before) requireSerializable(context, client);
  // A dry run must not stage a secret that no client will have, and returns no secret.
  if (context.isDry) {
    const planned = await forEachCopy(context, clientId, before, async ({ apiId, client }) => ({
      apiId,
      client: await putClient(context, apiId, client),
    }));
    return toTargetResult(target, planned);
  }
  const chosen = secret ?? newClientSecret();
  await callStage(context, stage, chosen);
  const rotation = new Rotation(context, clientId, before, chosen);
  return toTargetResult(target, await rotation.run(activate));
}

/** Rotates by the gateway's own operation, which creates the secret. If the response is lost, it reads the client. */
async function rotateByGateway(context: MethodContext, ref: ClientRef): Promise<CopyWithNewSecret> {
  const { apiId } = ref;
  const before = await readClient(context, ref);
  const dryRunResult = withoutSecret(before);
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

/** Calls the caller's `stage` function with the new secret. */
export async function callStage(
  context: MethodContext,
  stage: RotateSecretArgs["stage"],
  secret: string,
): Promise<void> {
  try {
    await context.race(stage?.(secret), "the stage function");
  } catch (error) {
    // The caller's signal or deadline ended the wait. Any other TykError comes from a call inside the function.
    if (context.options.signal?.aborted === true && isInstance(error, TykError)) throw error;
    // The message of a vault's error may quote the secret, so only the error's name is shown.
    throw new TykConfigError(
      `the stage function failed (${thrownName(error)}): nothing was changed, and the gateway still has the old secret`,
      { operation: context.name },
    );
  }
}
