import type { KeySession } from "../../../generated/index.ts";
import { TykNotFoundError } from "../../errors/api.ts";
import { idProblem } from "../../transport/request/ids.ts";
import { isLate } from "../evidence/response-time.ts";
import { forEachConcurrent, maxFailuresInRow } from "../for-each-concurrent.ts";
import type { MethodContext } from "../method-context.ts";
import { uncertaintyOf } from "./uncertainty.ts";
import { sessionOfCode } from "./sessions.ts";

/** The names of all keys, or why they are unknown or incomplete. */
export interface KeyNames {
  readonly names?: readonly string[] | undefined;
  /** Set if the gateway is configured not to list its keys. */
  readonly unlisted?: string | undefined;
  /** Set if the list could not be read, or seems incomplete. */
  readonly uncertainty?: string | undefined;
}

/** Handles the session of one key. Resolves to `false` if the caller does not need the key again, so it can be skipped. */
export type VisitKey = (name: string, session: KeySession) => Promise<boolean>;

const omission = "the gateway's list of keys omits a key that exists";
/** How many skipped keys serve as control keys. */
const maxControlKeys = 8;

/**
 * Reads all keys of the gateway, one request per key. It reads no skipped key again, except a few control keys: a list that omits
 * a living key is incomplete. While storage is down, the list is empty with status 200 (trap 28).
 */
export class KeySweep {
  readonly #context: MethodContext;
  readonly #skipped = new Set<string>();
  readonly #controlKeys = new Set<string>();
  /** Whether a list omitted a living key. Until a list shows a living key, lists are not trusted again. */
  #hasOmission = false;

  constructor(context: MethodContext) {
    this.#context = context;
  }

  /**
   * Lists the names of all keys.
   *
   * @param alive - Names of keys that were just alive. The list must hold them.
   */
  async listKeys(alive: readonly string[]): Promise<KeyNames> {
    const listed = await this.#readList();
    if (listed.names === undefined) return listed;
    const names = new Set(listed.names);
    const missing = [...alive, ...this.#controlKeys].filter((name) => !names.has(name));
    for (const name of missing.slice(0, 2 * maxControlKeys)) {
      const { session, problem } = await this.#readKey(name);
      if (problem !== undefined) return { ...listed, uncertainty: problem };
      if (session !== null) {
        this.#hasOmission = true;
        return { ...listed, uncertainty: omission };
      }
      this.#controlKeys.delete(name);
    }
    if (this.#hasOmission) this.#hasOmission = !(await this.#hasLivingKey(listed.names));
    return this.#hasOmission ? { ...listed, uncertainty: omission } : listed;
  }

  /**
   * Reads the session of each key that is not skipped, and calls `visit` with it. An error of `visit` is thrown.
   *
   * @param isKnown - Whether the caller knows this key already, so it is not read.
   * @returns Why a key could not be read; `undefined` if all were read.
   */
  async readNew(
    names: readonly string[],
    isKnown: (name: string) => boolean,
    visit: VisitKey,
  ): Promise<string | undefined> {
    const isNew = (name: string): boolean =>
      !this.#skipped.has(name) && !isKnown(name) && mayBeToken(name);
    const newNames = names.filter(isNew);
    let failuresInRow = 0;
    let uncertainty: string | undefined;
    let done = 0;
    await forEachConcurrent(newNames, async (name) => {
      if (failuresInRow >= maxFailuresInRow) return;
      const { session, problem } = await this.#readKey(name);
      failuresInRow = problem === undefined ? 0 : failuresInRow + 1;
      uncertainty = problem ?? uncertainty;
      // A key that is gone is not skipped: if a later list names it, it was written back.
      if (session !== null && session !== undefined && !(await visit(name, session))) {
        this.#skipped.add(name);
        if (this.#controlKeys.size < maxControlKeys) this.#controlKeys.add(name);
      }
      this.#context.progress("sweep", (done += 1), newNames.length);
    });
    return uncertainty;
  }

  /** Whether one of the first listed keys exists. */
  async #hasLivingKey(names: readonly string[]): Promise<boolean> {
    for (const name of names.slice(0, maxControlKeys)) {
      const { session } = await this.#readKey(name);
      if (session !== undefined && session !== null) return true;
    }
    return false;
  }

  /** Reads one key. The session is `null` if the key is gone, and missing if the key could not be read. */
  async #readKey(name: string): Promise<{ session?: KeySession | null; problem?: string }> {
    // An organisation's id is part of a token, and can hold a slash, for example.
    if (idProblem(name) !== undefined)
      return { problem: "a key has a name that cannot stand in a URL path" };
    try {
      return { session: (await sessionOfCode(this.#context, name)) ?? null };
    } catch (error) {
      return { problem: uncertaintyOf(this.#context, error, "a key could not be read") };
    }
  }

  async #readList(): Promise<KeyNames> {
    try {
      const { keys } = await this.#context.read("listKeys", {});
      if (keys.length > 0 || !isLate(this.#context.response)) return { names: keys };
      const uncertainty =
        "the list of keys is empty and its response was slow: the gateway's storage may be failing";
      return { names: keys, uncertainty };
    } catch (error) {
      const what = "the gateway's keys could not be listed";
      const uncertainty = uncertaintyOf(this.#context, error, what);
      return error instanceof TykNotFoundError
        ? { unlisted: "the gateway does not list hashed keys (enable_hashed_keys_listing is off)" }
        : { uncertainty };
    }
  }
}

/**
 * Whether a name can be a token's. Each token that the gateway issues ends with 32 hex digits or is base64 of a JSON object. Any
 * other name that cannot stand in a path is a custom key, which no OAuth client made.
 */
function mayBeToken(name: string): boolean {
  return idProblem(name) === undefined || /[\da-f]{32}$/i.test(name) || name.startsWith("ey");
}
