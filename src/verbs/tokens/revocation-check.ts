import type { KeySession } from "../../../generated/index.ts";
import { rethrowFatal } from "../failures.ts";
import type { MethodContext } from "../method-context.ts";
import { walkTokens } from "./page.ts";

/** Limits memory: later sessions are not remembered. */
const maxSnapshots = 1_000;

/**
 * Finds out why a token is alive after its revocation: the revocation missed it, or a request in flight stored it again (trap 24).
 * Only in the second case is its refresh token revoked.
 */
export class RevocationCheck {
  readonly #context: MethodContext;
  readonly #clientId: string;
  /** The sessions before the revocation, as JSON by code. */
  readonly #snapshots = new Map<string, string>();
  /** The codes that each API's list names after the revocation; `undefined` if the list cannot be read. */
  readonly #lists = new Map<string, Promise<ReadonlySet<string> | undefined>>();

  constructor(context: MethodContext, clientId: string) {
    this.#context = context;
    this.#clientId = clientId;
  }

  /** Remembers a session as it is before the revocation. */
  rememberSession(code: string, session: KeySession): void {
    if (this.#snapshots.size < maxSnapshots) this.#snapshots.set(code, snapshotOf(session));
  }

  /** Whether a token was used since its session was remembered: each use changes the session. */
  wasUsed(code: string, session: KeySession): boolean {
    const before = this.#snapshots.get(code);
    return before !== undefined && before !== snapshotOf(session);
  }

  /**
   * Whether a list still names a token after its revocation. A revocation that reached the token took it off the list. A list
   * that cannot be read counts as naming the token.
   */
  async isStillListed(code: string, apiIds: Iterable<string>): Promise<boolean> {
    for (const apiId of apiIds) {
      const list = this.#lists.get(apiId) ?? this.#readCodes(apiId);
      this.#lists.set(apiId, list);
      if ((await list)?.has(code) !== false) return true;
    }
    return false;
  }

  /** Forgets everything, because the next revocation needs new reads. */
  clear(): void {
    this.#snapshots.clear();
    this.#lists.clear();
  }

  async #readCodes(apiId: string): Promise<ReadonlySet<string> | undefined> {
    const codes = new Set<string>();
    try {
      const ref = { apiId, clientId: this.#clientId };
      for await (const page of walkTokens(this.#context, ref))
        for (const { code } of page) codes.add(code);
      return codes;
    } catch (error) {
      rethrowFatal(this.#context, error);
      return undefined;
    }
  }
}

/** A session as JSON, without its metadata. Metadata does not change with use, and can be too deep for `JSON.stringify`. */
function snapshotOf(session: KeySession): string {
  return JSON.stringify({ ...session, meta_data: undefined });
}
