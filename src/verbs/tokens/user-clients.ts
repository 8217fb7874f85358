import type { KeySession } from "../../../generated/index.ts";
import { findClient } from "../clients/read.ts";
import { idProblem } from "../../transport/request/ids.ts";
import type { MethodContext } from "../method-context.ts";
import { usesOAuth } from "../omitted-fields.ts";
import { ClientEndingState, createApiState } from "./ending-state.ts";
import type { ApiState } from "./ending-state.ts";
import type { KnownTokens } from "./known-tokens.ts";
import { walkTokens } from "./page.ts";
import { revokeListed } from "./revoke-listed.ts";
import { clientIdOf, isExpired, sessionOfCode } from "./sessions.ts";
import { removeRest } from "./token-remover.ts";
import { uncertaintyOf } from "./uncertainty.ts";
import { refreshAdvice } from "./user-report.ts";
import type { UserClient } from "../../errors/reports.ts";
import type { UserScope } from "./user-scope.ts";

/** How often a list that changes is read before its client counts as one of several users. */
const maxListReads = 3;

/** A client that issued tokens of the user. */
interface IssuingClient {
  readonly ending: ClientEndingState;
  readonly apiState: ApiState;
  /** Why the client's refresh tokens were not revoked in the last round. */
  problem: string | undefined;
  /** Whether the client's list names a token that is not certainly the user's. This stays so. */
  isShared: boolean;
}

/**
 * Ends the refresh tokens of one user, client by client. The gateway shows no refresh token, and `revoke_all` ends all of a client.
 * So it is called only for a client whose whole list is this user's.
 */
export class UserClients {
  readonly #context: MethodContext;
  readonly #scope: UserScope;
  /** The user's access tokens, of all clients. */
  readonly #tokens: KnownTokens;
  readonly #clients = new Map<string, IssuingClient>();

  constructor(context: MethodContext, scope: UserScope, tokens: KnownTokens) {
    this.#context = context;
    this.#scope = scope;
    this.#tokens = tokens;
  }

  /** Remembers a session that was read before the revocations of the round: it shows whether the token was used since. */
  remember(code: string, session: KeySession): void {
    this.#clients.get(clientIdOf(session))?.ending.revocationCheck.rememberSession(code, session);
  }

  /** Adds a session of the user. Its access token is ended, unless it has expired or opens other APIs only. */
  add(code: string, session: KeySession): void {
    const { tokens } = this.#clientOf(clientIdOf(session)).ending;
    this.remember(code, session);
    const apiIds = [this.#scope.api.api_id];
    // Behind an expired access token, the refresh token may be alive.
    if (isExpired(this.#context, session) || !this.#scope.opensApi(session)) {
      tokens.add(code, apiIds);
      return;
    }
    const token = this.#tokens.add(code, apiIds);
    token.lastRead = "alive";
    tokens.share(token);
  }

  /** Revokes the refresh tokens of each client that holds only this user's, as far as its list shows. */
  async revokeRefreshTokens(): Promise<void> {
    for (const [clientId, client] of this.#clients) {
      const { ending, apiState } = client;
      if (client.isShared || ending.tokens.all().every(({ isRevoked }) => isRevoked)) continue;
      ending.startRound();
      try {
        client.problem = await this.#findProblem(clientId, client);
        if (client.problem !== undefined) continue;
        await revokeListed(ending);
        await removeRest(ending);
        const [failure] = [...ending.uncertainties, ...apiState.uncertainties];
        client.problem = failure;
      } catch (error) {
        const what = "its client or its tokens could not be read";
        client.problem = uncertaintyOf(this.#context, error, what);
      }
    }
  }

  /** Reports each client. */
  report(): UserClient[] {
    const ids = [...this.#clients.keys()].sort();
    return ids.map((clientId): UserClient => {
      const { ending, problem } = this.#clientOf(clientId);
      const isRevoked = ending.tokens.all().every((token) => token.isRevoked);
      if (isRevoked && problem === undefined && !this.#context.isDry) {
        const reason =
          "revoke_all with the client's secret reached every token on its list, and all of them were this user's when the list was last read. A token that another user got between that read and the revocation was ended too";
        return { clientId, refreshTokens: "revoked", reason };
      }
      const why = this.#context.isDry
        ? "a dry run revokes nothing"
        : (problem ??
          "a token of the user was not on its list, so no revocation reaches its refresh token (trap 12)");
      return { clientId, refreshTokens: "may-be-alive", reason: `${why}. ${refreshAdvice}` };
    });
  }

  #clientOf(clientId: string): IssuingClient {
    const known = this.#clients.get(clientId);
    if (known !== undefined) return known;
    const apiState = createApiState(this.#scope.api.api_id);
    const ending = new ClientEndingState(this.#context, clientId, [apiState], false, this.#scope);
    const client = { ending, apiState, problem: undefined, isShared: false };
    this.#clients.set(clientId, client);
    return client;
  }

  /** Reads the client and its list. Returns why its tokens must not or cannot be revoked; `undefined` if they may be. */
  async #findProblem(clientId: string, client: IssuingClient): Promise<string | undefined> {
    const { api_id: apiId } = this.#scope.api;
    if (!usesOAuth(this.#scope.api))
      return "the API does not use OAuth, so the refresh tokens belong to another API";
    if (idProblem(clientId) !== undefined) return "no request can name this client (trap 3)";
    const ref = { apiId, clientId };
    const stored = await findClient(this.#context, ref);
    if (stored === undefined)
      return "the client does not exist on this API: its refresh tokens work again if its id is created again (trap 9)";
    client.apiState.secret = stored.secret;
    const listed = await this.#readOwnList(clientId, client);
    if (listed === undefined) {
      client.isShared = true;
      return "its list on this API also names tokens that are not certainly this user's, so revoke_all was not called";
    }
    for (const code of listed) client.ending.tokens.addListed(code, apiId);
    return listed.length === 0 ? "its list on this API names no token of the user" : undefined;
  }

  /** Reads a client's list until a second read shows only tokens that are the user's. `undefined` if others are on the list. */
  async #readOwnList(
    clientId: string,
    client: IssuingClient,
  ): Promise<readonly string[] | undefined> {
    let listed = await this.#readList(clientId);
    for (let reads = 1; reads <= maxListReads; reads += 1) {
      for (const code of listed) if (!(await this.#isOfUser(code, client))) return undefined;
      // The last read comes right before the revocation, so hardly any token of another user can be issued in between.
      const again = await this.#readList(clientId);
      if (again.every((code) => client.ending.tokens.has(code))) return again;
      listed = again;
    }
    return undefined;
  }

  async #readList(clientId: string): Promise<readonly string[]> {
    const codes: string[] = [];
    const ref = { apiId: this.#scope.api.api_id, clientId };
    for await (const page of walkTokens(this.#context, ref))
      for (const { code } of page) codes.push(code);
    return codes;
  }

  /** Whether a listed token is certainly the user's. A token whose session is gone can be anybody's. */
  async #isOfUser(code: string, client: IssuingClient): Promise<boolean> {
    const { tokens, clientId } = client.ending;
    if (tokens.has(code)) return true;
    const session = await sessionOfCode(this.#context, code);
    if (session === undefined || clientIdOf(session) !== clientId) return false;
    if (!this.#scope.isOfUser(session)) return false;
    this.add(code, session);
    return true;
  }
}
