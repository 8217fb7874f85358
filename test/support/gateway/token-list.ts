import type { OAuthTokenPage } from "../../../src/index.ts";
import type { ReadPage } from "../../../src/verbs/tokens/token-pages.ts";

/**
 * The changes of the list before a page is read: tokens expire at its front, are removed anywhere, and are issued at its
 * end.
 */
interface Change {
  expire: number;
  remove: number;
  issue: number;
}

/** A gateway's list of one client's tokens. It changes between two reads. */
export class TokenList {
  readonly reads: number[] = [];
  tokens: string[];
  readonly #size: number;
  readonly #changes: Change[];
  #issuedCount = 0;

  constructor(tokens: number, size: number, changes: readonly Change[]) {
    this.#size = size;
    this.#changes = [...changes];
    this.tokens = [];
    this.#issue(tokens);
  }

  #issue(count: number): void {
    for (let at = 0; at < count; at += 1) this.tokens.push(`token-${(this.#issuedCount += 1)}`);
  }

  readonly read: ReadPage = (number) => {
    this.reads.push(number);
    // Nothing changes before the first read.
    const change = this.reads.length > 1 ? this.#changes.shift() : undefined;
    if (change !== undefined) {
      this.tokens.splice(0, change.expire);
      if (this.tokens.length > 0) this.tokens.splice(change.remove % (this.tokens.length * 2), 1);
      this.#issue(change.issue);
    }
    const from = (number - 1) * this.#size;
    return Promise.resolve(
      pageOf(
        this.tokens.slice(from, from + this.#size),
        number,
        Math.ceil(this.tokens.length / this.#size),
      ),
    );
  };
}

export function pageOf(
  codes: readonly string[],
  page_num: number,
  page_total: number,
): OAuthTokenPage {
  return {
    Pagination: { page_num, page_total, page_size: 100 },
    // Like the gateway's: after the first page, the expiry times belong to other tokens.
    Tokens: codes.map((code, at) => ({ code, expires: 1767225600 + at })),
  };
}
