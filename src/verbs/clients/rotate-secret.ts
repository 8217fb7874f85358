import type { OAuthClient } from "../../../generated/index.ts";
import { TykError } from "../../errors/base.ts";
import type { TykErrorCode } from "../../errors/base.ts";
import type { AnyTykError } from "../../errors/index.ts";
import { TykConfigError } from "../../errors/before-request.ts";
import { TykConflictError, TykIncompleteError } from "../../errors/verb.ts";
import { nameOfThrown } from "../../internal/fail.ts";
import { newClientSecret } from "../../internal/random-text.ts";
import type { ClientTarget } from "../../refs.ts";
import type { Verb } from "../verb.ts";
import { checkSecret, differences } from "./bodies.ts";
import { requireCarried } from "./change.ts";
import { namesCopies, readCopies } from "./copies.ts";
import type { ClientCopy } from "./copies.ts";
import { putClient } from "./put-client.ts";
import { findClient, pathOf, readClient } from "./read.ts";

/** What `clients.rotateSecret` can be told. */
export interface RotateSecretArgs {
  /**
   * The new secret.
   * @defaultValue one of 256 bits, as base64url; for one client without `stage` and `activate` the gateway makes it
   */
  readonly secret?: string | undefined;
  /** Puts the new secret where the client's users will take it from (a vault), before the gateway knows it. */
  readonly stage?: ((secret: string) => void | Promise<void>) | undefined;
  /** Makes the client's users take it, once the gateway knows it. */
  readonly activate?: (() => void | Promise<void>) | undefined;
}

/** The report of a {@link TykIncompleteError} of a rotation that was undone: plain JSON without secrets. */
export interface RotationReport {
  /** The client's `client_id`. */
  readonly clientId: string;
  /** What failed. */
  readonly failed: "set" | "activate";
  /** The error's code, where the gateway failed. */
  readonly code?: TykErrorCode;
  /** Each copy: whether it has the secret that it had, the new one, or it cannot be told. */
  readonly apis: readonly RotatedCopy[];
}

/** The secret that a copy was seen to have after a rotation failed. */
export interface RotatedCopy {
  /** The API's `api_id`. */
  readonly apiId: string;
  /** The one that it had before, the new one, or another one, or it could not be read. */
  readonly secret: "old" | "new" | "unknown";
}

/** Gives each copy a new secret, in the order that cuts nobody off. */
export async function rotateSecret(
  verb: Verb,
  target: ClientTarget,
  given: RotateSecretArgs | undefined,
): Promise<ClientCopy[]> {
  const isCopies = namesCopies(verb, target);
  const { secret, stage, activate } = verb.args(given, ["secret", "stage", "activate"]);
  if (secret !== undefined) checkSecret(verb, secret, "secret");
  verb.callback(stage, "stage");
  verb.callback(activate, "activate");
  verb.writes();
  const isPlain =
    !isCopies && secret === undefined && stage === undefined && activate === undefined;
  if (isPlain) return [await rotateByGateway(verb, target as { apiId: string; clientId: string })];
  const before = await readCopies(verb, target);
  for (const { client } of before) requireCarried(verb, client);
  const chosen = secret ?? newClientSecret();
  // In a dry run the vault must not take a secret that nobody will have.
  if (!verb.isDry) await callStage(verb, stage, chosen);
  const rotation = new Rotation(verb, target.clientId, before, chosen);
  return rotation.run(verb.isDry ? undefined : activate);
}

/** The gateway's own rotation, which makes a secret of its own. */
async function rotateByGateway(
  verb: Verb,
  ref: { readonly apiId: string; readonly clientId: string },
): Promise<ClientCopy> {
  const { apiId } = ref;
  // What the secret would be only the gateway knows.
  const would = verb.isDry ? { ...(await readClient(verb, ref)), secret: "" } : undefined;
  const client = await verb.write(
    "rotateOAuthClient",
    pathOf(ref),
    { apiId },
    would as OAuthClient,
  );
  return { apiId, client };
}

/** Hands the new secret to the caller's vault. */
export async function callStage(
  verb: Verb,
  stage: RotateSecretArgs["stage"],
  secret: string,
): Promise<void> {
  try {
    await stage?.(secret);
  } catch (error) {
    // A vault's error may quote the secret, so only its name goes on.
    throw new TykConfigError(
      `the stage function failed (${nameOfThrown(error)}): the gateway still has the old secret`,
      { operation: verb.name },
    );
  }
}

/** One new secret for all copies; what was set is put back where a later part fails. */
class Rotation {
  readonly #verb: Verb;
  readonly #clientId: string;
  readonly #before: readonly ClientCopy[];
  readonly #secret: string;
  /** The copies that may have the new secret. */
  readonly #touched: ClientCopy[] = [];

  constructor(verb: Verb, clientId: string, before: readonly ClientCopy[], secret: string) {
    this.#verb = verb;
    this.#clientId = clientId;
    this.#before = before;
    this.#secret = secret;
  }

  async run(activate: (() => void | Promise<void>) | undefined): Promise<ClientCopy[]> {
    const after: ClientCopy[] = [];
    for (const copy of this.#before) {
      try {
        this.#touched.push(copy);
        const client = await putClient(this.#verb, copy.apiId, {
          ...copy.client,
          secret: this.#secret,
        });
        after.push({ apiId: copy.apiId, client });
      } catch (thrown) {
        if (!(thrown instanceof TykError)) throw thrown;
        throw await this.#undo("set", thrown);
      }
    }
    try {
      await activate?.();
    } catch (error) {
      throw await this.#undo("activate", error);
    }
    return this.#verb.isDry ? after : this.#proved();
  }

  /** Looks at each copy once more. */
  async #proved(): Promise<ClientCopy[]> {
    const after: ClientCopy[] = [];
    for (const { apiId, client: before } of this.#before) {
      const client = await readClient(this.#verb, { apiId, clientId: this.#clientId });
      const changed = differences(before, client) as string[];
      if (client.secret !== this.#secret) changed.push("secret");
      if (changed.length > 0) {
        throw new TykConflictError(
          `somebody else changed ${changed.join(", ")} of this client on ${apiId} at the same time`,
          { operation: this.#verb.name, outcome: "applied" },
        );
      }
      after.push({ apiId, client });
    }
    return after;
  }

  /** Puts the old secrets back, and makes sure that they are. */
  async #undo(failed: "set" | "activate", error: unknown): Promise<TykError> {
    const verb = this.#verb;
    const isGateway = error instanceof TykError;
    // Nothing was set anywhere: the first was refused.
    if (isGateway && this.#touched.length === 1 && !error.mayHaveBeenApplied) return error;
    const apis: RotatedCopy[] = [];
    for (const copy of this.#touched) apis.push(await this.#putBack(verb.detached(), copy));
    const report: RotationReport = {
      clientId: this.#clientId,
      failed,
      ...(isGateway ? { code: (error as AnyTykError).code } : {}),
      apis,
    };
    const isBack = apis.every(({ secret }) => secret === "old");
    const why = isGateway ? (error as AnyTykError).code : nameOfThrown(error);
    return new TykIncompleteError(
      `the rotation failed (${failed}: ${why}), and the old secret is ${isBack ? "back on every API" : "not back on every API"}`,
      {
        operation: verb.name,
        outcome: "applied",
        report,
        ...(isGateway ? { cause: error } : {}),
      },
    );
  }

  async #putBack(verb: Verb, copy: ClientCopy): Promise<RotatedCopy> {
    const { apiId, client } = copy;
    try {
      await putClient(verb, apiId, client);
    } catch {
      // What came of it is read below; the failure that is told is the first.
    }
    try {
      const now = await findClient(verb, { apiId, clientId: this.#clientId });
      if (now?.secret === client.secret) return { apiId, secret: "old" };
      return { apiId, secret: now?.secret === this.#secret ? "new" : "unknown" };
    } catch {
      return { apiId, secret: "unknown" };
    }
  }
}
