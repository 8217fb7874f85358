import { expect } from "vitest";
import { failure } from "../expecting.ts";
import type { Case, GatewayKind, World } from "../world.ts";

const ok = { status: "ok", message: "token revoked successfully" };
const allOk = { status: "ok", message: "tokens revoked successfully" };

/** Where tokens live another time than an hour, revoked ones stay in the list until they lapse. */
const liveAnHour = ({ tokenTtlSeconds }: GatewayKind): boolean => tokenTtlSeconds === 3600;

/** Whether a removed token is refused at once, or after the session cache's ten seconds. */
async function isRefusedSoon({ app, gateway, wait }: World, token: string): Promise<void> {
  if (gateway.hash === "murmur32") await wait(11_000);
  expect(await app.use(token)).toBe(403);
}

async function create(
  world: World,
  client_id: string,
  secret: string,
  redirect_uri = "https://r.example/cb",
): Promise<void> {
  await world.tyk.clients.create({
    client_id,
    secret,
    redirect_uri,
    api_id: "orders",
    policy_id: "gold",
  });
}

export const tokenCases: readonly Case[] = [
  {
    name: "tokens are listed whole, by page, and one by one",
    recordings: ["tokens-pages"],
    on: liveAnHour,
    run: async (world) => {
      const { tyk, app } = world;
      const ref = { apiId: "orders", clientId: "many" };
      await create(world, "many", "ms");
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
      await failure(tyk.tokens.page({ ...ref, page: 0 }), "input");
      const secret = { client_id: "many", client_secret: "ms" };
      expect(await tyk.raw.revokeAllTokens({ body: secret })).toEqual(allOk);
      expect(await tyk.tokens.list(ref)).toEqual([]);
      expect((await tyk.tokens.page({ ...ref, page: 1 })).Pagination.page_total).toBe(0);
      await tyk.clients.delete(ref);
    },
  },
  {
    name: "an iteration gives each token once, the last to lapse first",
    recordings: [],
    unrecorded: "the recorded pages were each read once, an iteration reads the first twice",
    run: async (world) => {
      const { tyk, app } = world;
      const ref = { apiId: "orders", clientId: "each" };
      await create(world, "each", "s");
      for (let made = 0; made < 210; made += 1) await app.token("each:s", {});
      const given: string[] = [];
      for await (const { code } of tyk.tokens.iterate(ref)) given.push(code);
      expect(given).toEqual((await tyk.tokens.list(ref)).map(({ code }) => code).reverse());
      await tyk.tokens.revokeAll(ref);
      await tyk.clients.delete(ref);
    },
  },
  {
    name: "a revoked token stops, the others go on; a revocation is no proof that a token was",
    recordings: ["revoke"],
    // There a removed token is let in for ten seconds, and the recording does not look again after them.
    notRecordedOn: ({ hash }) => hash === "murmur32",
    run: async (world) => {
      const { tyk, app, nextSecond } = world;
      await nextSecond();
      await create(world, "rev", "rs");
      const { access_token: one } = await app.token("rev:rs", {});
      const { access_token: two } = await app.token("rev:rs", {});
      const listed = await tyk.tokens.list({ apiId: "orders", clientId: "rev" });
      expect(listed).toHaveLength(2);
      expect(await app.use(one)).toBe(200);
      const hint = { tokenTypeHint: "access_token" };
      expect(await tyk.tokens.revoke({ clientId: "rev", token: one, ...hint })).toEqual(ok);
      await isRefusedSoon(world, one);
      expect(await app.use(two)).toBe(200);
      expect(await tyk.tokens.revoke({ clientId: "rev", token: "no-such-token", ...hint })).toEqual(
        ok,
      );
      const nobody = tyk.tokens.revoke({ clientId: "nobody", token: two, ...hint });
      await failure(nobody, "bad-request", "oauth client doesn't exist");
      await failure(tyk.tokens.revoke({ clientId: "rev", token: "" }), "input");
      await tyk.clients.delete({ apiId: "orders", clientId: "rev" });
    },
  },
  {
    name: "a token of which only the listed code is known is ended by its key",
    recordings: ["keys-sweep"],
    run: async (world) => {
      const { tyk, app, wait } = world;
      const ref = { apiId: "orders", clientId: "sweep" };
      await create(world, "sweep", "s");
      const { access_token: first } = await app.token("sweep:s", {});
      await wait(1100);
      const { access_token: second } = await app.token("sweep:s", {});
      const [entry, other] = await tyk.tokens.list(ref);
      const listedCode = entry?.code ?? "";
      expect(await tyk.tokens.revoke({ apiId: "orders", listedCode })).toEqual({
        key: listedCode,
        status: "ok",
        action: "deleted",
      });
      // That these codes belong to these tokens in this order is what the second between them is for.
      expect(await app.use(first)).toBe(403);
      expect(await app.use(second)).toBe(200);
      expect(await tyk.tokens.list(ref)).toEqual([entry, other]);
      const unknown = tyk.tokens.revoke({ apiId: "orders", listedCode: "0000000000000000" });
      await failure(unknown, "not-found");
      await tyk.clients.delete(ref);
    },
  },
  {
    name: "the listing of keys is off where the gateway does not list hashes",
    recordings: ["keys-sweep"],
    run: async ({ tyk, gateway }) => {
      const keys = tyk.raw.listKeys();
      if (gateway.hash !== undefined && !gateway.listsHashes) await failure(keys, "not-found");
      // Another case's tokens may be alive on a running gateway.
      else expect((await keys).keys.every((key) => key !== "")).toBe(true);
    },
  },
  {
    name: "all listed tokens of a client are revoked with its secret; a wrong one is a success that revokes nothing",
    recordings: ["revoke-all"],
    on: liveAnHour,
    // There a removed token is let in for ten seconds, and the recording does not look again after them.
    notRecordedOn: ({ hash }) => hash === "murmur32",
    run: async (world) => {
      const { tyk, app, nextSecond } = world;
      const ref = { apiId: "orders", clientId: "all" };
      await nextSecond();
      await create(world, "all", "as");
      const { access_token: one } = await app.token("all:as", {});
      await app.token("all:as", {});
      const wrong = { client_id: "all", client_secret: "wrong" };
      expect(await tyk.raw.revokeAllTokens({ body: wrong })).toEqual(allOk);
      expect(await tyk.tokens.list(ref)).toHaveLength(2);
      expect(await app.use(one)).toBe(200);
      const right = { client_id: "all", client_secret: "as" };
      expect(await tyk.raw.revokeAllTokens({ body: right })).toEqual(allOk);
      expect(await tyk.tokens.list(ref)).toEqual([]);
      await isRefusedSoon(world, one);
      const nobody = { client_id: "nobody", client_secret: "as" };
      const message = "oauth client doesn't exist";
      await failure(tyk.raw.revokeAllTokens({ body: nobody }), "not-found", message);
      await failure(
        tyk.raw.revokeAllTokens({ body: { ...right, org_id: "other" } }),
        "not-found",
        message,
      );
      await tyk.clients.delete(ref);
    },
  },
  {
    name: "revokeAll reads the client's secret and revokes with it",
    recordings: [],
    unrecorded: "no recording reads a client and then revokes with the secret that it read",
    run: async (world) => {
      const { tyk } = world;
      const ref = { apiId: "orders", clientId: "revoke-by-read" };
      await create(world, ref.clientId, "s");
      const { data, steps } = await tyk.tokens.revokeAll(ref).withResponse();
      expect(data).toEqual(allOk);
      expect(steps.map(({ operation }) => operation)).toEqual([
        "getOAuthClient",
        "revokeAllTokens",
      ]);
      await tyk.clients.delete(ref);
    },
  },
  {
    name: "a refresh token is ended, whatever it is; its access token lives on",
    recordings: ["refresh-refusals"],
    run: async ({ tyk, gateway }) => {
      const end = (apiId: string): Promise<unknown> =>
        tyk.tokens.revoke({ apiId, refreshToken: "some-token" });
      expect(await end("orders")).toEqual({ key: "some-token", status: "ok", action: "deleted" });
      await failure(end("no-such-api"), "not-found", "API for this refresh token not found");
      if (gateway.version.startsWith("3."))
        await failure(end("open"), "bad-request", "OAuth is not enabled on this API");
      else await end("open");
    },
  },
  {
    name: "tokens of a deleted client come back with its id",
    recordings: ["delete-and-recreate"],
    on: liveAnHour,
    run: async (world) => {
      const { tyk, app, wait } = world;
      const ref = { apiId: "orders", clientId: "again" };
      const redirectUri = "https://app.example/cb";
      await create(world, "again", "s", redirectUri);
      const { code } = (await tyk.raw.authorizeClient({
        path: { listenPath: "/orders/" },
        body: { response_type: "code", client_id: "again", redirect_uri: redirectUri },
      })) as { code: string };
      const form = { grant_type: "authorization_code", code, redirect_uri: redirectUri };
      const { access_token, refresh_token = "" } = await app.token("again:s", form);
      expect(await app.use(access_token)).toBe(200);
      await tyk.clients.delete(ref);
      await wait(2500);
      expect(await app.use(access_token)).toBe(403);
      expect(await tyk.tokens.list(ref)).toHaveLength(1);
      await create(world, "again", "new", redirectUri);
      await wait(2500);
      expect(await app.use(access_token)).toBe(200);
      await app.token("again:new", { grant_type: "refresh_token", refresh_token });
      await tyk.clients.delete(ref);
    },
  },
];
