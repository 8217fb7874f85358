import { TykError } from "../../errors/base.ts";
import type { TykErrorCode } from "../../errors/base.ts";
import type { AnyTykError } from "../../errors/index.ts";
import { TykConflictError, TykIncompleteError } from "../../errors/method.ts";
import { thrownName } from "../../util/fail.ts";
import { isInstance } from "../../util/is-instance.ts";
import type { MethodContext } from "../method-context.ts";
import { differences } from "./bodies.ts";
import type { ClientCopy } from "./copies.ts";
import { putClient } from "./put-client.ts";
import { findClient, readClient } from "./read.ts";

/** The report of a {@link TykIncompleteError} of a rotation that was undone: plain JSON without secrets. */
export interface RotationReport {
  /** The client's `client_id`. */
  readonly clientId: string;
  /** What failed. */
  readonly failed: "set" | "activate";
  /** The error's code, where the gateway failed. */
  readonly code?: TykErrorCode;
  /** Each copy that was touched. */
  readonly apis: readonly RotatedCopy[];
}

/** The secret that a copy was seen to have after a rotation failed. */
export interface RotatedCopy {
  /** The API's `api_id`. */
  readonly apiId: string;
  /** The one that it had before, the new one, or another one, or it could not be read. */
  readonly secret: "old" | "new" | "unknown";
}

/** One new secret for all copies; what was set is put back where a later part fails. */
export class Rotation {
  readonly #context: MethodContext;
  readonly #clientId: string;
  readonly #before: readonly ClientCopy[];
  readonly #secret: string;
  /** The copies that may have the new secret, each with the one that it had. */
  readonly #touched: ClientCopy[] = [];

  constructor(
    context: MethodContext,
    clientId: string,
    before: readonly ClientCopy[],
    secret: string,
  ) {
    this.#context = context;
    this.#clientId = clientId;
    this.#before = before;
    this.#secret = secret;
  }

  async run(activate: (() => void | Promise<void>) | undefined): Promise<ClientCopy[]> {
    const written: ClientCopy[] = [];
    for (const copy of this.#before) {
      try {
        written.push(await this.#set(copy));
      } catch (error) {
        throw await this.#undo("set", error);
      }
    }
    try {
      await this.#context.race(activate?.(), "the activate function");
    } catch (error) {
      throw await this.#undo("activate", error);
    }
    return this.#proved(written);
  }

  /** Sets the secret on the copy as it is now: staging may have taken a while. */
  async #set({ apiId, client: before }: ClientCopy): Promise<ClientCopy> {
    const now = await readClient(this.#context, { apiId, clientId: this.#clientId });
    if (now.secret !== before.secret && now.secret !== this.#secret) {
      throw new TykConflictError(
        `somebody else changed the secret of this client on ${apiId} at the same time`,
        { operation: this.#context.name, outcome: this.#context.changed },
      );
    }
    this.#touched.push({ apiId, client: before });
    const client = await putClient(this.#context, apiId, { ...now, secret: this.#secret });
    return { apiId, client };
  }

  /** Looks at each copy once more. */
  async #proved(written: readonly ClientCopy[]): Promise<ClientCopy[]> {
    const after: ClientCopy[] = [];
    for (const { apiId, client: stored } of written) {
      const client = await readClient(this.#context, { apiId, clientId: this.#clientId });
      const changed: string[] = differences(stored, client);
      if (client.secret !== this.#secret) changed.push("secret");
      if (changed.length > 0) {
        throw new TykConflictError(
          `somebody else changed ${changed.join(", ")} of this client on ${apiId} at the same time`,
          { operation: this.#context.name, outcome: "applied" },
        );
      }
      after.push({ apiId, client });
    }
    return after;
  }

  /** Puts the old secrets back, and makes sure that they are. */
  async #undo(failed: "set" | "activate", thrown: unknown): Promise<unknown> {
    const context = this.#context;
    // An error that the activate function threw is the caller's own, whatever its class: it could hold the secret.
    const isOwn = failed === "set" || context.options.signal?.aborted === true;
    const error = isOwn && isInstance(thrown, TykError) ? (thrown as AnyTykError) : undefined;
    if (error === undefined && failed === "set") return thrown;
    // Nothing was set anywhere: the first was refused, or not even sent.
    if (error !== undefined && (context.changed === "not-sent" || context.changed === "refused"))
      return error;
    const apis: RotatedCopy[] = [];
    for (const copy of this.#touched) apis.push(await this.#putBack(context.withoutSignal(), copy));
    const code = error?.code;
    const report: RotationReport = {
      clientId: this.#clientId,
      failed,
      ...(code === undefined ? {} : { code }),
      apis,
    };
    const isBack = apis.every(({ secret }) => secret === "old");
    return new TykIncompleteError(
      `the rotation failed (${failed}: ${code ?? thrownName(thrown)}), and the old secret is ${isBack ? "back on every API" : "not back on every API"}`,
      { operation: context.name, outcome: "applied", report, cause: error },
    );
  }

  /** Only the secret: what else was changed meanwhile stays, and a client that was deleted meanwhile stays deleted. */
  async #putBack(
    context: MethodContext,
    { apiId, client: before }: ClientCopy,
  ): Promise<RotatedCopy> {
    const ref = { apiId, clientId: this.#clientId };
    try {
      const now = await findClient(context, ref);
      if (now?.secret === this.#secret && now.secret !== before.secret)
        await putClient(context, apiId, { ...now, secret: before.secret });
    } catch {
      // What came of it is read below; the failure that is told is the first.
    }
    try {
      const { secret } = (await findClient(context, ref)) ?? {};
      if (secret === before.secret) return { apiId, secret: "old" };
      return { apiId, secret: secret === this.#secret ? "new" : "unknown" };
    } catch {
      return { apiId, secret: "unknown" };
    }
  }
}
