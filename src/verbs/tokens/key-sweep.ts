import type { KeySession } from "../../../generated/index.ts";
import { TykNotFoundError } from "../../errors/api.ts";
import type { SweepCount } from "../../errors/reports.ts";
import type { ListReceiver } from "../../transport/list/list-receiver.ts";
import { idProblem } from "../../transport/request/ids.ts";
import { isLate } from "../evidence/response-time.ts";
import { forEachConcurrent, maxFailuresInRow } from "../for-each-concurrent.ts";
import type { MethodContext } from "../method-context.ts";
import { NameStore } from "./name-store.ts";
import { uncertaintyOf } from "./uncertainty.ts";
import { sessionOfCode } from "./sessions.ts";

/** Why the names of all keys are unknown or incomplete. Both are missing if the list is complete. */
export interface KeyListing {
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

/** The marks of a name. */
const idle = 0;
/** The last list named the key, and it must be read. */
const pending = 1;
/** The key was read, and is not needed. Its client and its rights do not change. */
const skipped = 2;

/**
 * Reads all keys of the gateway, one request per key. It reads no skipped key again, except a few control keys: a list that omits
 * a living key is incomplete. While storage is down, the list is empty with status 200 (trap 28).
 *
 * Each key is read, whatever its name looks like. A name does not show that a key cannot belong to a client: the organisation in a
 * token's name is that of its rights, which need not be the client's; the length of a hash is that of the hash function at the time;
 * and a key of any name, imported through the keys API, can have an `oauth_client_id`.
 */
export class KeySweep {
  readonly #context: MethodContext;
  readonly #names = new NameStore();
  readonly #controlKeys = new Set<string>();
  #progress: SweepCount | undefined;
  /** Whether a list omitted a living key. Until a list shows a living key, lists are not trusted again. */
  #hasOmission = false;

  constructor(context: MethodContext) {
    this.#context = context;
  }

  /** How far the sweep of the last list came; `undefined` before it starts. */
  get progress(): SweepCount | undefined {
    return this.#progress;
  }

  /**
   * Lists the names of all keys, for `readNew`.
   *
   * @param alive - Names of keys that were just alive. The list must hold them.
   */
  async listKeys(alive: readonly string[]): Promise<KeyListing> {
    const names = new ListedNames(this.#names, [...alive, ...this.#controlKeys]);
    const listing = await this.#readList(names);
    if (!names.isComplete) return listing;
    for (const name of [...names.missing].slice(0, 2 * maxControlKeys)) {
      const { session, problem } = await this.#readKey(name);
      if (problem !== undefined) return { ...listing, uncertainty: problem };
      if (session !== null) {
        this.#hasOmission = true;
        return { ...listing, uncertainty: omission };
      }
      this.#controlKeys.delete(name);
    }
    if (this.#hasOmission) this.#hasOmission = !(await this.#hasLivingKey(names.first));
    return this.#hasOmission ? { ...listing, uncertainty: omission } : listing;
  }

  /**
   * Reads the session of each listed key that is not skipped, and calls `visit` with it. An error of `visit` is thrown.
   *
   * @param known - Keys that the caller knows already, so they are not read.
   * @returns Why a key could not be read; `undefined` if all were read.
   */
  async readNew(known: Iterable<string>, visit: VisitKey): Promise<string | undefined> {
    for (const name of known) this.#setIdle(name);
    let total = 0;
    for (const entry of this.#names.entries())
      if (this.#names.markOf(entry) === pending) total += 1;
    this.#progress = { done: 0, total };
    let failuresInRow = 0;
    let uncertainty: string | undefined;
    await forEachConcurrent(
      this.#pendingEntries(),
      async (entry) => {
        if (failuresInRow >= maxFailuresInRow) return;
        const name = this.#names.nameOf(entry);
        const { session, problem } = await this.#readKey(name);
        failuresInRow = problem === undefined ? 0 : failuresInRow + 1;
        uncertainty = problem ?? uncertainty;
        // A key that is gone is not skipped: if a later list names it, it was written back.
        if (session !== null && session !== undefined && !(await visit(name, session))) {
          this.#names.setMark(entry, skipped);
          if (this.#controlKeys.size < maxControlKeys) this.#controlKeys.add(name);
        }
        const done = (this.#progress?.done ?? 0) + 1;
        this.#progress = { done, total };
        this.#context.progress("sweep", done, total);
      },
      this.#context.concurrency,
    );
    return uncertainty;
  }

  /** Yields the pending entries. Each is idle from then on. */
  *#pendingEntries(): Generator<number, void, undefined> {
    for (const entry of this.#names.entries()) {
      if (this.#names.markOf(entry) !== pending) continue;
      this.#names.setMark(entry, idle);
      yield entry;
    }
  }

  #setIdle(name: string): void {
    const entry = this.#names.entryOf(name);
    if (entry !== undefined && this.#names.markOf(entry) === pending)
      this.#names.setMark(entry, idle);
  }

  /** Whether one of these keys exists. */
  async #hasLivingKey(names: readonly string[]): Promise<boolean> {
    for (const name of names) {
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

  async #readList(names: ListedNames): Promise<KeyListing> {
    names.restart();
    try {
      await this.#context.read("listKeys", {}, {}, names);
      names.isComplete = true;
      if (!names.isEmpty || !isLate(this.#context.response)) return {};
      const uncertainty =
        "the list of keys is empty and its response was slow: the gateway's storage may be failing";
      return { uncertainty };
    } catch (error) {
      // A part of a list shows nothing.
      names.restart();
      const what = "the gateway's keys could not be listed";
      const uncertainty = uncertaintyOf(this.#context, error, what);
      return error instanceof TykNotFoundError
        ? { unlisted: "the gateway does not list hashed keys (enable_hashed_keys_listing is off)" }
        : { uncertainty };
    }
  }
}

/** Marks the names of a list as pending while it arrives. */
class ListedNames implements ListReceiver {
  readonly #names: NameStore;
  readonly #wanted: readonly string[];
  isComplete = false;
  /** The names that the list must hold, and that have not come. */
  missing = new Set<string>();
  /** The first names of the list. */
  first: string[] = [];

  constructor(names: NameStore, wanted: readonly string[]) {
    this.#names = names;
    this.#wanted = wanted;
  }

  get isEmpty(): boolean {
    return this.first.length === 0;
  }

  restart(): boolean {
    for (const entry of this.#names.entries())
      if (this.#names.markOf(entry) === pending) this.#names.setMark(entry, idle);
    this.missing = new Set(this.#wanted);
    this.first = [];
    return true;
  }

  add(elements: readonly unknown[]): undefined {
    // The response guard has checked each element.
    for (const name of elements as readonly string[]) {
      this.missing.delete(name);
      if (this.first.length < maxControlKeys) this.first.push(name);
      if (!mayBeToken(name)) continue;
      const entry = this.#names.add(name);
      if (this.#names.markOf(entry) === idle) this.#names.setMark(entry, pending);
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
