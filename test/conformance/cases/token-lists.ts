import { expect } from "vitest";
import { expectFailure } from "../../support/conformance/expectations.ts";
import { createClient, deleteClient } from "../../support/conformance/requests.ts";
import { embeddedContext } from "../../support/conformance/targets/embedded.ts";
import { isBefore, tokensLiveAnHour } from "../../support/conformance/case.ts";
import type { Case } from "../../support/conformance/case.ts";

const allOk = { status: "ok", message: "tokens revoked successfully" };
const purged = { status: "ok", message: "lapsed tokens purged" };

export const tokenListCases: readonly Case[] = [
  {
    name: "tokens are listed all at once, by page, and one by one",
    recordings: ["tokens-pages"],
    on: tokensLiveAnHour,
    run: async (context) => {
      const { tyk, app } = context;
      const ref = { apiId: "orders", clientId: "many" };
      await createClient(context, "many", { secret: "ms" });
      for (let made = 0; made < 250; made += 1) await app.token("many:ms", {});
      const codes = (await tyk.tokens.list(ref)).map(({ code }) => code);
      expect(new Set(codes).size).toBe(250);
      for (const page of [1, 2, 3]) {
        const { Pagination, Tokens } = await tyk.tokens.page({ ...ref, page });
        expect(Pagination).toEqual({ page_num: page, page_total: 3, page_size: 100 });
        expect(Tokens.map(({ code }) => code)).toEqual(codes.slice((page - 1) * 100, page * 100));
      }
      const past = await tyk.tokens.page({ ...ref, page: 4 });
      expect(past).toEqual({
        Pagination: { page_num: 4, page_total: 3, page_size: 100 },
        Tokens: [],
      });
      await expectFailure(tyk.tokens.page({ ...ref, page: 0 }), "input");
      const secret = { client_id: "many", client_secret: "ms" };
      expect(await tyk.raw.revokeAllTokens({ body: secret })).toEqual(allOk);
      expect(await tyk.tokens.list(ref)).toEqual([]);
      expect((await tyk.tokens.page({ ...ref, page: 1 })).Pagination.page_total).toBe(0);
      await deleteClient(context, "many");
    },
  },
  {
    name: "an iteration yields each token once, the last to expire first",
    recordings: [],
    unrecorded: "the recorded pages were each read once, an iteration reads the first twice",
    on: tokensLiveAnHour,
    run: async (context) => {
      const { tyk, app } = context;
      const ref = { apiId: "orders", clientId: "each" };
      await createClient(context, "each");
      for (let made = 0; made < 210; made += 1) await app.token("each:s", {});
      const given: string[] = [];
      for await (const { code } of tyk.tokens.iterate(ref)) given.push(code);
      expect(given).toEqual((await tyk.tokens.list(ref)).map(({ code }) => code).reverse());
      await tyk.raw.revokeAllTokens({ body: { client_id: "each", client_secret: "s" } });
      await deleteClient(context, "each");
    },
  },
  {
    name: "trap 17: expired tokens are purged since 5.3; the gateway confirms it even if it is configured to do nothing",
    recordings: ["purge-lapsed"],
    run: async ({ tyk, gateway }) => {
      const purge = tyk.raw.purgeOAuthTokens({ query: { scope: "lapsed" } });
      if (isBefore(gateway.version, "5.3.0")) await expectFailure(purge, "route");
      else expect(await purge).toEqual(purged);
    },
  },
  {
    name: "trap 17: the purge reports only what the gateway confirms, and before 5.3 that it is unsupported",
    recordings: [],
    unrecorded: "no recording looks whether a route is missing or the address is wrong",
    run: async ({ tyk, gateway }) => {
      const purge = tyk.tokens.purgeLapsed();
      if (isBefore(gateway.version, "5.3.0"))
        expect((await expectFailure(purge, "unsupported")).message).toContain("5.3");
      else expect(await purge).toMatchObject({ state: "unverified", message: purged.message });
    },
  },
  {
    name: "trap 36: a purge does nothing for 60 seconds after any purge, the one at the start included, and says yes all the same",
    recordings: [],
    unrecorded: "no answer tells a purge that did something from one that did not",
    // Only the embedded gateway's clock can be set back, to show whether an expired token is still in a list.
    needsStorage: true,
    on: ({ version }) => !isBefore(version, "5.3.0"),
    run: async ({ gateway }) => {
      let now = 0;
      const short = { tokenTtlSeconds: 1, retainSeconds: 1 };
      const context = embeddedContext(gateway, { options: { ...short, now: () => now } });
      const { tyk, app } = context;
      const worked: number[] = [];
      await createClient(context, "purged");
      for (const at of [59_999, 60_000, 119_999, 120_000]) {
        now = 0;
        await app.token("purged:s", {});
        now = at;
        expect(await tyk.tokens.purgeLapsed()).toMatchObject({
          state: "unverified",
          message: purged.message,
        });
        now = 0;
        const left = await tyk.tokens.list({ apiId: "orders", clientId: "purged" });
        if (left.length === 0) worked.push(at);
      }
      expect(worked).toEqual([60_000, 120_000]);
    },
  },
];
