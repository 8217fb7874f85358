import { describe, expect, test } from "vitest";
import { newClient } from "../../support/client/client.ts";
import { failure } from "../../support/util/failure.ts";
import { client } from "../../support/samples/samples.ts";
import { saying } from "../../support/util/saying.ts";
import { turns } from "../../support/util/turns.ts";
import { closes, sendJson, startRawServer, startServer } from "../../support/network/server.ts";

/** Lets fetch see that a response has ended. */
const idle = (): Promise<void> => turns(20);

const ref = { apiId: "orders", clientId: "shop-web" };

describe("a connection", () => {
  test("is used again after a success and after an error response that was read", async () => {
    const server = await startServer((_, response, nth) => {
      if (nth === 2) sendJson(response, 404, null);
      else sendJson(response, 200, client);
    });
    const tyk = newClient({ baseUrl: server.url });
    await tyk.clients.get(ref);
    await idle();
    await failure(tyk.raw.getOAuthClient({ path: { apiID: ref.apiId, keyName: ref.clientId } }));
    await idle();
    await tyk.clients.get(ref);
    expect(server.sockets).toHaveLength(1);
  });

  const flood = "x".repeat(65_536);

  test.each([
    ["a response with another content type", 200, { "content-type": "text/html" }],
    [
      "a compressed response",
      200,
      { "content-type": "application/json", "content-encoding": "gzip" },
    ],
    ["a response with another status", 201, { "content-type": "application/json" }],
    ["a response that is too large", 200, { "content-type": "application/json" }],
    ["a redirect", 302, { location: "/elsewhere" }],
    ["an error that is too large", 400, { "content-type": "application/json" }],
  ])("is closed if %s does not end", async (_, status, headers: Record<string, string>) => {
    const server = await startServer((__, response) => {
      response.writeHead(status, headers);
      const timer = setInterval(() => response.write(flood), 1);
      response.once("close", () => {
        clearInterval(timer);
      });
    });
    const tyk = newClient({ baseUrl: server.url, maxResponseBytes: 200_000 });
    await failure(tyk.raw.getOAuthClient({ path: { apiID: ref.apiId, keyName: ref.clientId } }));
    expect(await closes(server.sockets[0])).toBe(true);
  });

  test("is closed if an expected redirect has a body without an end", async () => {
    const server = await startServer((_, response) => {
      response.writeHead(307, { location: "https://login.example/" });
      const timer = setInterval(() => response.write(flood), 1);
      response.once("close", () => {
        clearInterval(timer);
      });
    });
    const input = {
      path: { listenPath: "/orders/" },
      query: { response_type: "code", client_id: "a" },
    };
    await newClient({ baseUrl: server.url }).raw.oauthAuthorize(input);
    expect(await closes(server.sockets[0])).toBe(true);
  });

  test("that the server closed while it was idle costs a read only another attempt", async () => {
    const server = await startServer((_, response) => {
      sendJson(response, 200, client);
      response.socket?.end();
    });
    const tyk = newClient({ baseUrl: server.url });
    for (let nth = 0; nth < 5; nth += 1) expect(await tyk.clients.get(ref)).toEqual(client);
  });
});

describe("bytes after a response", () => {
  test("are never used as the response to the next request", async () => {
    const text = JSON.stringify(client);
    const whole = (body: string): string =>
      `HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n${body}`;
    const other = text.replace("shop-web", "evil-web");
    const server = await startRawServer(whole(text) + whole(other), () => undefined);
    const tyk = newClient({ baseUrl: server.url });
    for (let nth = 0; nth < 3; nth += 1) {
      expect((await tyk.clients.get(ref)).client_id).toBe("shop-web");
    }
  });
});

describe("the size of a response", () => {
  test("is counted as it arrives, whatever the server declares", async () => {
    const chunk = "x".repeat(1_000);
    let written = 0;
    const server = await startServer((_, response) => {
      response.writeHead(200, { "content-type": "application/json" });
      const timer = setInterval(() => {
        written += chunk.length;
        response.write(chunk);
      }, 1);
      response.once("close", () => {
        clearInterval(timer);
      });
    });
    const tyk = newClient({ baseUrl: server.url, maxResponseBytes: 5_000 });
    expect(
      await failure(tyk.raw.getOAuthClient({ path: { apiID: ref.apiId, keyName: ref.clientId } })),
    ).toMatchObject({ code: "too-large", attempts: 1 });
    expect(await closes(server.sockets[0])).toBe(true);
    expect(written).toBeLessThan(100_000);
  });

  test("can be ten mebibytes by default", async () => {
    const description = "x".repeat(9_000_000);
    const server = await startServer((_, response, nth) => {
      sendJson(response, 200, {
        ...client,
        description: nth === 1 ? description : description.repeat(2),
      });
    });
    const tyk = newClient({ baseUrl: server.url });
    expect((await tyk.clients.get(ref)).description).toHaveLength(9_000_000);
    expect(
      await failure(tyk.raw.getOAuthClient({ path: { apiID: ref.apiId, keyName: ref.clientId } })),
    ).toMatchObject({
      code: "too-large",
      message: saying(
        "getOAuthClient: the response is larger than 10485760 bytes (maxResponseBytes)",
      ),
    });
  });
});

describe("the content type of a response", () => {
  test.each([
    "application/json",
    "application/json; charset=utf-8",
    "Application/JSON ;charset=UTF-8",
  ])("can be %s", async (type) => {
    const server = await startServer((_, response) => {
      sendJson(response, 200, client, { "content-type": type });
    });
    expect(await newClient({ baseUrl: server.url }).clients.get(ref)).toEqual(client);
  });

  test.each(["application/problem+json", "application/jsonp", "text/json", "application/json-seq"])(
    "cannot be %s",
    async (type) => {
      const server = await startServer((_, response) => {
        sendJson(response, 200, client, { "content-type": type });
      });
      const error = await failure(newClient({ baseUrl: server.url }).clients.get(ref));
      expect(error.code).toBe("content-type");
    },
  );

  test.each(["identity", "Identity", ""])("can have the coding %j", async (coding) => {
    const server = await startServer((_, response) => {
      sendJson(response, 200, client, { "content-encoding": coding });
    });
    expect(await newClient({ baseUrl: server.url }).clients.get(ref)).toEqual(client);
  });

  test("allows a byte order mark in the body", async () => {
    const server = await startServer((_, response) => {
      response.writeHead(200, { "content-type": "application/json" });
      response.end(`\ufeff${JSON.stringify(client)}`);
    });
    expect(await newClient({ baseUrl: server.url }).clients.get(ref)).toEqual(client);
  });
});
