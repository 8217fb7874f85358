import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { OAuthToken } from "../../../../src/index.ts";
import { flatten } from "../../../../src/engine/flatten.ts";
import { walkPages } from "../../../../src/verbs/tokens/token-pages.ts";
import type { ReadPage } from "../../../../src/verbs/tokens/token-pages.ts";
import { pageOf, TokenList } from "../../../support/gateway/token-list.ts";

/** The clock of a walk that takes its time: after its start it is long past the second in which it began. */
function slow(): { now: () => number } {
  const times = [0];
  return { now: () => times.pop() ?? 60_000 };
}

/** The clock of a walk that is over before the second is. */
const fast = { now: (): number => 0 };

const unusable = (why: string): Error => new Error(`unusable: ${why}`);

async function walk(
  read: ReadPage,
  most = Number.POSITIVE_INFINITY,
  clock = slow(),
): Promise<string[]> {
  const codes: string[] = [];
  for await (const { code } of flatten(walkPages(read, unusable, clock))) {
    codes.push(code);
    if (codes.length >= most) break;
  }
  return codes;
}

describe("the walk over the pages of tokens", () => {
  test.each([
    [0, [1]],
    [1, [1]],
    [3, [1]],
    [4, [1, 2, 1]],
    [6, [1, 2, 1]],
    [7, [1, 3, 2, 1]],
  ])(
    "of %i tokens, three per page, reads the pages %j, the last to expire first",
    async (count, pages) => {
      const list = new TokenList(count, 3, []);
      expect(await walk(list.read)).toEqual([...list.tokens].reverse());
      expect(list.reads).toEqual(pages);
    },
  );

  test("reads thousands of pages before the first seconds are over", async () => {
    const list = new TokenList(6_000, 3, []);
    expect(await walk(list.read, Number.POSITIVE_INFINITY, fast)).toHaveLength(6_000);
  });

  test("yields the entries unchanged", async () => {
    const given: OAuthToken[] = [];
    for await (const token of flatten(walkPages(new TokenList(2, 3, []).read, unusable, slow())))
      given.push(token);
    expect(given).toEqual([
      { code: "token-2", expires: 1767225601 },
      { code: "token-1", expires: 1767225600 },
    ]);
  });

  test("yields each token that stays valid exactly once, whatever expires and is issued meanwhile", async () => {
    const change = fc.record({
      expire: fc.nat({ max: 7 }),
      remove: fc.nat({ max: 60 }),
      issue: fc.nat({ max: 5 }),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.nat({ max: 30 }),
        fc.integer({ min: 1, max: 4 }),
        fc.array(change, { maxLength: 40 }),
        async (count, size, changes) => {
          const list = new TokenList(count, size, changes);
          const atFirst = new Set(list.tokens);
          const given = await walk(list.read);
          const survivors = list.tokens.filter((code) => atFirst.has(code));
          expect(new Set(given).size).toBe(given.length);
          expect(given).toEqual(expect.arrayContaining(survivors));
          expect(list.reads.length).toBeLessThanOrEqual(Math.ceil(count / size) + 2);
        },
      ),
      { numRuns: 2_000 },
    );
  });

  test("misses none if tokens of the same second are issued in between", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 2, max: 40 }),
        fc.array(fc.tuple(fc.nat({ max: 100 }), fc.nat({ max: 4 })), { maxLength: 40 }),
        async (count, changes) => {
          const codes = Array.from({ length: count }, (_, at) => `token-${at}`);
          const atFirst = [...codes];
          const left = [...changes];
          let reads = 0;
          const read: ReadPage = (number) => {
            const [place, issued] = (reads > 0 ? left.shift() : undefined) ?? [0, 0];
            reads += 1;
            // Fewer than fit on a page, so that none is pushed past the page that is read next.
            for (let at = 0; at < issued; at += 1)
              codes.splice(place % (codes.length + 1), 0, `late-${codes.length}`);
            const page = codes.slice((number - 1) * 5, number * 5);
            return Promise.resolve(pageOf(page, number, Math.ceil(codes.length / 5)));
          };
          const given = await walk(read, Number.POSITIVE_INFINITY, fast);
          expect(new Set(given).size).toBe(given.length);
          expect(given).toEqual(expect.arrayContaining(atFirst));
        },
      ),
      { numRuns: 1_000 },
    );
  });

  test("reads the page above once more as long as it can have changed", async () => {
    const list = new TokenList(7, 3, []);
    expect(await walk(list.read, Number.POSITIVE_INFINITY, fast)).toEqual(
      [...list.tokens].reverse(),
    );
    expect(list.reads).toEqual([1, 3, 2, 3, 1, 2]);
  });

  test.each([
    [1_999, [1, 3, 2, 3, 1, 2]],
    [2_000, [1, 3, 2, 1]],
  ])("stops doing so: %i ms after its start it reads %j", async (ms, pages) => {
    const times = [0];
    const list = new TokenList(7, 3, []);
    await walk(list.read, Number.POSITIVE_INFINITY, { now: () => times.pop() ?? ms });
    expect(list.reads).toEqual(pages);
  });

  test("stops at an empty page, which may have expired since its number was read", async () => {
    let reads = 0;
    const read: ReadPage = (number) => {
      reads += 1;
      // All but the first page lapse when the last was read, whose total is the one that was told until then.
      const codes = reads < 3 || number === 1 ? [`code-${number}`] : [];
      return Promise.resolve(pageOf(codes, number, reads < 20 ? 9 : 1));
    };
    await walk(read, Number.POSITIVE_INFINITY, fast);
    // Once more above each page, and not up to the top each time.
    expect(reads).toBeLessThanOrEqual(19);
  });

  test("skips the pages that expired completely meanwhile", async () => {
    const list = new TokenList(30, 3, [
      { expire: 0, remove: 59, issue: 0 },
      { expire: 20, remove: 19, issue: 0 },
    ]);
    await walk(list.read);
    // Of ten pages three are left when the walk comes to the ninth, which is empty then.
    expect(list.reads).toEqual([1, 10, 9, 4, 3, 2, 1]);
  });

  test("reads a page only after the one before was consumed", async () => {
    const list = new TokenList(9, 3, []);
    await walk(list.read, 3);
    expect(list.reads).toEqual([1, 3]);
    await walk(list.read, 4);
    expect(list.reads).toEqual([1, 3, 1, 3, 2]);
  });

  test("ends with the failure of a page", async () => {
    const broken = new Error("broken");
    const list = new TokenList(9, 3, []);
    const read: ReadPage = (number) => (number === 2 ? Promise.reject(broken) : list.read(number));
    const given: string[] = [];
    const walking = (async () => {
      for await (const { code } of flatten(walkPages(read, unusable, slow()))) given.push(code);
    })();
    await expect(walking).rejects.toBe(broken);
    expect(given).toEqual(["token-9", "token-8", "token-7"]);
  });

  test.each([-1, 0])("treats a total of %i as one page", async (total) => {
    const read: ReadPage = (number) => Promise.resolve(pageOf(["a", "b"], number, total));
    expect(await walk(read)).toEqual(["b", "a"]);
  });

  test("yields a code that is twice on a page once", async () => {
    const read: ReadPage = (number) => Promise.resolve(pageOf(["a", "b", "a"], number, 1));
    expect(await walk(read)).toEqual(["b", "a"]);
  });

  test("does not get longer if the total grows on every page", async () => {
    let reads = 0;
    const read: ReadPage = (number) => {
      reads += 1;
      return Promise.resolve(pageOf([`code-${reads}`], number, 5 + reads));
    };
    // Page 1 is read for its total alone, so that its token has gone when the walk comes to it.
    expect(await walk(read)).toEqual(["code-2", "code-3", "code-4", "code-5", "code-6", "code-7"]);
  });

  test("gives up on a server that repeats itself after a thousand pages", async () => {
    let reads = 0;
    const read: ReadPage = (number) => {
      reads += 1;
      return Promise.resolve(pageOf(["same"], number, 1_000_000));
    };
    await expect(walk(read)).rejects.toThrow("unusable: the pages of tokens do not end");
    // Page 1, the page with something new on it, and 1001 pages without.
    expect(reads).toBe(1_003);
  });

  test("gives up at once on a server that reports impossibly many pages", async () => {
    let reads = 0;
    const read: ReadPage = (number) => {
      reads += 1;
      return Promise.resolve(pageOf([`code-${reads}`], number, 1_000_001));
    };
    await expect(walk(read)).rejects.toThrow("unusable: the pages of tokens do not end");
    expect(reads).toBeLessThan(3);
  });

  test("gives up on a server whose pages grow forever, even if its clock stands still", async () => {
    let reads = 0;
    const read: ReadPage = (number) => {
      reads += 1;
      return Promise.resolve(pageOf([`code-${reads}`], number, 5 + reads));
    };
    await expect(walk(read, undefined, { now: () => 0 })).rejects.toThrow(
      "the pages of tokens do not end",
    );
    expect(reads).toBeLessThan(1_010);
  });

  test("accepts a thousand stale pages in a row as a shift, and new ones in between restart the count", async () => {
    const total = 2_003;
    const read: ReadPage = (number) =>
      Promise.resolve(
        pageOf(
          number === total || number === 1_002 || number === 1 ? [`code-${number}`] : [],
          number,
          total,
        ),
      );
    expect(await walk(read)).toEqual([`code-${total}`, "code-1002", "code-1"]);
  });

  test("keeps at least the last hundred thousand codes, and at most twice as many", async () => {
    /** How often the first code of a walk comes, where its last page has it again after so many others. */
    const comes = async (others: number): Promise<number> => {
      const between = Array.from({ length: others }, (_, at) => `code-${at}`);
      const pages = [["again"], between, ["again"]];
      const read: ReadPage = (number) =>
        Promise.resolve(pageOf(pages[number - 1] ?? [], number, pages.length));
      const codes = await walk(read);
      return codes.filter((code) => code === "again").length;
    };
    expect(await comes(99_999)).toBe(1);
    expect(await comes(199_999)).toBe(1);
    expect(await comes(200_000)).toBe(2);
  });
});
