import type { KeySession } from "../../../generated/index.ts";
import { rethrowFatal } from "../failures.ts";
import type { MethodContext } from "../method-context.ts";
import { walkTokens } from "./walk-tokens.ts";

/** The sessions of at most this many tokens are kept. */
const maxSnapshots = 1_000;

/**
 * Tells a token that a revocation missed from a token that a request in flight stored again after the revocation (trap 24): only
 * then is the refresh token revoked.
 */
export class RevocationCheck {
  readonly #context: MethodContext;
  readonly #clientId: string;
  /** The sessions before the revocation, by code. */
  readonly #snapshots = new Map<string, string>();
  /** The codes that each API's list names after the revocation; `undefined` if the list cannot be read. */
  readonly #lists = new Map<string, Promise<ReadonlySet<string> | undefined>>();

  constructor(context: MethodContext, clientId: string) {
    this.#context = context;
    this.#clientId = clientId;
  }

  /** Keeps a session as it is before the revocation. */
  keep(code: string, session: KeySession): void {
    if (this.#snapshots.size < maxSnapshots) this.#snapshots.set(code, snapshotOf(session));
  }

  /** Whether a session changed since it was kept: each use of a token changes its session. */
  isUsed(code: string, session: KeySession): boolean {
    const before = this.#snapshots.get(code);
    return before !== undefined && before !== snapshotOf(session);
  }

  /**
   * Whether a list still names a token after its revocation. If not, the revocation did its work. A list that cannot be read
   * counts as naming the token.
   */
  async isStillListed(code: string, apiIds: readonly string[]): Promise<boolean> {
    for (const apiId of apiIds) {
      const list = this.#lists.get(apiId) ?? this.#codesOn(apiId);
      this.#lists.set(apiId, list);
      if ((await list)?.has(code) !== false) return true;
    }
    return false;
  }

  /** Forgets everything before the next revocation. */
  clear(): void {
    this.#snapshots.clear();
    this.#lists.clear();
  }

  async #codesOn(apiId: string): Promise<ReadonlySet<string> | undefined> {
    const codes = new Set<string>();
    try {
      const ref = { apiId, clientId: this.#clientId };
      for await (const { code } of walkTokens(this.#context, ref)) codes.add(code);
      return codes;
    } catch (error) {
      rethrowFatal(this.#context, error);
      return undefined;
    }
  }
}

/** A session without its metadata. Metadata does not change with use, and can be too deep for JSON.stringify. */
function snapshotOf(session: KeySession): string {
  return JSON.stringify({ ...session, meta_data: undefined });
}
