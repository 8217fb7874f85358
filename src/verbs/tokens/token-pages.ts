import type { OAuthToken, OAuthTokenPage } from "../../../generated/index.ts";
import type { Runtime } from "../../util/runtime.ts";

/** Reads one page of a client's tokens. */
export type ReadPage = (page: number) => Promise<OAuthTokenPage>;

/** How many codes are kept to tell what was given already: as many as may lapse between two pages without a repeat. */
const leastKept = 100_000;
/** So many pages in a row that hold nothing new are no shift any more but a server that repeats itself. */
const maxStalePages = 1_000;

/** So many pages are a hundred million tokens, which no gateway could list: a server that makes them up is given up. */
const maxPages = 1_000_000;
/** So many pages above the walk at most are read once more: so many tokens are not issued in two seconds. */
const maxPagesAbove = 1_000;

/** So long after its start tokens may still be minted that expire in the same second as those that were there. */
const settlingMs = 2_000;

/**
 * Walks a client's tokens from the last page down to the first. Pages are in order of expiry and then of code, so tokens that
 * lapse move all others to lower places: what was not seen yet stays before the walk, and what was seen is told by its code.
 * Not by `expires`, which the gateway fills in wrongly on every page after the first (it names that of the token at the same
 * place on the first page).
 *
 * Tokens that are minted in the second in which the walk starts sort in between, and push others up, past the walk: for as
 * long as that can be, those above are read once more after each page, up to a token that was seen.
 */
export async function* walkPages(
  read: ReadPage,
  createSchemaError: (why: string) => Error,
  clock: Pick<Runtime, "now">,
): AsyncGenerator<OAuthToken, void, undefined> {
  const seen = new RecentCodes(leastKept);
  const fresh = ({ Tokens }: OAuthTokenPage): OAuthToken[] =>
    Tokens.filter(({ code }) => seen.add(code)).reverse();
  const settled = clock.now() + settlingMs;
  let page = await read(1);
  let number = Math.max(page.Pagination.page_total, 1);
  if (number > 1) page = await read(number);
  if (number > maxPages) throw createSchemaError("the pages of tokens do not end");
  let stalePages = 0;
  let pagesAbove = 0;
  for (;;) {
    const tokens = fresh(page);
    // Not yield*, which takes a list for something to wait for.
    for (const token of tokens) yield token;
    let top = page.Pagination.page_total;
    for (let above = number + 1; above <= top && clock.now() < settled; above += 1) {
      if ((pagesAbove += 1) > maxPagesAbove)
        throw createSchemaError("the pages of tokens do not end");
      const pushed = await read(above);
      const missed = fresh(pushed);
      for (const token of missed) yield token;
      // Up to one that was seen before: what is above it was seen too.
      if (missed.length === 0 || missed[0]?.code !== pushed.Tokens.at(-1)?.code) break;
      top = pushed.Pagination.page_total;
    }
    stalePages = tokens.length === 0 ? stalePages + 1 : 0;
    if (stalePages > maxStalePages) throw createSchemaError("the pages of tokens do not end");
    // Where whole pages of tokens lapsed meanwhile, those between hold nothing.
    number = Math.min(number - 1, page.Pagination.page_total);
    if (number < 1) return;
    page = await read(number);
  }
}

/** The codes that were given last: as many as are to be kept at least, and at most twice as many. */
class RecentCodes {
  readonly #least: number;
  #codes = new Set<string>();
  /** Those before them, forgotten all at once: to take each one out by itself takes longer than all the rest. */
  #older = new Set<string>();

  constructor(least: number) {
    this.#least = least;
  }

  /** Keeps a code; `false` where it is kept already. */
  add(code: string): boolean {
    if (this.#codes.has(code) || this.#older.has(code)) return false;
    if (this.#codes.size >= this.#least) {
      this.#older = this.#codes;
      this.#codes = new Set();
    }
    this.#codes.add(code);
    return true;
  }
}
