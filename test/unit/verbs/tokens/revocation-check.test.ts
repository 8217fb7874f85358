/** Tells a token that a revocation missed from a token that a request in flight stored again (trap 24). */
import { expect, test } from "vitest";
import { RevocationCheck } from "../../../../src/verbs/tokens/revocation-check.ts";
import { json } from "../../../support/network/fake-fetch.ts";
import { createMethodHarness } from "../../../support/client/method-harness.ts";

const page = (codes: readonly string[]): object => ({
  Tokens: codes.map((code) => ({ code, expires: 1 })),
  Pagination: { page_num: 1, page_total: 1, page_size: 100 },
});

test.each([
  ["names the token", json(page(["other", "code"])), true],
  ["does not name the token", json(page(["other"])), false],
  ["cannot be read", json({ status: "error", message: "no" }, 500), true],
])("a list that %s", async (_, reply, expected) => {
  const { context } = createMethodHarness([reply]);
  const check = new RevocationCheck(context, "shop-web");
  expect(await check.isStillListed("code", ["orders"])).toBe(expected);
});

test("reads each list once, until it is cleared", async () => {
  const { context, sent } = createMethodHarness([json(page([])), json(page(["code"]))]);
  const check = new RevocationCheck(context, "shop-web");
  expect(await check.isStillListed("code", ["orders"])).toBe(false);
  expect(await check.isStillListed("code", ["orders"])).toBe(false);
  expect(sent).toHaveLength(1);
  check.clear();
  expect(await check.isStillListed("code", ["orders"])).toBe(true);
});
