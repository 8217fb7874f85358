import type { KeySession } from "../../../generated/index.ts";
import { TykNotFoundError } from "../../errors/api.ts";
import { TykError } from "../../errors/base.ts";
import type { AnyTykError } from "../../errors/index.ts";
import { whyNoId } from "../../internal/ids.ts";
import { endsVerb } from "../clients/copies.ts";
import { forEachOf } from "../parallel.ts";
import type { Verb } from "../verb.ts";
import { sessionOfCode } from "./sessions.ts";

/** Goes through the gateway's keys, one request each. What it has seen of others it does not look at again. */
export class Sweep {
  readonly #verb: Verb;
  readonly #seen = new Set<string>();

  constructor(verb: Verb) {
    this.#verb = verb;
  }

  /**
   * Looks at each key that was not seen yet, and calls `visit` with its session; where that gives `false` the key is none of
   * ours, and never looked at again.
   */
  async run(visit: (code: string, session: KeySession) => Promise<boolean>): Promise<SweepResult> {
    const verb = this.#verb;
    const names = await this.#names();
    if (!Array.isArray(names)) return names;
    const fresh = names.filter((name) => !this.#seen.has(name));
    let doubt: string | undefined;
    let done = 0;
    await forEachOf(fresh, async (name) => {
      try {
        // A key that no path can carry: one of somebody's own making, or a token of an odd organisation.
        const session = whyNoId(name) === undefined ? await sessionOfCode(verb, name) : null;
        if (session === null) doubt = "a key has a name that cannot be asked for";
        else if (session === undefined || !(await visit(name, session))) this.#seen.add(name);
      } catch (error) {
        doubt = codeOf(verb, error, "a key could not be looked at");
      }
      verb.progress("sweep", (done += 1), fresh.length);
    });
    return { doubt };
  }

  async #names(): Promise<string[] | SweepResult> {
    try {
      return (await this.#verb.read("listKeys", {})).keys;
    } catch (error) {
      const why = codeOf(this.#verb, error, "the gateway's keys could not be listed");
      return error instanceof TykNotFoundError
        ? { unlisted: "the gateway does not list hashed keys (enable_hashed_keys_listing is off)" }
        : { doubt: why };
    }
  }
}

/** Why not every key was looked at. */
export interface SweepResult {
  /** The gateway is set up not to list its keys. */
  readonly unlisted?: string | undefined;
  /** Something failed. */
  readonly doubt?: string | undefined;
}

/** What failed and how, unless it ends the verb. */
export function codeOf(verb: Verb, error: unknown, what: string): string {
  if (!(error instanceof TykError) || endsVerb(verb, error)) throw error;
  return `${what} (${(error as AnyTykError).code})`;
}
