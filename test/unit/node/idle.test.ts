import { createServer } from "node:http";
import { describe, expect, test } from "vitest";
import { createNodeFetch } from "@tyk-oauth/sdk/node";
import { run } from "../../support/docs/script.ts";
import { deferred } from "../../support/util/deferred.ts";
import { client } from "../../support/samples/samples.ts";
import { closes, sendJson, startServer, startSocketServer } from "../../support/network/server.ts";
import { makeAuthority, makeServer } from "../../support/network/certificates.ts";
import {
  answerClient,
  nodeClient,
  nodeFetch,
  ref,
  startTlsServer,
} from "../../support/network/node-client.ts";

describe("an idle connection", () => {
  test("does not keep the process running, but one in use does", async () => {
    // This server keeps connections forever and announces no timeout.
    const { url, sockets } = await startServer(
      (_, response) => {
        setTimeout(() => {
          response.end("hello");
        }, 30);
      },
      (listener) => createServer({ keepAliveTimeout: 0 }, listener),
    );
    const ended = await run("test/support/network/idle-process.ts", [url]);
    expect(ended).toEqual({ exitCode: 0, output: "200 hello\n200 hello\n" });
    expect(sockets).toHaveLength(1);
  });

  test("does not keep the process running with TLS either", async () => {
    const authority = await makeAuthority("Authority");
    const { url } = await startTlsServer(await makeServer("localhost", { by: authority }));
    const fetch = nodeFetch({ ca: authority.cert });
    expect((await fetch(url)).status).toBe(200);
    const active = (): string[] =>
      process.getActiveResourcesInfo().filter((name) => name === "TLSWrap");
    await expect.poll(active).toEqual([]);
  });

  test("closes after the idle timeout", async () => {
    const { url, sockets } = await startServer(answerClient);
    const tyk = nodeClient(url, { idleTimeoutMs: 200 });
    await tyk.clients.get(ref);
    expect(sockets[0]?.destroyed).toBe(false);
    expect(await closes(sockets[0])).toBe(true);
    expect(await tyk.clients.get(ref)).toEqual(client);
  });

  test("stays open while it is used, and while a response is late", async () => {
    const { url, sockets } = await startServer((_, response) => {
      setTimeout(() => {
        sendJson(response, 200, client);
      }, 600);
    });
    const tyk = nodeClient(url, { idleTimeoutMs: 500 });
    for (let nth = 0; nth < 2; nth += 1) expect(await tyk.clients.get(ref)).toEqual(client);
    expect(sockets).toHaveLength(1);
  });

  test("closes before the server would close it", async () => {
    const { url, sockets } = await startServer((_, response) => {
      response.setHeader("keep-alive", "timeout=1");
      sendJson(response, 200, client);
    });
    const tyk = nodeClient(url);
    await tyk.clients.get(ref);
    await tyk.clients.get(ref);
    expect(sockets).toHaveLength(2);
  });

  test("that receives data without a request is not reused", async () => {
    const answer = (id: string): string => {
      const body = JSON.stringify({ ...client, client_id: id });
      return `HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n${body}`;
    };
    const { url, sockets } = await startSocketServer((socket) => {
      socket.on("data", () => {
        socket.write(answer("shop-web"));
        setTimeout(() => socket.write(answer("evil-web")), 10);
      });
    });
    const tyk = nodeClient(url);
    for (let nth = 0; nth < 3; nth += 1) {
      expect((await tyk.clients.get(ref)).client_id).toBe("shop-web");
      // The client closes the connection as soon as it sees the data.
      expect(await closes(sockets[nth])).toBe(true);
    }
    expect(sockets).toHaveLength(3);
  });
});

describe("close", () => {
  test("closes idle connections only", async () => {
    const { promise, resolve } = deferred<() => void>();
    const { url, sockets } = await startServer((_, response, nth) => {
      if (nth === 1) {
        resolve(() => {
          sendJson(response, 200, client);
        });
      } else sendJson(response, 200, client);
    });
    const fetch = createNodeFetch();
    const slow = fetch(url);
    const answer = await promise;
    await (await fetch(url)).text();
    fetch.close();
    expect(await closes(sockets[1])).toBe(true);
    expect(sockets[0]?.destroyed).toBe(false);
    answer();
    expect((await slow).status).toBe(200);
    expect(await closes(sockets[0])).toBe(true);
  });

  test("can be called twice, and later requests work on connections that close after them", async () => {
    const one = await startServer(answerClient);
    const other = await startServer(answerClient);
    const fetch = createNodeFetch();
    await (await fetch(one.url)).text();
    fetch.close();
    fetch.close();
    for (const { url } of [one, other]) expect((await fetch(url)).status).toBe(200);
    for (const socket of [...one.sockets, ...other.sockets])
      expect(await closes(socket)).toBe(true);
    expect([one.sockets.length, other.sockets.length]).toEqual([2, 1]);
  });
});
