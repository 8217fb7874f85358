import type { ApiDefinition, KeySession } from "../../../generated/index.ts";
import { readApis } from "../apis/definition.ts";
import { usesOAuth } from "../apis/uses-oauth.ts";
import { findClient } from "../clients/read.ts";
import type { MethodContext } from "../method-context.ts";
import { uncertaintyOf } from "./uncertainty.ts";
import { apisOfSession, clientIdOf } from "./sessions.ts";

/** Whose a session is, and where it counts. */
export type SessionReport =
  | {
      readonly isOurs: false;
      readonly apiIds?: never;
      /** Why it may be ours all the same. */
      readonly uncertainty?: string;
    }
  | {
      readonly isOurs: true;
      /** The APIs under which its token is reported. */
      readonly apiIds: readonly string[];
      /** Why it may open more than that. */
      readonly uncertainty?: string;
    };

/**
 * Tells which sessions belong to a client on some APIs, and under which APIs each is reported. The `oauth_client_id` of a session
 * is its only tie to the client: a token opens what its policy or rules grant, on whichever API (trap 25).
 */
export class TokenScope {
  readonly #context: MethodContext;
  readonly #clientId: string;
  readonly #named: readonly string[];
  #apis: Promise<ReadonlyMap<string, ApiDefinition>> | undefined;
  readonly #copies = new Map<string, Promise<boolean>>();

  constructor(context: MethodContext, clientId: string, named: readonly string[]) {
    this.#context = context;
    this.#clientId = clientId;
    this.#named = named;
  }

  /**
   * Tells whether a session is one of ours, and under which APIs it is reported.
   *
   * Beside the named APIs these are the APIs that it opens without OAuth, because nothing looks at the client there. A session
   * that opens nothing but OAuth APIs on which the client has other copies belongs to those copies, which are not meant.
   *
   * @param isListed - Whether the list of a named API names its token, so that it was certainly issued there.
   */
  async reportOf(session: KeySession, isListed: boolean): Promise<SessionReport> {
    if (clientIdOf(session) !== this.#clientId && !isListed) return { isOurs: false };
    const opened = apisOfSession(session);
    if (opened === undefined) return { isOurs: true, apiIds: this.#named };
    const named = this.#named.filter((apiId) => opened.includes(apiId));
    const elsewhere = opened.filter((apiId) => !this.#named.includes(apiId));
    try {
      const { unguarded, opensCopy } = await this.#classifyOtherApis(elsewhere);
      const apiIds = [...named, ...unguarded];
      if (apiIds.length > 0) return { isOurs: true, apiIds };
      return opensCopy && !isListed ? { isOurs: false } : { isOurs: true, apiIds: this.#named };
    } catch (error) {
      const uncertainty = uncertaintyOf(
        this.#context,
        error,
        "it is not known what else a token opens",
      );
      if (named.length > 0) return { isOurs: true, apiIds: named, uncertainty };
      // It may belong to another copy, whose tokens are not to be ended.
      return isListed
        ? { isOurs: true, apiIds: this.#named, uncertainty }
        : { isOurs: false, uncertainty };
    }
  }

  /** Which of some APIs a token opens without OAuth, and whether the client has a copy on one of the others. */
  async #classifyOtherApis(
    apiIds: readonly string[],
  ): Promise<{ readonly unguarded: readonly string[]; readonly opensCopy: boolean }> {
    const unguarded: string[] = [];
    let opensCopy = false;
    for (const apiId of apiIds) {
      const api = await this.#apiOf(apiId);
      // A removed API opens to nobody, and a keyless one to everybody.
      if (api === undefined || api.use_keyless === true) continue;
      if (!usesOAuth(api)) unguarded.push(apiId);
      else opensCopy ||= await this.#isCopyOn(apiId);
    }
    return { unguarded, opensCopy };
  }

  async #apiOf(apiId: string): Promise<ApiDefinition | undefined> {
    const apis = (this.#apis ??= readApis(this.#context, "").then(
      (all) => new Map(all.map((api) => [api.api_id, api])),
    ));
    try {
      return (await apis).get(apiId);
    } catch (error) {
      // The next session reads them again.
      this.#apis = undefined;
      throw error;
    }
  }

  #isCopyOn(apiId: string): Promise<boolean> {
    const known = this.#copies.get(apiId);
    if (known !== undefined) return known;
    const ref = { apiId, clientId: this.#clientId };
    const found = findClient(this.#context, ref).then((client) => client !== undefined);
    this.#copies.set(apiId, found);
    found.catch(() => this.#copies.delete(apiId));
    return found;
  }
}
