import { mkdtempSync, rmSync } from "node:fs";
import type { Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { failure } from "../../support/util/failure.ts";
import { client } from "../../support/samples/samples.ts";
import {
  closes,
  closedPort,
  sendJson,
  startServer,
  startSocketServer,
} from "../../support/network/server.ts";
import type { RequestHandler } from "../../support/network/server.ts";
import { fakeTimeouts, passTime } from "../../support/util/fake-timeouts.ts";
import { turns } from "../../support/util/turns.ts";
import { makeAuthority, makeServer } from "../../support/network/certificates.ts";
import {
  answerClient,
  nodeClient,
  nodeFetch,
  ref,
  startTlsServer,
} from "../../support/network/node-client.ts";

describe("a connection", () => {
  test("is reused for sequential requests", async () => {
    const { url, sockets, requests } = await startServer(answerClient);
    const tyk = nodeClient(url);
    for (let nth = 0; nth < 20; nth += 1) await tyk.clients.get(ref);
    expect(requests).toHaveLength(20);
    expect(sockets).toHaveLength(1);
  });

  test("is free once the response has arrived, even if nothing reads it", async () => {
    const { url, sockets } = await startServer(answerClient);
    const fetch = nodeFetch();
    for (let nth = 0; nth < 5; nth += 1) {
      const { status } = await fetch(url);
      expect(status).toBe(200);
      await turns(20);
    }
    expect(sockets).toHaveLength(1);
  });

  test("is not kept if the server does not want that", async () => {
    const { url, sockets } = await startServer((_, response) => {
      response.setHeader("connection", "close");
      sendJson(response, 200, client);
    });
    const tyk = nodeClient(url);
    for (let nth = 0; nth < 3; nth += 1) await tyk.clients.get(ref);
    expect(sockets).toHaveLength(3);
  });

  test("differs for each origin", async () => {
    const one = await startServer(answerClient);
    const other = await startServer(answerClient);
    const fetch = nodeFetch();
    for (const { url } of [one, other, one, other]) await (await fetch(url)).text();
    expect([one.sockets.length, other.sockets.length]).toEqual([1, 1]);
  });
});

describe("the number of connections", () => {
  /** Delays each response, and counts the concurrent requests. */
  function slow(): { script: RequestHandler; most: () => number } {
    let running = 0;
    let most = 0;
    return {
      most: () => most,
      script: (_, response) => {
        running += 1;
        most = Math.max(most, running);
        setTimeout(() => {
          running -= 1;
          sendJson(response, 200, client);
        }, 5);
      },
    };
  }

  const many = async (tyk: ReturnType<typeof nodeClient>, count: number): Promise<void> => {
    await Promise.all(Array.from({ length: count }, () => tyk.clients.get(ref)));
  };

  test("is at most maxSockets", async () => {
    const { script, most } = slow();
    const { url, sockets, requests } = await startServer(script);
    await many(nodeClient(url, { maxSockets: 3 }, { maxConcurrency: 50 }), 30);
    expect(requests).toHaveLength(30);
    expect(sockets).toHaveLength(3);
    expect(most()).toBe(3);
  });

  test("is at most 64 by default", async () => {
    const { script, most } = slow();
    const { url, sockets } = await startServer(script);
    await many(nodeClient(url, {}, { maxConcurrency: 500 }), 200);
    expect(sockets).toHaveLength(64);
    expect(most()).toBeLessThanOrEqual(64);
  });

  test("is not exceeded while connections close and open", async () => {
    const { script, most } = slow();
    const { url, requests } = await startServer((request, response, nth) => {
      response.setHeader("connection", "close");
      script(request, response, nth);
    });
    await many(nodeClient(url, { maxSockets: 2 }, { maxConcurrency: 50 }), 12);
    expect(requests).toHaveLength(12);
    expect(most()).toBe(2);
  });

  test("is released by requests that fail in any way", async () => {
    fakeTimeouts();
    const once = { maxRetries: 0, timeoutMs: 200 };
    const { url } = await startServer((_, response, nth) => {
      if (nth === 1) response.socket?.resetAndDestroy();
      else if (nth === 2) response.socket?.end("HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n{");
      else if (nth === 3) response.socket?.end("SSH-2.0\r\n\r\n");
      else if (nth === 4) passTime(once.timeoutMs);
      else sendJson(response, 200, client);
    });
    const tyk = nodeClient(url, { maxSockets: 1 });
    for (let nth = 1; nth <= 4; nth += 1) await failure(tyk.clients.get(ref, once));
    await expect(nodeFetch({ maxSockets: 1 })(url, { headers: { "x-a": "\n" } })).rejects.toThrow(
      "fetch failed",
    );
    expect(await tyk.clients.get(ref, once)).toEqual(client);
  });

  test("is released if a header cannot be sent", async () => {
    const { url } = await startServer(answerClient);
    const fetch = nodeFetch({ maxSockets: 1 });
    const wrong = { headers: { "x-own": "s3cret\nx" } };
    const error: unknown = await fetch(url, wrong).catch((reason: unknown) => reason);
    expect(String(error) + String((error as Error).cause)).not.toContain("s3cret");
    expect((await fetch(url)).status).toBe(200);
  });
});

describe("a connection that cannot be made", () => {
  const silent = (): Promise<{ url: string; sockets: Socket[] }> =>
    startSocketServer((socket) => {
      // The client waits for the TLS handshake.
      socket.once("data", () => {
        passTime(60);
      });
    });

  test("times out, and nothing was sent", async () => {
    fakeTimeouts();
    const { url, sockets } = await silent();
    const tyk = nodeClient(url.replace("http:", "https:"), { connectTimeoutMs: 60 });
    expect(await failure(tyk.clients.get(ref, { maxRetries: 0 }))).toMatchObject({
      code: "connection",
      systemCode: "ETIMEDOUT",
      outcome: "not-sent",
    });
    expect(await closes(sockets[0])).toBe(true);
    expect(vi.getTimerCount()).toBe(0);
  });

  test("does not limit the time of a response", async () => {
    fakeTimeouts();
    const { url } = await startServer((_, response) => {
      passTime(80);
      sendJson(response, 200, client);
    });
    expect(await nodeClient(url, { connectTimeoutMs: 40 }).clients.get(ref)).toEqual(client);
  });

  test("can be waited for as long as the call allows", async () => {
    fakeTimeouts();
    const { url } = await silent();
    const options = { connectTimeoutMs: Number.POSITIVE_INFINITY };
    const tyk = nodeClient(url.replace("http:", "https:"), options);
    const error = await failure(tyk.clients.get(ref, { timeoutMs: 60 }));
    expect(error).toMatchObject({ code: "timeout", phase: "response" });
  });

  test("is retried as often as allowed, because nothing was sent", async () => {
    const { url, sockets } = await startSocketServer((socket) => {
      socket.destroy();
    });
    const tyk = nodeClient(url.replace("http:", "https:"));
    const error = await failure(tyk.raw.rotateOAuthClient({ path: { apiID: "a", keyName: "b" } }));
    expect(error).toMatchObject({ code: "connection", outcome: "not-sent", attempts: 3 });
    expect(sockets).toHaveLength(3);
  });
});

test("an address without a listener fails with a code and a message", async () => {
  const { url } = await closedPort();
  for (const name of ["127.0.0.1", "localhost"]) {
    const error: unknown = await nodeFetch()(url.replace("127.0.0.1", name)).catch(
      (reason: unknown) => reason,
    );
    expect(error).toBeInstanceOf(TypeError);
    const { cause } = error as { cause?: unknown };
    expect(cause).toMatchObject({ code: "ECONNREFUSED", syscall: "connect" });
    expect((cause as Error).message).toContain("ECONNREFUSED");
  }
});

describe("a unix socket", () => {
  function socketPath(): string {
    const folder = mkdtempSync(join(tmpdir(), "tyk-"));
    onTestFinished(() => {
      rmSync(folder, { recursive: true, force: true });
    });
    return join(folder, "gateway.sock");
  }

  test("replaces host and port", async () => {
    const path = socketPath();
    const { sockets, requests } = await startServer(answerClient, undefined, path);
    const tyk = nodeClient("http://localhost:8080", { socketPath: path });
    expect(await tyk.clients.get(ref)).toEqual(client);
    expect(await tyk.clients.get(ref)).toEqual(client);
    expect(requests[0]).toMatchObject({ method: "GET", headers: { host: "localhost:8080" } });
    expect(sockets).toHaveLength(1);
  });

  test("works with TLS for the URL's host", async () => {
    const path = socketPath();
    const authority = await makeAuthority("Authority");
    const server = await makeServer("gateway.internal", { by: authority });
    const { requests } = await startTlsServer(server, answerClient, path);
    const options = { socketPath: path, ca: authority.cert };
    const right = nodeClient("https://gateway.internal", options);
    expect(await right.clients.get(ref)).toEqual(client);
    const wrong = nodeClient("https://other.internal", options);
    expect(await failure(wrong.clients.get(ref))).toMatchObject({
      code: "tls",
      outcome: "not-sent",
    });
    expect(requests).toHaveLength(1);
  });

  test("that does not exist is a failed connection", async () => {
    const tyk = nodeClient("http://localhost", { socketPath: socketPath() });
    expect(await failure(tyk.clients.get(ref))).toMatchObject({
      code: "connection",
      systemCode: "ENOENT",
      outcome: "not-sent",
    });
  });
});
