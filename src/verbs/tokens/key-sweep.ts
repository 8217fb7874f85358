import type { KeySession } from "../../../generated/index.ts";
import { TykNotFoundError } from "../../errors/api.ts";
import { isSuspiciouslySlow } from "../evidence/response-time.ts";
import { idProblem } from "../../transport/request/ids.ts";
import { forEachConcurrent } from "../for-each-concurrent.ts";
import type { MethodContext } from "../method-context.ts";
import { FailureStreak } from "./failure-streak.ts";
import { uncertaintyOf } from "./uncertainty.ts";
import { sessionOfCode } from "./sessions.ts";

/** The names of all keys, or why they are not known. */
export interface KeyNames {
  readonly names?: readonly string[] | undefined;
  /** The gateway is set up not to list its keys. */
  readonly unlisted?: string | undefined;
  /** Something failed. */
  readonly uncertainty?: string | undefined;
}

const omission = "the gateway's list of keys omits a key that is there";
/** So many keys of others are read again in a later list, to see whether the list is whole. */
const maxWitnesses = 8;

/**
 * Goes through the gateway's keys, one request each. A key that was not ours is not read again, but for a few witnesses: a list
 * that omits one which is alive is not whole. While storage is down the list is empty, with 200 (trap 28).
 */
export class KeySweep {
  readonly #context: MethodContext;
  readonly #seen = new Set<string>();
  readonly #witnesses = new Set<string>();
  /** Whether a list omitted a key that was there. Later lists are believed only if they show a key that is there. */
  #wasCaught = false;

  constructor(context: MethodContext) {
    this.#context = context;
  }

  /**
   * Lists the keys.
   *
   * @param alive - Names that were alive a moment ago, and that the list must hold.
   */
  async names(alive: readonly string[]): Promise<KeyNames> {
    const listed = await this.#list();
    if (listed.names === undefined) return listed;
    const held = new Set(listed.names);
    const missing = [...alive, ...this.#witnesses].filter((name) => !held.has(name));
    for (const name of missing.slice(0, 2 * maxWitnesses)) {
      const { session, why } = await this.#readKey(name);
      if (why !== undefined) return { ...listed, uncertainty: why };
      if (session !== null) {
        this.#wasCaught = true;
        return { ...listed, uncertainty: omission };
      }
      this.#witnesses.delete(name);
    }
    return this.#wasCaught && !(await this.#showsKey(listed.names))
      ? { ...listed, uncertainty: omission }
      : listed;
  }

  /**
   * Reads the session of each key that was not read yet, and calls `visit` with it; if that returns `false` the key is not ours,
   * and is never read again. What `visit` throws is thrown.
   *
   * @param skip - Names that are known already.
   * @returns Why not every key could be read.
   */
  async run(
    names: readonly string[],
    skip: (name: string) => boolean,
    visit: (code: string, session: KeySession) => Promise<boolean>,
  ): Promise<string | undefined> {
    const fresh = names.filter((name) => !this.#seen.has(name) && !skip(name) && mayBeToken(name));
    const streak = new FailureStreak();
    let uncertainty: string | undefined;
    let done = 0;
    await forEachConcurrent(fresh, async (name) => {
      if (streak.hasGivenUp) return;
      const { session, why } = await this.#readKey(name);
      if (why === undefined) streak.succeeded();
      else streak.failed();
      uncertainty = why ?? uncertainty;
      // A key that is gone is read again if a later list names it: it may have been written back.
      if (session !== null && session !== undefined && !(await visit(name, session)))
        this.#keep(name);
      this.#context.progress("sweep", (done += 1), fresh.length);
    });
    return uncertainty;
  }

  /** Whether one of the first names is that of a key that is there. */
  async #showsKey(names: readonly string[]): Promise<boolean> {
    for (const name of names.slice(0, maxWitnesses)) {
      const { session } = await this.#readKey(name);
      if (session === undefined || session === null) continue;
      this.#wasCaught = false;
      return true;
    }
    return false;
  }

  #keep(name: string): void {
    this.#seen.add(name);
    if (this.#witnesses.size < maxWitnesses) this.#witnesses.add(name);
  }

  /** A key's session, `null` if it is gone by now, or why it could not be read. */
  async #readKey(
    name: string,
  ): Promise<{ readonly session?: KeySession | null; readonly why?: string }> {
    // A token of an odd organisation.
    if (idProblem(name) !== undefined) return { why: "a key has a name that no path can carry" };
    try {
      return { session: (await sessionOfCode(this.#context, name)) ?? null };
    } catch (error) {
      return { why: uncertaintyOf(this.#context, error, "a key could not be looked at") };
    }
  }

  async #list(): Promise<KeyNames> {
    try {
      const { keys } = await this.#context.read("listKeys", {});
      return isSuspiciouslySlow(this.#context.response?.durationMs ?? 0) && keys.length === 0
        ? {
            names: keys,
            uncertainty: "the list of keys is empty and came slowly: storage may fail",
          }
        : { names: keys };
    } catch (error) {
      const uncertainty = uncertaintyOf(
        this.#context,
        error,
        "the gateway's keys could not be listed",
      );
      return error instanceof TykNotFoundError
        ? { unlisted: "the gateway does not list hashed keys (enable_hashed_keys_listing is off)" }
        : { uncertainty };
    }
  }
}

/**
 * Whether a name that no path can carry may be that of a token. Each token the gateway issues ends with 32 hex digits or is base64
 * of a JSON object; any other such name is a custom key, which no OAuth client made.
 */
function mayBeToken(name: string): boolean {
  return idProblem(name) === undefined || /[\da-f]{32}$/i.test(name) || name.startsWith("ey");
}
