import type { OAuthToken, OAuthTokenPage } from "../../../generated/index.ts";
import type { Runtime } from "../../util/runtime.ts";

/** Reads one page of a client's tokens. */
export type ReadPage = (page: number) => Promise<OAuthTokenPage>;

/** At least this many yielded codes are kept, so no token is yielded twice, unless more tokens expire between two pages. */
const minCodesKept = 100_000;
/** After this many pages in a row without a new token, the server is sending the same tokens again and again. */
const maxStalePages = 1_000;

/** This many pages are a hundred million tokens. No gateway can list so many, so the server invents them. */
const maxPages = 1_000_000;
/** At most this many pages above the current page have new tokens: no gateway issues so many in two seconds. */
const maxPagesAbove = 1_000;

/** For this long after the start, new tokens can expire in the same second as existing ones. */
const settlingMs = 2_000;

/**
 * Yields a client's tokens from the last page down to the first, a page at a time, each token once.
 *
 * Pages are sorted by expiry and then by code. Tokens that expire move all others to lower positions. So tokens that were not
 * yielded yet stay below the current page, and tokens that were yielded are recognised by their codes. Their `expires` cannot be
 * used: on every page after the first it is wrong, namely that of the token at the same position on the first page.
 *
 * Tokens that are issued in the second in which the walk starts are sorted between the others, and push some of them up, above the
 * current page. While that can happen, the pages above are read again after each page, up to a token that was yielded.
 */
export async function* walkPages(
  read: ReadPage,
  createSchemaError: (why: string) => Error,
  clock: Pick<Runtime, "now">,
): AsyncGenerator<readonly OAuthToken[], void, undefined> {
  const yielded = new RecentCodes(minCodesKept);
  const takeNew = ({ Tokens }: OAuthTokenPage): OAuthToken[] =>
    Tokens.filter(({ code }) => yielded.add(code)).reverse();
  const settledAt = clock.now() + settlingMs;
  let page = await read(1);
  let number = Math.max(page.Pagination.page_total, 1);
  if (number > 1) page = await read(number);
  if (number > maxPages) throw createSchemaError("the pages of tokens do not end");
  let stalePages = 0;
  let pagesAbove = 0;
  for (;;) {
    const tokens = takeNew(page);
    yield tokens;
    let top = page.Pagination.page_total;
    for (let above = number + 1; above <= top && clock.now() < settledAt; above += 1) {
      const pageAbove = await read(above);
      const missed = takeNew(pageAbove);
      if (missed.length > 0 && (pagesAbove += 1) > maxPagesAbove)
        throw createSchemaError("the pages of tokens do not end");
      yield missed;
      // If the last token of this page was yielded before, all tokens above it were yielded too.
      if (missed.length === 0 || missed[0]?.code !== pageAbove.Tokens.at(-1)?.code) break;
      top = pageAbove.Pagination.page_total;
    }
    stalePages = tokens.length === 0 ? stalePages + 1 : 0;
    if (stalePages > maxStalePages) throw createSchemaError("the pages of tokens do not end");
    // If whole pages of tokens expired in the meantime, the pages above the new last page are empty.
    number = Math.min(number - 1, page.Pagination.page_total);
    if (number < 1) return;
    page = await read(number);
  }
}

/** Keeps the last codes that were added: at least a minimum number, and at most twice as many. */
class RecentCodes {
  readonly #min: number;
  #codes = new Set<string>();
  /** Older codes. They are dropped all together, because dropping them one by one is slow. */
  #older = new Set<string>();

  constructor(min: number) {
    this.#min = min;
  }

  /** Adds a code. Returns `false` if it is kept already. */
  add(code: string): boolean {
    if (this.#codes.has(code) || this.#older.has(code)) return false;
    if (this.#codes.size >= this.#min) {
      this.#older = this.#codes;
      this.#codes = new Set();
    }
    this.#codes.add(code);
    return true;
  }
}
