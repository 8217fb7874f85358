import type { KeySession } from "../../../generated/index.ts";
import { TykNotFoundError } from "../../errors/api.ts";
import { whyNoId } from "../../internal/request/ids.ts";
import { forEachOf } from "../parallel.ts";
import type { Verb } from "../verb.ts";
import { Streak, doubtOf } from "./doubts.ts";
import { sessionOfCode } from "./sessions.ts";

/** Why not every key was looked at. */
export interface SweepResult {
  /** The gateway is set up not to list its keys. */
  readonly unlisted?: string | undefined;
  /** Something failed. */
  readonly doubt?: string | undefined;
}

/** Goes through the gateway's keys, one request each. What it has seen of others it does not look at again. */
export class Sweep {
  readonly #verb: Verb;
  readonly #seen = new Set<string>();

  constructor(verb: Verb) {
    this.#verb = verb;
  }

  /**
   * Looks at each key that was not seen yet, and calls `visit` with its session; where that gives `false` the key is none of
   * ours, and never looked at again. What `visit` throws is thrown.
   */
  async run(visit: (code: string, session: KeySession) => Promise<boolean>): Promise<SweepResult> {
    const names = await this.#names();
    if (!Array.isArray(names)) return names;
    const fresh = names.filter((name) => !this.#seen.has(name));
    const streak = new Streak();
    let doubt: string | undefined;
    let done = 0;
    await forEachOf(fresh, async (name) => {
      if (streak.isHopeless) return;
      const { session, why } = await this.#look(name);
      if (why === undefined) streak.succeeded();
      else streak.failed();
      doubt = why ?? doubt;
      if (session === null || (session !== undefined && !(await visit(name, session))))
        this.#seen.add(name);
      this.#verb.progress("sweep", (done += 1), fresh.length);
    });
    return { doubt };
  }

  /** A key's session, `null` where it is gone by now, or why it could not be looked at. */
  async #look(
    name: string,
  ): Promise<{ readonly session?: KeySession | null; readonly why?: string }> {
    // A key that no path can carry: one of somebody's own making, or a token of an odd organisation.
    if (whyNoId(name) !== undefined) return { why: "a key has a name that cannot be asked for" };
    try {
      return { session: (await sessionOfCode(this.#verb, name)) ?? null };
    } catch (error) {
      return { why: doubtOf(this.#verb, error, "a key could not be looked at") };
    }
  }

  async #names(): Promise<string[] | SweepResult> {
    try {
      return (await this.#verb.read("listKeys", {})).keys;
    } catch (error) {
      const doubt = doubtOf(this.#verb, error, "the gateway's keys could not be listed");
      return error instanceof TykNotFoundError
        ? { unlisted: "the gateway does not list hashed keys (enable_hashed_keys_listing is off)" }
        : { doubt };
    }
  }
}
