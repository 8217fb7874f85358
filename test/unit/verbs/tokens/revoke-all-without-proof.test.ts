import { describe, expect, test } from "vitest";
import type { ApiTokens, RevokeAllArgs, TokensReport, TykProgress } from "../../../../src/index.ts";
import type { RecordedRequest } from "../../../../src/testing/index.ts";
import { leaks } from "../../../support/secrets/leaks.ts";
import { failure } from "../../../support/util/failure.ts";
import { canRefresh, grant, listed, mint, refresh, use } from "../../../support/gateway/flow.ts";
import { clientId, meanwhile, onOrders, sceneOfOne } from "../../../support/gateway/scene.ts";
import type { Scene } from "../../../support/gateway/scene.ts";

/** What the verb says of each API, proved or not. */
async function report(scene: Scene, args: RevokeAllArgs = {}): Promise<readonly ApiTokens[]> {
  const all = { ...args, ifUnproved: "report" } as const;
  return (await scene.tyk.tokens.revokeAll(onOrders, all)).apis;
}

/** What a failed revocation reports. */
function reportIn(error: unknown): TokensReport {
  return (error as { report: TokensReport }).report;
}

describe("tokens.revokeAll without proof", () => {
  const busy = { status: 503, body: "busy" };

  test("reports that keys are not listed, or must not be searched", async () => {
    for (const [options, args] of [
      [{ listHashedKeys: false }, {}],
      [{}, { sweep: false }],
    ] as const) {
      const scene = await sceneOfOne(options);
      const dropped = (await refresh(scene, (await grant(scene)).refresh)).access;
      scene.gateway.advance(1_000);
      const token = await mint(scene);
      const error = await failure(scene.tyk.tokens.revokeAll(onOrders, args));
      expect(error).toMatchObject({ code: "incomplete", outcome: "applied" });
      const line = { state: "unverified", count: 0, ended: 1 };
      expect(reportIn(error).apis).toMatchObject([line]);
      expect(reportIn(error).apis[0]?.reason).toContain("tokens that dropped off the list may be");
      expect([await use(scene, token), await use(scene, dropped)]).toEqual([403, 200]);
    }
  });

  test("claims no change if there was nothing to end", async () => {
    const scene = await sceneOfOne({ listHashedKeys: false });
    const error = await failure(scene.tyk.tokens.revokeAll(onOrders));
    expect(error).toMatchObject({ code: "incomplete", outcome: "not-sent" });
  });

  test("reports a token that cannot be read, and settles it by a second read", async () => {
    const scene = await sceneOfOne();
    const [one] = [await mint(scene), await mint(scene)];
    const [code = ""] = await listed(scene);
    const spoilt = scene.gateway.fail({ path: `/tyk/keys/${code}` }, busy, Infinity);
    const [line] = await report(scene, { wait: false });
    expect(line).toMatchObject({ state: "unverified", count: 1, ended: 1 });
    expect(line?.reason).toContain("(server)");
    spoilt.remove();
    expect(await use(scene, one)).toBe(403);
    await mint(scene);
    scene.gateway.fail({ operation: "getKey" }, busy);
    expect(await report(scene)).toMatchObject([{ state: "refused-at-api" }]);
  });

  test("reports a token that dropped off the list right before, and that its revocation missed", async () => {
    const scene = await sceneOfOne();
    const { access, refresh: token } = await grant(scene);
    const other = await mint(scene);
    const tyk = meanwhile(scene, "before", /\/revoke_all$/, () =>
      scene.raw.revokeSingleToken({ body: { token: other, client_id: clientId } }),
    );
    expect(await report({ ...scene, tyk })).toMatchObject([{ state: "unverified", ended: 2 }]);
    expect([await use(scene, access), await canRefresh(scene, token)]).toEqual([403, true]);
  });

  test("does not take a refused read as proof that keys are not hashed", async () => {
    const scene = await sceneOfOne();
    const token = await mint(scene);
    const [code = ""] = await listed(scene);
    const refusal = { status: 400, body: { status: "error", message: "no" } };
    scene.gateway.fail({ path: `/tyk/keys/${code}` }, refusal, Infinity);
    scene.gateway.fail({ operation: "revokeAllTokens" }, refusal, Infinity);
    const [line] = await report(scene, { wait: false });
    expect(line).toMatchObject({ state: "unverified", count: 1 });
    expect(await use(scene, token)).toBe(200);
  });

  test("does not report a token as alive if the response of its revocation was lost", async () => {
    const scene = await sceneOfOne();
    const token = await mint(scene);
    scene.gateway.fail({ operation: "revokeAllTokens" }, "applied-then-drop");
    let lookups = 0;
    // The first look finds it alive; after its revocation it cannot be looked up.
    const isLater = ({ operation }: RecordedRequest): boolean =>
      operation === "getKey" && (lookups += 1) > 1;
    scene.gateway.fail(isLater, busy, Infinity);
    expect(await report(scene, { wait: false })).toMatchObject([{ state: "unverified", count: 1 }]);
    expect(await use(scene, token)).toBe(403);
  });

  test("reports that the secret changed during the call, and still ends the tokens", async () => {
    const scene = await sceneOfOne();
    const { access } = await grant(scene);
    const path = { apiID: "orders", keyName: clientId };
    const rotate = (): Promise<unknown> => scene.raw.rotateOAuthClient({ path });
    const tyk = meanwhile(scene, "before", /\/revoke_all$/, rotate);
    const error = await failure(tyk.tokens.revokeAll(onOrders));
    expect(reportIn(error).apis).toMatchObject([{ state: "unverified", ended: 1 }]);
    expect(await use(scene, access)).toBe(403);
  });
});

describe("the report and the progress of tokens.revokeAll", () => {
  test("have no secret, token or hash", async () => {
    for (const options of [{}, { hashKeys: false, hashKeyFunction: undefined }]) {
      const scene = await sceneOfOne(options);
      const { access, refresh: token } = await grant(scene);
      const [code = ""] = await listed(scene);
      const fault = { status: 500, body: access };
      scene.gateway.fail({ operation: "revokeAllTokens" }, fault, Infinity);
      const error = await failure(scene.tyk.tokens.revokeAll(onOrders));
      const marks = { access, token, code, secret: "the-secret-of-old" };
      expect(leaks(marks, error, reportIn(error))).toEqual([]);
    }
  });

  test("show how far it has come", async () => {
    const scene = await sceneOfOne();
    for (let one = 0; one < 3; one += 1) await mint(scene);
    const events: TykProgress[] = [];
    const onProgress = (event: TykProgress): void => {
      events.push(event);
      throw new Error("is not heard");
    };
    await scene.tyk.tokens.revokeAll(onOrders, {}, { onProgress });
    const phases = events.map(({ phase }) => phase);
    expect([...new Set(phases)]).toEqual(["look", "revoke", "wait", "check"]);
    const looks = events.filter(({ phase }) => phase === "look");
    expect(looks.map(({ done, total }) => [done, total])).toEqual([
      [1, 3],
      [2, 3],
      [3, 3],
    ]);
  });
});
