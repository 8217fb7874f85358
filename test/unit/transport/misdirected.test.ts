import { describe, expect, test } from "vitest";
import type { TykFetch } from "../../../src/index.ts";
import { operations } from "../../../src/operations/operations.ts";
import { retryRuleOf } from "../../../src/transport/retry/retry-rules.ts";
import { json } from "../../support/network/fake-fetch.ts";
import { clientWithReplies, newClient } from "../../support/client/client.ts";
import { failure } from "../../support/util/failure.ts";
import { callRaw, client, operationIds, samples } from "../../support/samples/samples.ts";
import { sendJson, startServer } from "../../support/network/server.ts";

/** Node's own fetch sends a request again after 421; the one of src/node never does. */
const isResending = !("close" in globalThis.fetch);

const bodyOf = (id: (typeof operationIds)[number]): unknown =>
  (samples[id].input as { body?: unknown }).body;

const onceOnly = operationIds.filter(
  (id) => retryRuleOf(operations[id].retry, bodyOf(id)) === "once",
);

describe("421 from the server with the built-in fetch", () => {
  test.each(operationIds)("%s counts in attempts how often it was sent", async (id) => {
    const server = await startServer((_, response) => {
      sendJson(response, 421, {});
    });
    const error = await failure(callRaw(newClient({ baseUrl: server.url }).raw, id));
    expect(error).toMatchObject({ code: "api", status: 421, outcome: "refused" });
    const sent = isResending && !onceOnly.includes(id) ? 2 : 1;
    expect(server.requests).toHaveLength(sent);
    expect(error.attempts).toBe(sent);
  });

  test("a creating call is sent once even if the second attempt would succeed", async () => {
    const server = await startServer((_, response, nth) => {
      if (nth === 1) sendJson(response, 421, {});
      else sendJson(response, 200, client);
    });
    const { raw } = newClient({ baseUrl: server.url });
    const path = { apiID: "orders", keyName: "shop-web" };
    expect(await failure(raw.rotateOAuthClient({ path }))).toMatchObject({ status: 421 });
    expect(server.requests).toHaveLength(1);
  });
});

describe("a creating call", () => {
  test.each(onceOnly)("%s is sent with the same body and its length", async (id) => {
    const { tyk, sent } = clientWithReplies([json({}, 403)]);
    await failure(callRaw(tyk.raw, id));
    const server = await startServer((_, response) => {
      sendJson(response, 403, {});
    });
    await failure(callRaw(newClient({ baseUrl: server.url }).raw, id));
    const [request] = server.requests;
    const body = sent[0]?.body ?? "";
    expect(request?.body).toBe(body);
    expect(request?.headers["content-length"]).toBe(String(Buffer.byteLength(body)));
    expect(request?.headers["transfer-encoding"]).toBeUndefined();
    expect(request?.headers["content-type"]).toBe(sent[0]?.headers["content-type"]);
  });

  test("is every operation that the spec lists as such", () => {
    expect(onceOnly).toContain("rotateOAuthClient");
    expect(onceOnly).toContain("authorizeClient");
    expect(onceOnly).toContain("oauthToken");
    expect(onceOnly).toContain("createOAuthClient");
  });

  test("sends a string to a custom fetch, whose 421 is one attempt", async () => {
    const bodies: unknown[] = [];
    const fetch: TykFetch = (_, { body }) => {
      bodies.push(body);
      return Promise.resolve(Response.json({}, { status: 421 }));
    };
    const error = await failure(callRaw(newClient({ fetch }).raw, "createOAuthClient"));
    expect(error.attempts).toBe(1);
    expect(bodies).toEqual([expect.any(String)]);
  });

  test("is sent once also if the caller passes the built-in fetch", async () => {
    const server = await startServer((_, response) => {
      sendJson(response, 421, {});
    });
    const tyk = newClient({ baseUrl: server.url, fetch: globalThis.fetch });
    expect((await failure(callRaw(tyk.raw, "rotateOAuthClient"))).attempts).toBe(1);
    expect(server.requests).toHaveLength(1);
  });
});

describe("407 from the server with the built-in fetch", () => {
  test.each(["rotateOAuthClient", "createOAuthClient", "authorizeClient", "oauthToken"] as const)(
    "%s is never refused or not-sent, and is not retried",
    async (id) => {
      const server = await startServer((_, response) => {
        sendJson(response, 407, {});
      });
      const error = await failure(callRaw(newClient({ baseUrl: server.url }).raw, id));
      // Without a proxy it is a status like any other to the one of src/node.
      expect(error).toMatchObject({
        attempts: 1,
        outcome: "unknown",
        ...(isResending ? { code: "connection" } : { status: 407 }),
      });
      expect(server.requests).toHaveLength(1);
    },
  );
});
