import { describe, expect, test } from "vitest";
import { TykAuthenticationError } from "../../../src/index.ts";
import type { TykOAuthOptions } from "../../../src/index.ts";
import { json } from "../../support/network/fake-fetch.ts";
import { clientWithReplies } from "../../support/client/client.ts";
import { failure } from "../../support/util/failure.ts";
import { TestRuntime } from "../../support/client/test-runtime.ts";
import { client } from "../../support/samples/samples.ts";
import { saying } from "../../support/util/saying.ts";

const ref = { apiId: "orders", clientId: "shop-web" };

const path = { apiID: "orders", keyName: "shop-web" };

const admin = {
  status: "error",
  message: "Attempted administrative access with invalid or missing key!",
};

const busy = json({}, 503);

describe("the gateway's 403 for its own secret", () => {
  const secrets = (
    ...values: string[]
  ): { asked: () => number; secret: TykOAuthOptions["secret"] } => {
    let asked = 0;
    return {
      asked: () => asked,
      secret: () => {
        asked += 1;
        return values[Math.min(asked, values.length) - 1] ?? "";
      },
    };
  };

  test("calls a secret function once more, at once", async () => {
    const { secret } = secrets("old", "new");
    const runtime = new TestRuntime();
    const { tyk, sent } = clientWithReplies(
      [json(admin, 403), json(client)],
      { secret, maxRetries: 0 },
      runtime,
    );
    const { response } = await tyk.clients.get(ref).withResponse();
    expect(response.attempts).toBe(2);
    expect(sent.map(({ headers }) => headers["x-tyk-authorization"])).toEqual(["old", "new"]);
    expect(runtime.waits).toEqual([0]);
  });

  test("gives no reason for a third attempt", async () => {
    const { secret, asked } = secrets("old", "new");
    const { tyk } = clientWithReplies([json(admin, 403), json(admin, 403)], { secret });
    const error = await failure(tyk.clients.get(ref));
    expect(error).toBeInstanceOf(TykAuthenticationError);
    expect(error).toMatchObject({ attempts: 2, outcome: "refused" });
    expect(asked()).toBe(2);
  });

  test("does not count as a retry", async () => {
    const { secret } = secrets("old", "new");
    const replies = [json(admin, 403), busy, json(client)];
    const { tyk } = clientWithReplies(replies, { secret, maxRetries: 1 });
    expect(await tyk.clients.get(ref)).toEqual(client);
    const more = clientWithReplies([...replies.slice(0, 2), busy], {
      secret: secrets("old", "new").secret,
      maxRetries: 1,
    });
    expect(await failure(more.tyk.clients.get(ref))).toMatchObject({ code: "server", attempts: 3 });
  });

  test.each(["access", "invalid", "missing"])(
    "is recognised for a client with the id %s, and for such a secret",
    async (word) => {
      const { tyk } = clientWithReplies([json(admin, 403)]);
      const call = tyk.clients.get({ apiId: "orders", clientId: word });
      expect((await failure(call)).code).toBe("authentication");
      const { secret } = secrets(word, "new");
      const renewed = clientWithReplies([json(admin, 403), json(client)], { secret });
      expect(await renewed.tyk.clients.get(ref)).toEqual(client);
    },
  );

  test("is tried again for writes too, because the gateway did nothing", async () => {
    const { secret } = secrets("old", "new");
    const { tyk } = clientWithReplies([json(admin, 403), json(client)], { secret });
    expect(await tyk.raw.rotateOAuthClient({ path })).toEqual(client);
  });

  test("is final if the secret cannot change", async () => {
    const { tyk, sent } = clientWithReplies([json(admin, 403)]);
    expect((await failure(tyk.clients.get(ref))).code).toBe("authentication");
    expect(sent).toHaveLength(1);
  });

  test("is different from another 403", async () => {
    const { secret, asked } = secrets("old", "new");
    const { tyk } = clientWithReplies([json({ message: "no" }, 403)], { secret });
    expect((await failure(tyk.clients.get(ref))).code).toBe("permission");
    expect(asked()).toBe(1);
  });

  test("a secret function is called for each attempt", async () => {
    const { secret } = secrets("first", "second", "third");
    const { tyk, sent } = clientWithReplies([busy, busy, json(client)], { secret });
    await tyk.clients.get(ref);
    expect(sent.map(({ headers }) => headers["x-tyk-authorization"])).toEqual([
      "first",
      "second",
      "third",
    ]);
  });

  test("a secret function that fails ends the call, which keeps the earlier outcome", async () => {
    let asked = 0;
    const { tyk, sent } = clientWithReplies([busy], {
      secret: () => {
        asked += 1;
        if (asked > 1) throw new Error("no vault");
        return "first";
      },
    });
    expect(await failure(tyk.raw.deleteOAuthClient({ path }))).toMatchObject({
      code: "config",
      attempts: 1,
      outcome: "unknown",
      operation: "deleteOAuthClient",
    });
    expect(sent).toHaveLength(1);
  });

  test("a secret function that returns no secret is reported as wrong", async () => {
    const { tyk, sent } = clientWithReplies([], { secret: () => "a\r\nb" });
    expect(await failure(tyk.clients.get(ref))).toMatchObject({
      code: "config",
      message: saying("clients.get: secret contains characters that a header cannot have"),
      attempts: 0,
      outcome: "not-sent",
    });
    expect(sent).toEqual([]);
  });
});
