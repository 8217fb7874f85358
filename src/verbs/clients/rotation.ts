import { TykError } from "../../errors/base.ts";
import type { TykOutcome } from "../../errors/base.ts";
import type { AnyTykError } from "../../errors/index.ts";
import { TykConflictError, TykIncompleteError } from "../../errors/method.ts";
import { thrownName } from "../../util/fail.ts";
import { isInstance } from "../../util/is-instance.ts";
import type { MethodContext } from "../method-context.ts";
import { differences } from "./bodies.ts";
import type { ClientCopy, CopyWithNewSecret } from "./copies.ts";
import { putClient } from "./put-client.ts";
import { findClient, readClient } from "./read.ts";
import type { RotatedCopy, RotationReport } from "../../errors/reports.ts";

/** Sets one new secret on all copies. If a later step fails, it restores the old secrets. */
export class Rotation {
  readonly #context: MethodContext;
  readonly #clientId: string;
  readonly #before: readonly ClientCopy[];
  readonly #secret: string;
  /** The copies that may have the new secret, as they were before. */
  readonly #changed: ClientCopy[] = [];

  constructor(context: MethodContext, clientId: string, before: ClientCopy[], secret: string) {
    this.#context = context;
    this.#clientId = clientId;
    this.#before = before;
    this.#secret = secret;
  }

  /** Sets the secret on each copy, calls `activate`, and reads each copy again. */
  async run(activate: (() => void | Promise<void>) | undefined): Promise<ClientCopy[]> {
    const written: CopyWithNewSecret[] = [];
    for (const copy of this.#before) {
      try {
        written.push(await this.#set(copy));
      } catch (error) {
        throw await this.#rollBack("set", error);
      }
    }
    try {
      await this.#context.race(activate?.(), "the activate function");
    } catch (error) {
      throw await this.#rollBack("activate", error);
    }
    return this.#verify(written);
  }

  /** Sets the secret on the current version of the copy, because staging may have taken a while. */
  async #set({ apiId, client: before }: ClientCopy): Promise<CopyWithNewSecret> {
    const now = await readClient(this.#context, { apiId, clientId: this.#clientId });
    if (now.secret !== before.secret && now.secret !== this.#secret)
      throw this.#createConflict("the secret", apiId, this.#context.changeOutcome);
    this.#changed.push({ apiId, client: before });
    const client = await putClient(this.#context, apiId, { ...now, secret: this.#secret });
    return { apiId, client };
  }

  /** Reads each copy again. Throws if another writer changed one. */
  async #verify(written: readonly CopyWithNewSecret[]): Promise<ClientCopy[]> {
    const after: ClientCopy[] = [];
    for (const { apiId, client: stored } of written) {
      const client = await readClient(this.#context, { apiId, clientId: this.#clientId });
      const changed: string[] = differences(stored, client);
      if (client.secret !== this.#secret) changed.push("secret");
      if (changed.length > 0) throw this.#createConflict(changed.join(", "), apiId, "applied");
      after.push({ apiId, client });
    }
    return after;
  }

  #createConflict(changed: string, apiId: string, outcome: TykOutcome): TykConflictError {
    return new TykConflictError(
      `another writer changed ${changed} of the client ${this.#clientId} on the API ${apiId} at the same time. Read the client before you call again`,
      { operation: this.#context.name, outcome },
    );
  }

  /** Restores the old secrets, and returns the error to throw. */
  async #rollBack(failed: "set" | "activate", thrown: unknown): Promise<unknown> {
    const context = this.#context;
    // An error that `activate` threw is the caller's, even if it is a TykError, and it could contain the secret.
    const isFromSdk = failed === "set" || context.options.signal?.aborted === true;
    const error = isFromSdk && isInstance(thrown, TykError) ? (thrown as AnyTykError) : undefined;
    if (error === undefined && failed === "set") return thrown;
    const mayBeChanged = context.changeOutcome === "applied" || context.changeOutcome === "unknown";
    // No copy was changed: the first request was refused, or was not sent.
    if (error !== undefined && !mayBeChanged) return error;
    const apis: RotatedCopy[] = [];
    for (const copy of this.#changed) apis.push(await this.#restore(context.withoutSignal(), copy));
    const clientId = this.#clientId;
    const code = error?.code;
    const report: RotationReport = {
      kind: "rotation",
      clientId,
      failed,
      ...(code === undefined ? {} : { code }),
      apis,
    };
    const isRestored = apis.every(({ secret }) => secret === "old");
    return new TykIncompleteError(
      `the rotation of the client ${clientId} failed (${failed}: ${code ?? thrownName(thrown)}), and the old secret is ${isRestored ? "back on every API" : "not back on every API: see the report"}`,
      { operation: context.name, outcome: "applied", report, cause: error },
    );
  }

  /** Restores the secret and nothing else. Other changes stay, and a client that was deleted since then stays deleted. */
  async #restore(context: MethodContext, before: ClientCopy): Promise<RotatedCopy> {
    const { apiId } = before;
    const oldSecret = before.client.secret;
    const ref = { apiId, clientId: this.#clientId };
    try {
      const now = await findClient(context, ref);
      if (now?.secret === this.#secret && now.secret !== oldSecret)
        await putClient(context, apiId, { ...now, secret: oldSecret });
    } catch {
      // The read below shows the result. The first failure is the one to report.
    }
    try {
      const { secret } = (await findClient(context, ref)) ?? {};
      if (secret === oldSecret) return { apiId, secret: "old" };
      return { apiId, secret: secret === this.#secret ? "new" : "unknown" };
    } catch {
      return { apiId, secret: "unknown" };
    }
  }
}
