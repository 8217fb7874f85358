import { setImmediate as tick } from "node:timers/promises";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readFetchFailure } from "../../../src/transport/fetch-failure.ts";
import type { TykFetch } from "@tyk-oauth/sdk";
import { closes, startRawServer, startSocketServer } from "../../support/network/server.ts";
import { nodeFetch } from "../../support/network/node-client.ts";

const builtIn: TykFetch = (url, init) => globalThis.fetch(url, init);

/** Reads everything that a response shows, or the error that came instead. */
async function seen(fetch: TykFetch, url: string): Promise<object> {
  try {
    const response = await fetch(url, { redirect: "manual" });
    const { status, statusText, ok, redirected, type } = response;
    const head = { status, statusText, ok, redirected, type, url: response.url };
    const headers = [...response.headers];
    const cookies = response.headers.getSetCookie();
    const hasBody = response.body !== null;
    const text = await response.text().catch((error: unknown) => ({
      cut: readFetchFailure(error).kind,
      error: error instanceof TypeError,
    }));
    return { head, headers, cookies, hasBody, text };
  } catch (error) {
    const { kind, outcome } = readFetchFailure(error);
    return { kind, outcome, error: error instanceof TypeError };
  }
}

const answers: Record<string, string> = {
  "a content length": "HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nhello",
  chunks: "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n3\r\nhel\r\n2\r\nlo\r\n0\r\n\r\n",
  "chunks with extensions and trailers":
    "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5;a=b\r\nhello\r\n0\r\nx-after: 1\r\n\r\n",
  "no content length": "HTTP/1.1 200 OK\r\nconnection: close\r\n\r\nhello",
  "HTTP/1.0": "HTTP/1.0 200 OK\r\n\r\nhello",
  "an empty body": "HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n",
  "no reason phrase": "HTTP/1.1 200\r\ncontent-length: 2\r\n\r\n{}",
  "a custom reason phrase": "HTTP/1.1 418 I'm a teapot\r\ncontent-length: 2\r\n\r\n{}",
  "204": "HTTP/1.1 204 No Content\r\n\r\n",
  "205": "HTTP/1.1 205 Reset Content\r\ncontent-length: 0\r\n\r\n",
  "304": "HTTP/1.1 304 Not Modified\r\netag: a\r\n\r\n",
  "a redirect": "HTTP/1.1 302 Found\r\nlocation: /elsewhere\r\ncontent-length: 5\r\n\r\nhello",
  "a redirect to an invalid URL":
    "HTTP/1.1 301 Moved\r\nlocation: http://[\r\ncontent-length: 0\r\n\r\n",
  "an error": "HTTP/1.1 503 Service Unavailable\r\ncontent-length: 2\r\n\r\nno",
  "headers of all kinds":
    "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nSet-Cookie: a=1\r\nset-cookie: b=2\r\nX-Twice: 1\r\nx-twice: 2\r\nX-Empty:\r\nX-Space:  a b\r\nContent-Type: a/b\r\nContent-Type: c/d\r\nX-Latin: \u00fc\r\n__proto__: 1\r\n\r\n",
  "two 103 responses before it":
    "HTTP/1.1 103 Early Hints\r\nlink: a\r\n\r\nHTTP/1.1 103 Early Hints\r\n\r\nHTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}",
  "a byte order mark": "HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\n\u00ef\u00bb\u00bf{}",
  "a body that is not UTF-8": "HTTP/1.1 200 OK\r\ncontent-length: 3\r\n\r\n\u00fc\u0080a",
  "a body longer than its content length": "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}more",
  "a body shorter than its content length": "HTTP/1.1 200 OK\r\ncontent-length: 99\r\n\r\n{}",
  "incomplete chunks": "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n3\r\nhel\r\n",
  "an invalid chunk": "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nzz\r\nhello\r\n",
  "an incomplete head": "HTTP/1.1 200 OK\r\ncontent-le",
  "two content lengths": "HTTP/1.1 200 OK\r\ncontent-length: 2\r\ncontent-length: 3\r\n\r\n{}",
  "a content length and chunks":
    "HTTP/1.1 200 OK\r\ncontent-length: 2\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n",
  "an invalid content length": "HTTP/1.1 200 OK\r\ncontent-length: -2\r\n\r\n{}",
  "an invalid header line": "HTTP/1.1 200 OK\r\nno header\r\n\r\n",
  "a head of 15 KiB": `HTTP/1.1 200 OK\r\nx-large: ${"x".repeat(15_000)}\r\ncontent-length: 2\r\n\r\n{}`,
  "a head of 17 KiB": `HTTP/1.1 200 OK\r\nx-large: ${"x".repeat(17_000)}\r\ncontent-length: 2\r\n\r\n{}`,
  "no bytes": "",
  "bytes that are not HTTP": "SSH-2.0-OpenSSH_9.9\r\n\r\n",
};

describe("a response equals that of the built-in fetch:", () => {
  test.each(Object.entries(answers))("%s", async (_, bytes) => {
    const { url } = await startRawServer(Buffer.from(bytes, "latin1"), (socket) => socket.end());
    expect(await seen(nodeFetch(), url)).toEqual(await seen(builtIn, url));
  });

  // The built-in fetch loses the earlier part of a split reason phrase, so this fetch is compared with
  // itself.
  test("for any split into packets", async () => {
    let bytes = Buffer.alloc(0);
    let pieces: number[] = [];
    const { url } = await startSocketServer((socket) => {
      socket.setNoDelay(true).on("data", () => {
        void send();
      });
      const send = async (): Promise<void> => {
        let from = 0;
        for (const to of [...pieces, bytes.length]) {
          socket.write(bytes.subarray(from, to));
          from = to;
          await tick();
        }
        socket.end();
      };
    });
    const fetch = nodeFetch();
    // Avoids reusing a connection that the server is about to close.
    fetch.close();
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...Object.values(answers)),
        fc.array(fc.nat(400), { maxLength: 5 }),
        async (answer, cuts) => {
          bytes = Buffer.from(answer, "latin1");
          pieces = cuts.map((cut) => cut % (bytes.length + 1)).sort((a, b) => a - b);
          const inPieces = await seen(fetch, url);
          pieces = [];
          expect(inPieces).toEqual(await seen(fetch, url));
        },
      ),
      { numRuns: 60 },
    );
  });
});

test("an unrequested 100 is skipped, like any informational response", async () => {
  const head = "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}";
  const { url } = await startRawServer(head, () => undefined);
  expect(await seen(nodeFetch(), url)).toMatchObject({ head: { status: 200 }, text: "{}" });
});

describe("a status that the platform's Response does not accept", () => {
  test.each([600, 999])("%i is returned unchanged", async (status) => {
    const { url } = await startRawServer(
      `HTTP/1.1 ${status} Odd\r\ncontent-length: 5\r\n\r\nhello`,
      () => undefined,
    );
    const response = await nodeFetch()(url);
    const copy = response.clone();
    for (const one of [response, copy]) {
      expect(one).toMatchObject({ status, statusText: "Odd", ok: false });
      expect(await one.text()).toBe("hello");
    }
  });

  test("an unrequested 101 is a failed connection", async () => {
    const head = "HTTP/1.1 101 Switching Protocols\r\nupgrade: x\r\nconnection: upgrade\r\n\r\n";
    const { url, sockets } = await startRawServer(head, () => undefined);
    expect(await seen(nodeFetch(), url)).toEqual(await seen(builtIn, url));
    expect(await closes(sockets[0])).toBe(true);
  });
});
