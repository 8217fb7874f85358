import type { ApiDefinition, KeySession } from "../../../generated/index.ts";
import type { MethodContext } from "../method-context.ts";
import { orgIdOf } from "../omitted-fields.ts";
import { isMatch } from "./session-match.ts";
import type { FindWhere } from "./session-match.ts";
import { apisOfSession, clientIdOf } from "./sessions.ts";
import type { ScopeMatch, SessionScope } from "./token-scope.ts";

/** Decides which sessions are access tokens of one user on one API. */
export class UserScope implements SessionScope {
  readonly api: ApiDefinition;
  readonly #context: MethodContext;
  readonly #where: FindWhere;

  constructor(context: MethodContext, api: ApiDefinition, where: FindWhere) {
    this.api = api;
    this.#context = context;
    this.#where = where;
  }

  /**
   * Whether a session is the user's. An ordinary key with the same metadata is not: no OAuth client issued it (trap 33). Neither is
   * a session of another organisation, whose user can have the same id. An organisation that is absent reads as `""`.
   */
  isOfUser(session: KeySession): boolean {
    if (clientIdOf(session) === "") return false;
    if (!["", orgIdOf(this.api)].includes(orgIdOf(session))) return false;
    return isMatch(this.#context, session, this.#where);
  }

  /** Whether a session opens the API. Before 5.7 a session that names no API opened every API. */
  opensApi(session: KeySession): boolean {
    return apisOfSession(session)?.includes(this.api.api_id) ?? true;
  }

  match(session: KeySession): Promise<ScopeMatch> {
    const isInScope = this.opensApi(session) && this.isOfUser(session);
    const apiIds = [this.api.api_id];
    return Promise.resolve(isInScope ? { isInScope, apiIds } : { isInScope });
  }
}
