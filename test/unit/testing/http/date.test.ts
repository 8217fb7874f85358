import { request } from "node:http";
import { describe, expect, it } from "vitest";
import { createGateway } from "../../../../src/testing/index.ts";

const now = Date.UTC(2030, 0, 1, 12, 0, 5);
const date = "Tue, 01 Jan 2030 12:00:05 GMT";

describe("the date header", () => {
  const apis = [{ api_id: "open", use_keyless: true }];

  it.each(["/hello", "/tyk/apis", "/open/x", "/nowhere"])(
    "of %s is the gateway's own time, over fetch and over HTTP",
    async (path) => {
      const gateway = createGateway({ apis, now });
      const server = await gateway.listen();
      try {
        for (const send of [
          () => gateway.fetch(`${gateway.url}${path}`),
          () => fetch(`${server.url}${path}`),
        ])
          expect((await send()).headers.get("date")).toBe(date);
      } finally {
        await server.close();
      }
    },
  );

  it("moves with the clock", async () => {
    const gateway = createGateway({ now });
    gateway.advance(1000);
    const { headers } = await gateway.fetch(`${gateway.url}/hello`);
    expect(headers.get("date")).toBe("Tue, 01 Jan 2030 12:00:06 GMT");
  });

  it("is kept if an upstream or a fault sets it", async () => {
    const other = "Mon, 01 Jan 2029 00:00:00 GMT";
    const upstream = (): Response => new Response("", { headers: { date: other } });
    const gateway = createGateway({ apis, now, upstream });
    gateway.fail({ path: "/hello" }, { status: 500, headers: { Date: other } });
    gateway.fail({ path: "/ready" }, "html");
    const dateOf = async (path: string): Promise<string | null> =>
      (await gateway.fetch(`${gateway.url}${path}`)).headers.get("date");
    expect(await dateOf("/open/x")).toBe(other);
    expect(await dateOf("/hello")).toBe(other);
    expect(await dateOf("/ready")).toBe(date);
  });

  it("is set for a request outside the model and for an invalid request", async () => {
    const gateway = createGateway({ now });
    const server = await gateway.listen();
    const headers = { "x-tyk-authorization": gateway.secret };
    const outside = await fetch(`${server.url}/tyk/health`, { headers });
    expect([outside.status, outside.headers.get("date")]).toEqual([500, date]);
    const { hostname, port } = new URL(server.url);
    const unreadable = await new Promise<unknown[]>((resolve, reject) => {
      const sent = request({ hostname, port, path: "/%zz" }, (message) => {
        message.resume();
        resolve([message.statusCode, message.headers.date]);
      });
      sent.on("error", reject);
      sent.end();
    });
    expect(unreadable).toEqual([400, date]);
    await expect(server.close()).rejects.toThrow(/does not model/);
  });
});
