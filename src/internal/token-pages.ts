import type { OAuthToken, OAuthTokenPage } from "../../generated/index.ts";

/** Reads one page of a client's tokens. */
export type ReadPage = (page: number) => Promise<OAuthTokenPage>;

/** How many codes are kept to tell what was given already: as many as may lapse between two pages without a repeat. */
const maxKept = 100_000;
/** So many pages in a row that hold nothing new are no shift any more but a server that repeats itself. */
const maxStalePages = 1_000;

/**
 * Walks a client's tokens from the last page down to the first. Tokens lapse at the front, so that all others move to lower
 * places while the walk goes on: what it has not seen yet stays before it, and what it has seen is told by its code. It is
 * not told by `expires`, which the gateway fills in wrongly on every page after the first (it names the one that stands at
 * the same place on the first page).
 */
export async function* walkPages(
  read: ReadPage,
  unusable: (why: string) => Error,
): AsyncGenerator<OAuthToken, void, undefined> {
  const seen = new RecentCodes(maxKept);
  let page = await read(1);
  let number = page.Pagination.page_total;
  let stalePages = 0;
  if (number > 1) page = await read(number);
  else number = 1;
  for (;;) {
    const fresh = page.Tokens.filter(({ code }) => seen.add(code)).reverse();
    yield* fresh;
    stalePages = fresh.length === 0 ? stalePages + 1 : 0;
    if (stalePages > maxStalePages) throw unusable("the pages of tokens do not end");
    // Where whole pages of tokens lapsed meanwhile, those between hold nothing.
    number = Math.min(number - 1, page.Pagination.page_total);
    if (number < 1) return;
    page = await read(number);
  }
}

/** The codes that were given last, up to a number. */
class RecentCodes {
  readonly #codes = new Set<string>();
  readonly #max: number;

  constructor(max: number) {
    this.#max = max;
  }

  /** Keeps a code; `false` where it is kept already. */
  add(code: string): boolean {
    if (this.#codes.has(code)) return false;
    const [oldest] = this.#codes;
    if (this.#codes.size >= this.#max && oldest !== undefined) this.#codes.delete(oldest);
    this.#codes.add(code);
    return true;
  }
}
