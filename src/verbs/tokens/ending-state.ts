import { forEachConcurrent, maxFailuresInRow } from "../for-each-concurrent.ts";
import type { MethodContext } from "../method-context.ts";
import { KeySweep } from "./key-sweep.ts";
import { KnownTokens } from "./known-tokens.ts";
import type { TokenRecord } from "./known-tokens.ts";
import { RevocationCheck } from "./revocation-check.ts";
import { TokenScope } from "./token-scope.ts";
import type { SessionScope } from "./token-scope.ts";
import { uncertaintyOf } from "./uncertainty.ts";

/** What is known of one API on which a client's tokens are being ended. */
export interface ApiState {
  readonly apiId: string;
  /** The client's secret on this API; `undefined` if the client does not exist, or could not be read. */
  secret: string | undefined;
  /** The uncertainties of the last round. The next round drops them. */
  readonly uncertainties: Set<string>;
  /** Why the client could not be read. It stays an uncertainty in all rounds. */
  readonly readFailure: string | undefined;
  /** Whether the gateway responded that the API does not exist. */
  isMissing: boolean;
  /** Whether the last read of the client's token list failed, so the list may name unknown tokens. */
  isUnread: boolean;
}

export function createApiState(apiId: string, secret?: string, readFailure?: string): ApiState {
  const uncertainties = new Set<string>();
  return { apiId, secret, uncertainties, readFailure, isMissing: false, isUnread: false };
}

/** What the parts that end tokens share: the APIs, the tokens found so far, and what is uncertain. */
export class EndingState {
  readonly context: MethodContext;
  readonly apiStates: readonly ApiState[];
  readonly scope: SessionScope;
  readonly tokens: KnownTokens = new KnownTokens();
  /** `undefined` if the caller wants no sweep. */
  readonly sweep: KeySweep | undefined;
  /** The uncertainties of the last round that concern every API. */
  readonly uncertainties: Set<string> = new Set<string>();
  /** Why unlisted tokens could not be searched for; `undefined` if they were. */
  unlisted: string | undefined;
  /** Whether a token was still alive after as many removals as are allowed. */
  hasGivenUp = false;

  constructor(
    context: MethodContext,
    apiStates: readonly ApiState[],
    scope: SessionScope,
    sweep: boolean,
  ) {
    this.context = context;
    this.apiStates = apiStates;
    this.scope = scope;
    this.sweep = sweep ? new KeySweep(context) : undefined;
  }

  get hasNoUncertainty(): boolean {
    const hasNone = ({ uncertainties, readFailure }: ApiState): boolean =>
      readFailure === undefined && uncertainties.size === 0;
    return this.uncertainties.size === 0 && this.apiStates.every(hasNone);
  }

  /** Drops the uncertainties of the last round: the next round reads everything again. */
  startRound(): void {
    this.tokens.startRound();
    this.uncertainties.clear();
    for (const { uncertainties } of this.apiStates) uncertainties.clear();
  }

  addUncertainty(uncertainty: string | undefined): void {
    if (uncertainty !== undefined) this.uncertainties.add(uncertainty);
  }

  /** Runs something for each token. A failure becomes an uncertainty; after too many in a row the rest is left unread. */
  async forEachToken(
    tokens: readonly TokenRecord[],
    phase: "look" | "check" | "revoke",
    run: (token: TokenRecord) => Promise<void>,
  ): Promise<void> {
    // A token that was last read alive still counts as alive.
    const markUnread = (token: TokenRecord): void => {
      if (token.lastRead !== "alive") token.lastRead = "unread";
    };
    let failuresInRow = 0;
    let done = 0;
    await forEachConcurrent(
      tokens,
      async (token) => {
        if (failuresInRow >= maxFailuresInRow) {
          markUnread(token);
          return;
        }
        try {
          await run(token);
          failuresInRow = 0;
        } catch (error) {
          failuresInRow += 1;
          const what = "a token could not be read or removed";
          this.uncertainties.add(uncertaintyOf(this.context, error, what));
          markUnread(token);
        }
        this.context.progress(phase, (done += 1), tokens.length);
      },
      this.context.concurrency,
    );
  }
}

/** The state while the tokens of one client are ended. */
export class ClientEndingState extends EndingState {
  readonly clientId: string;
  readonly revocationCheck: RevocationCheck;

  constructor(
    context: MethodContext,
    clientId: string,
    apiStates: readonly ApiState[],
    sweep: boolean,
    scope?: SessionScope,
  ) {
    const apiIds = apiStates.map(({ apiId }) => apiId);
    super(context, apiStates, scope ?? new TokenScope(context, clientId, apiIds), sweep);
    this.clientId = clientId;
    this.revocationCheck = new RevocationCheck(context, clientId);
  }
}
