import { describe, expect, test } from "vitest";
import { TykRedirectError } from "../../../src/index.ts";
import { newClient } from "../../support/client/client.ts";
import { failure } from "../../support/util/failure.ts";
import { callRaw } from "../../support/samples/samples.ts";
import { sendJson, startServer } from "../../support/network/server.ts";
import { saying } from "../../support/util/saying.ts";

/** Every status with one operation, and every method with one status: no code depends on both. */
const redirects = [
  [300, "getOAuthClient"],
  [301, "getOAuthClient"],
  [302, "getOAuthClient"],
  [303, "getOAuthClient"],
  [304, "getOAuthClient"],
  [307, "getOAuthClient"],
  [308, "getOAuthClient"],
  [307, "updateOAuthClient"],
  [307, "deleteOAuthClient"],
  [307, "revokeSingleToken"],
] as const;

describe("a redirect", () => {
  test.each(redirects)(
    "by %i of %s is not followed, neither to another origin nor to the same",
    async (status, id) => {
      const other = await startServer((_, response) => {
        sendJson(response, 200, {});
      });
      const gateway = await startServer((request, response, nth) => {
        const origin = nth === 1 ? other.url : `http://${String(request.headers.host)}`;
        response
          .writeHead(status, { location: `${origin}/tyk/keys/victim?token=s3cret#s3cret` })
          .end();
      });
      const { raw } = newClient({ baseUrl: gateway.url });
      for (const targetOrigin of [other.url, gateway.url]) {
        const error = await failure(callRaw(raw, id));
        expect(error).toBeInstanceOf(TykRedirectError);
        expect(error).toMatchObject({
          code: "redirect",
          status,
          targetOrigin,
          outcome: "refused",
          attempts: 1,
          message: saying(
            `${id}: the response is a redirect (${status}); redirects are never followed, because the gateway's secret would go along`,
          ),
        });
        expect(JSON.stringify(error) + String(error.stack)).not.toMatch(/victim|s3cret/);
      }
      expect(gateway.requests).toHaveLength(2);
      expect(other.requests).toEqual([]);
    },
  );
});

describe("the target of a redirect", () => {
  const target = async (headers: Record<string, string>): Promise<unknown> => {
    const gateway = await startServer((_, response) => {
      response.writeHead(302, headers).end("somewhere else");
    });
    const error = await failure(newClient({ baseUrl: gateway.url }).apis.list());
    if (!(error instanceof TykRedirectError)) throw error;
    return error.targetOrigin === gateway.url ? "same" : error.targetOrigin;
  };

  test.each([
    [{}, undefined],
    [{ location: "" }, "same"],
    [{ location: "/elsewhere" }, "same"],
    [{ location: "elsewhere" }, "same"],
    [{ location: "https://user:pass@127.0.0.1:8443/a" }, "https://127.0.0.1:8443"],
    // A host can hold a secret.
    [{ location: "//s3cret.example/a" }, undefined],
    [{ location: "https://s3cret.127.0.0.1.example:8443/a" }, undefined],
    [{ location: "s3cret:127.0.0.1" }, undefined],
    [{ location: "ws://127.0.0.1/" }, undefined],
    [{ location: "http://[" }, undefined],
    [{ location: "https://other.example:99999" }, undefined],
  ])("by %j is %s", async (headers: Record<string, string>, expected) => {
    expect(await target(headers)).toBe(expected);
  });

  test("is unknown if the runtime hides it", async () => {
    const hidden = Object.defineProperties(new Response(null), {
      type: { value: "opaqueredirect" },
      status: { value: 0 },
    });
    const tyk = newClient({ fetch: () => Promise.resolve(hidden) });
    const error = await failure(tyk.apis.list());
    expect(error).toMatchObject({
      code: "redirect",
      status: 0,
      targetOrigin: undefined,
      attempts: 1,
    });
  });

  test("is resolved against the called URL, whatever URL the fetch reports", async () => {
    const answer = (location: string): Promise<Response> =>
      Promise.resolve(
        Object.defineProperty(new Response(null, { status: 302, headers: { location } }), "url", {
          value: "https://s3cret.example/",
        }),
      );
    const relative = newClient({ fetch: () => answer("/elsewhere") });
    expect(await failure(relative.apis.list())).toMatchObject({
      targetOrigin: "https://gateway.example:8080",
      message: expect.stringContaining("the response is a redirect (302); redirects are") as string,
    });
    const absolute = newClient({ fetch: () => answer("https://s3cret.example/a") });
    const error = await failure(absolute.apis.list());
    expect(error).toMatchObject({ targetOrigin: undefined });
    expect(error.message).toContain("(302) to another host");
    expect(JSON.stringify(error) + String(error.stack)).not.toContain("s3cret");
  });
});

test("307 is a success only for the operation that responds with it", async () => {
  const gateway = await startServer((_, response) => {
    response.writeHead(307, { location: "https://login.example/" }).end("moved");
  });
  const { raw } = newClient({ baseUrl: gateway.url });
  const query = { response_type: "code", client_id: "a" };
  const path = { listenPath: "/orders/" };
  const { data, response } = await raw.oauthAuthorize({ path, query }).withResponse();
  expect({ data, status: response.status }).toEqual({ data: undefined, status: 307 });
  expect((await failure(raw.oauthRevoke({ path, body: { token: "t0ken" } }))).code).toBe(
    "redirect",
  );
});

test("another redirect, or a page, does not start an OAuth flow", async () => {
  const gateway = await startServer((_, response, nth) => {
    if (nth === 1) response.writeHead(302, { location: "https://login.example/" }).end();
    else sendJson(response, 200, {});
  });
  const { raw } = newClient({ baseUrl: gateway.url });
  const input = {
    path: { listenPath: "/orders/" },
    query: { response_type: "code", client_id: "a" },
  };
  expect(await failure(raw.oauthAuthorize(input))).toMatchObject({ code: "redirect", status: 302 });
  expect(await failure(raw.oauthAuthorize(input))).toMatchObject({
    code: "protocol",
    status: 200,
    message: saying("oauthAuthorize: the status is 200, not 307"),
  });
});
