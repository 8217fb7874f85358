import type { ApiDefinition, KeySession } from "../../../generated/index.ts";
import { readApis } from "../apis/definition.ts";
import { findClient } from "../clients/read.ts";
import type { MethodContext } from "../method-context.ts";
import { usesOAuth } from "../omitted-fields.ts";
import { uncertaintyOf } from "./uncertainty.ts";
import { apisOfSession, clientIdOf } from "./sessions.ts";

/** Whether a session is in scope, and the APIs that report its token. `uncertainty` says why there may be more APIs. */
export type ScopeMatch =
  | { readonly isInScope: false; readonly apiIds?: never; readonly uncertainty?: string }
  | { readonly isInScope: true; readonly apiIds: readonly string[]; readonly uncertainty?: string };

/** Decides which sessions are in scope. `isListed` says whether the list of a client on a named API names the token. */
export interface SessionScope {
  match(session: KeySession, isListed: boolean): Promise<ScopeMatch>;
}

/**
 * Decides which sessions belong to a client on the named APIs, and which APIs report their tokens. Only the `oauth_client_id` of a
 * session ties it to the client: a token opens what its policy or rules grant, on any API (trap 25).
 */
export class TokenScope implements SessionScope {
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
   * Decides whether a session is in scope, and which APIs report its token: named APIs, and APIs without OAuth, because those do
   * not check the client. A session that opens only OAuth APIs on which the client has other copies belongs to those copies, so it
   * is not in scope.
   *
   * @param isListed - Whether the list of a named API names the token. Then the token was certainly issued there.
   */
  async match(session: KeySession, isListed: boolean): Promise<ScopeMatch> {
    if (clientIdOf(session) !== this.#clientId && !isListed) return { isInScope: false };
    const opened = apisOfSession(session);
    if (opened === undefined) return { isInScope: true, apiIds: this.#named };
    const named = this.#named.filter((apiId) => opened.includes(apiId));
    const elsewhere = opened.filter((apiId) => !this.#named.includes(apiId));
    try {
      const { unguarded, opensCopy } = await this.#classifyOtherApis(elsewhere);
      const apiIds = [...named, ...unguarded];
      if (apiIds.length > 0) return { isInScope: true, apiIds };
      return opensCopy && !isListed
        ? { isInScope: false }
        : { isInScope: true, apiIds: this.#named };
    } catch (error) {
      const what = "it is unknown which other APIs a token opens";
      const uncertainty = uncertaintyOf(this.#context, error, what);
      if (named.length > 0) return { isInScope: true, apiIds: named, uncertainty };
      // The session may belong to another copy, whose tokens must not be ended.
      return isListed
        ? { isInScope: true, apiIds: this.#named, uncertainty }
        : { isInScope: false, uncertainty };
    }
  }

  /** Finds the APIs without OAuth, which do not check a token's client, and whether the client has a copy on an OAuth API. */
  async #classifyOtherApis(
    apiIds: readonly string[],
  ): Promise<{ readonly unguarded: readonly string[]; readonly opensCopy: boolean }> {
    const unguarded: string[] = [];
    let opensCopy = false;
    for (const apiId of apiIds) {
      const api = await this.#findApi(apiId);
      // A removed API accepts no token, and a keyless API needs none.
      if (api === undefined || api.use_keyless === true) continue;
      if (!usesOAuth(api)) unguarded.push(apiId);
      else opensCopy ||= await this.#hasCopyOn(apiId);
    }
    return { unguarded, opensCopy };
  }

  async #findApi(apiId: string): Promise<ApiDefinition | undefined> {
    const apis = (this.#apis ??= readApis(this.#context, "").then(
      (all) => new Map(all.map((api) => [api.api_id, api])),
    ));
    try {
      return (await apis).get(apiId);
    } catch (error) {
      // The next session reads the APIs again.
      this.#apis = undefined;
      throw error;
    }
  }

  #hasCopyOn(apiId: string): Promise<boolean> {
    const known = this.#copies.get(apiId);
    if (known !== undefined) return known;
    const ref = { apiId, clientId: this.#clientId };
    const found = findClient(this.#context, ref).then((client) => client !== undefined);
    this.#copies.set(apiId, found);
    found.catch(() => this.#copies.delete(apiId));
    return found;
  }
}
